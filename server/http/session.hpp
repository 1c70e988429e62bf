// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <boost/beast/core/flat_buffer.hpp>

#include "server/http/loop.hpp"
#include "server/http/parser.hpp"
#include "server/http/reply_writer.hpp"

namespace peilpunt::http {

/// One connection: a state machine on the thread of its loop. Reads a request, has it answered, writes the
/// reply, and only then looks at the next one.
class Session : public std::enable_shared_from_this<Session> {
  public:
    Session(std::shared_ptr<Loop> loop, Socket socket, std::string address);
    void start();
    /// Looks whether the deadline of the present state has passed.
    void on_tick();
    /// Ends the connection when it is idle, else after the running request.
    void drain();
    /// Ends the connection at once.
    void close();
    /// What a handler answered to `exchange`; without a reply: the visitor is known, go on.
    void receive(std::uint64_t exchange, std::optional<Reply> reply);

    std::size_t place = 0;  ///< in the loop's list; the loop's own

  private:
    friend class Answer;
    static constexpr std::size_t kReadSize = 4 * 1024;
    enum class State { proxy, handshake, head, body, handling, writing, lingering, closed };

    // Each answers whether there is something to go on with now; otherwise a read or write is under way.
    void process();
    bool take_proxy_header();
    void begin_tls_or_http();
    bool take_head();
    bool take_body();
    bool flush();
    void finish_reply();

    std::string_view came_in() const;
    void read();
    void on_read(boost::system::error_code error, std::size_t size);
    bool decrypt(std::string_view cipher);
    bool encrypt();
    void wait_to_write();
    void say_continue();

    void finish_head(const Head& head);
    void take_parsed(RequestParser::State state);
    bool is_secure() const;
    void dispatch();
    std::optional<Reply> reply_without_handler();
    /// 0: the request may pass the route's limit.
    int seconds_to_wait(const Route& route);
    void call_fast(const FastHandler& handler);
    void run_on_worker(const std::shared_ptr<class Answer>& answer);
    Reply dress(Reply reply) const;
    void send(Reply reply);
    void refuse(Refusal refusal);
    void refuse_head(Refusal refusal);
    void linger();
    /// Throws away what still comes, without reading it.
    void discard();
    void set_deadline(std::chrono::milliseconds wait) { deadline_ = loop_->now() + wait.count(); }

    const std::shared_ptr<Loop> loop_;
    const Limits& limits_;
    Socket socket_;
    std::string address_;
    const bool secure_;
    std::unique_ptr<TlsFilter> tls_;
    std::string cipher_;  // what came in over TLS, before it is decrypted

    State state_ = State::head;
    std::int64_t deadline_ = 0;
    boost::beast::flat_buffer in_;
    HeadScanner scanner_;
    bool head_begun_ = false;
    bool reading_ = false;

    Request request_;
    RequestParser parser_{request_};
    Match match_;
    bool head_only_ = false;
    bool http10_ = false;
    bool keep_alive_ = true;
    std::uint64_t exchange_ = 0;
    int requests_ = 0;
    bool dispatching_ = false;

    Reply reply_;
    ReplyWriter writer_;
    std::string out_;            // over TLS: cipher text
    std::string_view to_write_;  // rest of it
    std::size_t linger_left_ = 0;
};

/// The one answer to one exchange: given once, from any thread; when it is dropped ungiven, 500.
class Answer {
  public:
    Answer(std::shared_ptr<Session> session, std::uint64_t exchange)
        : session_(std::move(session)), exchange_(exchange) {}
    ~Answer();
    Answer(const Answer&) = delete;
    Answer& operator=(const Answer&) = delete;
    void give(Reply reply);
    /// The visitor is known: the session may call the handler.
    void go_on();

  private:
    std::shared_ptr<Session> session_;
    std::uint64_t exchange_;
    std::atomic<bool> given_{false};
};

}  // namespace peilpunt::http
