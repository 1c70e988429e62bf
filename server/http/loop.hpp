// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <optional>
#include <thread>
#include <vector>

#include "server/http/core.hpp"

namespace peilpunt::http {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type;
using Tcp = asio::ip::tcp;
using Socket = asio::basic_stream_socket<Tcp, Executor>;

class Session;

/// A reply, or a visitor that was looked up, on its way to the thread of its connection.
struct Delivery {
    std::shared_ptr<Session> session;
    std::uint64_t exchange = 0;  ///< which of the session's requests it belongs to
    std::optional<Reply> reply;  ///< empty: go on with the handler
};

/// One thread, with its own io_context, acceptor and connections. Everything is for that thread alone, except
/// where it says otherwise.
class Loop : public std::enable_shared_from_this<Loop> {
  public:
    explicit Loop(std::shared_ptr<Core> core);
    /// Opens the acceptor (before `start`); answers the endpoint with its real port. Throws ResultError.
    Tcp::endpoint listen(const Tcp::endpoint& endpoint);
    /// Begins to accept, on a new thread.
    void start();

    /// Any thread: hands something to its session; dropped after the loop has ended.
    void deliver(Delivery delivery);
    /// Any thread: stop accepting; close what is idle, let the rest end its request.
    void drain();
    /// Any thread: close everything; the thread ends.
    void finish();
    void join();
    /// Any thread.
    bool here() const { return std::this_thread::get_id() == thread_id_; }
    std::size_t open() const { return open_.load(std::memory_order_relaxed); }

    void add(Session& session);
    void remove(Session& session);
    Core& core() { return *core_; }
    Counters& counters() { return counters_; }
    /// Milliseconds of the steady clock, as of the last tick.
    std::int64_t now() const { return now_; }
    std::string_view date() const { return date_; }
    /// The address that people see, as of the last tick; empty: not said.
    const std::string& site() const { return site_; }
    bool draining() const { return draining_; }

  private:
    using Acceptor = asio::basic_socket_acceptor<Tcp, Executor>;
    using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                             asio::wait_traits<std::chrono::steady_clock>, Executor>;
    void accept();
    void admit(Socket socket);
    void tick();
    void refresh_time();
    void empty_mailbox();

    std::shared_ptr<Core> core_;
    Counters counters_;
    asio::io_context io_{1};
    asio::executor_work_guard<Executor> work_;
    Acceptor acceptor_;
    Tcp::endpoint peer_;
    Timer ticker_;
    Timer pause_;
    std::vector<Session*> sessions_;
    std::atomic<std::size_t> open_{0};
    std::int64_t now_ = 0;
    std::int64_t date_second_ = 0;
    std::string date_;
    std::string site_;
    bool draining_ = false;
    bool finishing_ = false;

    std::mutex mailbox_mutex_;
    std::vector<Delivery> mailbox_;
    bool mailbox_closed_ = false;

    std::thread thread_;
    std::atomic<std::thread::id> thread_id_{};
};

}  // namespace peilpunt::http
