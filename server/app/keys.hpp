// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "shared/seal/seal.hpp"

namespace peilpunt::app {

/// The server's own secrets; files in DATA/sleutels, mode 0600.
struct Keys {
    seal::BoxKeys box;                     ///< kiosks seal envelopes to it
    std::vector<seal::BoxKeys> old_boxes;  ///< rotated away; what kiosks sealed to them still opens
    seal::SignKeys sign;                   ///< signs acknowledgements
    seal::Secret ledger;                   ///< keyed hashes of ids and volgcodes
    std::string contact_public_key;  ///< contact details are sealed to it; the private half is locked with a
                                     ///< pass phrase
    std::string staff_pin_hash;      ///< of the kiosks' staff PIN
};

/// Reads all keys. Errors name the missing or damaged file.
Result<Keys> read_keys(const std::string& folder);
/// Makes all keys in an empty folder; refuses to overwrite any.
Result<Keys> make_keys(const std::string& folder, const seal::Secret& contact_passphrase,
                       const seal::Secret& staff_pin);

/// Locks the contact keeper's private key with another passphrase. unauthorized for a wrong old one, invalid
/// for a new one of less than 12 bytes; the file is replaced whole.
Result<void> change_contact_passphrase(const std::string& folder, const seal::Secret& old_one,
                                       const seal::Secret& new_one);

/// The box key of this id (sync::key_id_of), or the current one.
const seal::BoxKeys& box_of(const Keys& keys, std::string_view key_id);
/// Makes a new box key and keeps the old one beside it; for servers that start after this. Gives its id.
Result<std::string> rotate_box_key(const std::string& folder);
/// Forgets an old box key for good; not_found for one that is not there or is the current one.
Result<void> forget_box_key(const std::string& folder, std::string_view key_id);

}  // namespace peilpunt::app
