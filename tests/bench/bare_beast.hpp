// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <memory>

namespace peilpunt::bench {

/// The yardstick: a plain Beast server, one io_context a thread, that parses each JSON body with
/// nlohmann/json and answers 201 with a few bytes. It stores nothing and checks nothing.
class BareBeast {
  public:
    explicit BareBeast(int threads);
    ~BareBeast();
    unsigned short port() const;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace peilpunt::bench
