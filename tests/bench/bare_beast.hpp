// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <memory>
#include <string>

namespace peilpunt::bench {

/// The yardstick: a plain Beast server, one io_context a thread, that parses each JSON body with
/// nlohmann/json, answers 201 and stores nothing. With a certificate it speaks TLS 1.3.
class BareBeast {
  public:
    BareBeast(int threads, const std::string& certificate, const std::string& key);
    ~BareBeast();
    BareBeast(const BareBeast&) = delete;
    unsigned short port() const;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace peilpunt::bench
