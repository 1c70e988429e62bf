// SPDX-License-Identifier: EUPL-1.2
#include "tests/support/postgres_cluster.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <stdexcept>
#include <vector>

#include "server/sql/postgres/connection.hpp"

namespace peilpunt::tests {

namespace fs = std::filesystem;

namespace {

/// Debian keeps each version's programs in a folder of its own; the highest is taken.
std::string find_programs() {
    std::string found;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", none)) {
        const auto folder = entry.path() / "bin";
        if (fs::exists(folder / "initdb", none)) found = std::max(found, folder.string());
    }
    if (found.empty()) throw std::runtime_error("no PostgreSQL server here: run tools/install test");
    return found;
}

unsigned short free_port() {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(descriptor, static_cast<const sockaddr*>(static_cast<const void*>(&address)), size);
    ::getsockname(descriptor, static_cast<sockaddr*>(static_cast<void*>(&address)), &size);
    ::close(descriptor);
    return ntohs(address.sin_port);
}

/// Runs a program as a child that dies with us, as user postgres when we are root; what it prints goes to
/// `output`.
pid_t spawn(const std::vector<std::string>& words, int output) {
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child != 0) return child;
    if (::geteuid() == 0) {
        const passwd* user = ::getpwnam("postgres");
        if (!user || ::initgroups("postgres", user->pw_gid) != 0 || ::setgid(user->pw_gid) != 0 ||
            ::setuid(user->pw_uid) != 0)
            ::_exit(126);
    }
    ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
    if (::getppid() != parent) ::_exit(126);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    ::close(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    std::vector<char*> arguments;
    for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
}

/// Everything that comes until `mark` or the end.
std::string read_until(int descriptor, const std::string& mark) {
    std::string text;
    std::array<char, 4096> buffer{};
    while (mark.empty() || text.find(mark) == std::string::npos) {
        const auto got = ::read(descriptor, buffer.data(), buffer.size());
        if (got <= 0) break;
        text.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return text;
}

std::array<int, 2> make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    return ends;
}

}  // namespace

PostgresCluster& PostgresCluster::shared() {
    static PostgresCluster cluster;
    return cluster;
}

PostgresCluster::PostgresCluster() : programs_(find_programs()) {
    if (::geteuid() == 0) {
        const passwd* user = ::getpwnam("postgres");
        if (!user || ::chown(folder_.str().c_str(), user->pw_uid, user->pw_gid) != 0)
            throw std::runtime_error("there is no user postgres");
    }
    const auto ends = make_pipe();
    const pid_t child = spawn({programs_ + "/initdb", "-D", folder_.str() + "/data", "-U", "postgres", "-A",
                               "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions"},
                              ends[1]);
    ::close(ends[1]);
    const auto said = read_until(ends[0], "");
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (status != 0) throw std::runtime_error("initdb failed: " + said);
    start();
}

void PostgresCluster::start() {
    for (int attempt = 0; attempt < 5; ++attempt) {
        if (port_ == 0) port_ = free_port();
        const auto ends = make_pipe();
        process_ = spawn({programs_ + "/postgres", "-D", folder_.str() + "/data", "-p", std::to_string(port_),
                          "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c",
                          "max_connections=200", "-c", "log_min_messages=warning"},
                         ends[1]);
        ::close(ends[1]);
        const auto said = read_until(ends[0], "ready to accept connections");
        log_ = ends[0];
        if (said.find("ready to accept connections") != std::string::npos) {
            // Somebody must read on, or the server would wait for room to log in.
            reader_ = std::thread([descriptor = log_] { read_until(descriptor, ""); });
            return;
        }
        ::close(log_);
        ::waitpid(process_, nullptr, 0);
        process_ = -1;
        if (owners_.empty()) port_ = 0;  // somebody else took it in between
    }
    throw std::runtime_error("PostgreSQL does not start");
}

void PostgresCluster::kill() {
    if (process_ < 0) return;
    ::kill(process_, SIGQUIT);
    ::waitpid(process_, nullptr, 0);
    process_ = -1;
    reader_.join();
    ::close(log_);
}

PostgresCluster::~PostgresCluster() { kill(); }

std::string PostgresCluster::url(const std::string& database) const {
    return "postgresql://postgres@127.0.0.1:" + std::to_string(port_) + "/" + database;
}

std::string PostgresCluster::database_for(const std::string& name, const std::string& what) {
    const auto [owner, fresh] = owners_.try_emplace(what);
    if (fresh) postgres::Connection(url(), "public").script("CREATE DATABASE " + what);
    if (owner->second != name) {
        postgres::Connection admin(url(what), "public");
        admin.script("DROP SCHEMA IF EXISTS peilpunt, contact CASCADE");
        owner->second = name;
    }
    return url(what);
}

}  // namespace peilpunt::tests
