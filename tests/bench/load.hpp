// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace peilpunt::bench {

struct LoadResult {
    std::int64_t answers = 0;  ///< with the expected status
    std::int64_t others = 0;   ///< with another status
    double seconds = 0;
    double p50_ms = 0, p99_ms = 0;
    double per_second() const { return seconds > 0 ? static_cast<double>(answers) / seconds : 0; }
};

/// Posts over keep-alive connections to 127.0.0.1:port from one thread, one request at a time on each
/// connection. `next` writes a whole request into its argument; `expected` is the status line that counts,
/// such as "HTTP/1.1 201".
LoadResult run_load(unsigned short port, int connections, std::chrono::milliseconds duration,
                    const std::function<void(std::string&)>& next, const std::string& expected);

}  // namespace peilpunt::bench
