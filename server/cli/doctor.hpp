// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <vector>

#include "server/cli/commands.hpp"

namespace peilpunt::cli {

/// What `doctor` needs to know of how the server is started.
struct DoctorOptions {
    std::string listen, tls_certificate, tls_key, site;
    std::vector<std::string> trusted_proxies;
    bool verbose = false;  ///< also say what is fine
};

/// One thing that was looked at.
struct Finding {
    bool fine = true;
    std::string words;  ///< one line
};
/// Looks at everything that makes an installation go wrong without anybody noticing; changes nothing.
std::vector<Finding> examine(const Surroundings& around, const DoctorOptions& options);

/// Prints what is not right, one line each; an Error when there is anything.
Result<void> doctor(const Surroundings& around, const DoctorOptions& options);

}  // namespace peilpunt::cli
