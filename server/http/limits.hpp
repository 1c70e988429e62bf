// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <chrono>
#include <cstddef>

namespace peilpunt::http {

/// Sends of residents from one network in a minute that no ticket of a page vouches for: a thousand phones,
/// some of them twice or thrice. The same for forms and for the API.
inline constexpr int kSendsPerMinute = 3000;

/// Every limit of the server on one page, each with what happens beyond it. Nothing here is without a limit.
struct Limits {
    std::size_t head_bytes = 8 * 1024;     ///< request line and fields together; over: 431
    std::size_t target_bytes = 2 * 1024;   ///< over: 414
    std::size_t fields = 64;               ///< header fields of one request; over: 431
    std::size_t default_body = 64 * 1024;  ///< body of a request that matches no route; over: 413

    std::chrono::milliseconds head{5'000};   ///< first byte to whole head, and the TLS handshake; over: 408
    std::chrono::milliseconds body{30'000};  ///< whole body (64 KiB on a bad mobile line); over: 408
    std::chrono::milliseconds handler{60'000};  ///< until a handler answers; over: 503 and close
    std::chrono::milliseconds reply{
        10'000};  ///< whole reply, plus a second per 64 KiB; over: connection reset
    std::chrono::milliseconds idle{15'000};  ///< between requests; over: closed without a word
    std::chrono::milliseconds linger{
        2'000};  ///< reading on after a last reply, so that it arrives; over: closed
    std::size_t linger_bytes = 1024 * 1024;  ///< read and thrown away meanwhile; over: closed

    int requests_per_connection = 1'000;  ///< the last one is answered with `Connection: close`
    int connections = 16'384;  ///< also never above the descriptor limit less 256; over: closed unread
    int connections_per_address =
        4'096;  ///< many schools and all mobile phones sit behind one; over: closed unread
    std::size_t fast_body =
        16 * 1024;                   ///< body that is read on the connection's own thread; over: by a worker
    std::size_t worker_queue = 512;  ///< requests waiting for a worker; over: 503 with Retry-After
    std::size_t hashing_queue =
        16;             ///< sign-ins waiting for their password to be hashed, 3 s; over: 503 with Retry-After
    bool rates = true;  ///< whether routes' own limits a minute hold; over: 429
    int per_ticket = 20;  ///< requests a minute with one ticket of a page; over: 429
    int tickets = 4;      ///< times a route's limit: a minute's tickets from one network; over: 429
    std::size_t rate_slots = 65'536;  ///< networks and tickets remembered (8 bytes each); full: not limited

    std::chrono::milliseconds tick{200};          ///< how often deadlines are looked at: their precision
    std::chrono::milliseconds accept_pause{100};  ///< back-off of the acceptor when descriptors have run out
};

}  // namespace peilpunt::http
