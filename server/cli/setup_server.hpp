// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <memory>

#include "server/cli/commands.hpp"
#include "server/cli/stop_signals.hpp"

namespace peilpunt::cli {

/// Serves the wizard for an unused folder, until an instance is made in it and the real server answers on the
/// same port. Prints the one-time address; a new object has a new one.
class SetupServer {
  public:
    /// Throws ResultError when it cannot listen.
    SetupServer(const Surroundings& around, const ServeOptions& options,
                const std::pair<std::string, unsigned short>& listen);
    ~SetupServer();  ///< who waits for the last button is told that it failed, unless `hand_over` came before
    /// True when the instance was made, false when the program must stop.
    bool wait(StopSignals& signals);
    unsigned short port() const;
    /// The real server answers now: the wizard's last page leads to it.
    void hand_over();

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace peilpunt::cli
