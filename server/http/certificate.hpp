// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "shared/model/time.hpp"

namespace peilpunt::http {

/// What an operator wants to know of the certificate before visitors tell.
struct CertificateReport {
    std::optional<int> days_left;  ///< whole days until it ends, negative afterwards; nothing: not readable
    std::vector<std::string> faults;  ///< a line each: not readable, of another key, chain, name of the host
};

/// Reads the PEM files of `--tls-cert` and `--tls-key`. `host`: the name that visitors type, or empty.
/// `authorities`: a PEM file of those to trust instead of the system's, or empty.
CertificateReport inspect_certificate(const std::string& chain_file, const std::string& key_file,
                                      const std::string& host, TimePoint now,
                                      const std::string& authorities = {});

}  // namespace peilpunt::http
