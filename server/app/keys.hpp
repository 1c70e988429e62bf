// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>

#include "shared/seal/seal.hpp"

namespace peilpunt::app {

/// The server's own secrets; files in DATA/sleutels, mode 0600.
struct Keys {
    seal::BoxKeys box;               ///< kiosks seal envelopes to it
    seal::SignKeys sign;             ///< signs acknowledgements
    seal::Secret ledger;             ///< keyed hashes of ids and volgcodes
    std::string contact_public_key;  ///< contact details are sealed to it; the private half is locked with a
                                     ///< pass phrase
    std::string staff_pin_hash;      ///< of the kiosks' staff PIN
};

/// Reads all keys. Errors name the missing or damaged file.
Result<Keys> read_keys(const std::string& folder);
/// Makes all keys in an empty folder; refuses to overwrite any.
Result<Keys> make_keys(const std::string& folder, const seal::Secret& contact_passphrase,
                       const seal::Secret& staff_pin);

}  // namespace peilpunt::app
