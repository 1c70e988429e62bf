// SPDX-License-Identifier: EUPL-1.2
#include "server/app/keys.hpp"

#include <filesystem>

namespace peilpunt::app {

namespace {

namespace fs = std::filesystem;

constexpr const char* kBox = "verzegelen.key";
constexpr const char* kSign = "ondertekenen.key";
constexpr const char* kLedger = "kenmerken.key";
constexpr const char* kContactPublic = "contact.pub";
constexpr const char* kContactLocked = "contact.key.slot";
constexpr const char* kStaffPin = "pincode.hash";

Result<seal::Secret> read(const std::string& folder, const char* name, std::size_t size) {
    const auto bytes = seal::read_key_file((fs::path(folder) / name).string());
    if (!bytes)
        return Error{bytes.error().code,
                     std::string("the key file sleutels/") + name +
                         " is missing or cannot be read; put back the backup of the keys"};
    if (size != 0 && bytes->reveal().size() != size)
        return Error{ErrorCode::damaged, std::string("the key file sleutels/") + name +
                                             " is damaged; put back the backup of the keys"};
    return *bytes;
}

}  // namespace

Result<Keys> read_keys(const std::string& folder) {
    // A pair is one file: the public half first.
    const auto box = read(folder, kBox, 64);
    if (!box) return box.error();
    const auto sign = read(folder, kSign, 96);
    if (!sign) return sign.error();
    const auto ledger = read(folder, kLedger, 32);
    if (!ledger) return ledger.error();
    const auto contact = read(folder, kContactPublic, 32);
    if (!contact) return contact.error();
    const auto pin = read(folder, kStaffPin, 0);
    if (!pin) return pin.error();
    Keys keys;
    keys.box = {box->reveal().substr(0, 32), seal::Secret(box->reveal().substr(32))};
    keys.sign = {sign->reveal().substr(0, 32), seal::Secret(sign->reveal().substr(32))};
    keys.ledger = *ledger;
    keys.contact_public_key = contact->reveal();
    keys.staff_pin_hash = pin->reveal();
    return keys;
}

Result<Keys> make_keys(const std::string& folder, const seal::Secret& contact_passphrase,
                       const seal::Secret& staff_pin) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        return Error{ErrorCode::storage_failed, "cannot make the folder for the keys: " + error.message()};
    fs::permissions(folder, fs::perms::owner_all, error);
    const auto box = seal::make_box_keys();
    const auto sign = seal::make_sign_keys();
    const auto contact = seal::make_box_keys();
    const std::pair<const char*, seal::Secret> files[] = {
        {kBox, seal::Secret(box.public_key + box.secret_key.reveal())},
        {kSign, seal::Secret(sign.public_key + sign.secret_key.reveal())},
        {kLedger, seal::random_secret(32)},
        {kContactPublic, seal::Secret(contact.public_key)},
        {kContactLocked, seal::Secret(seal::lock_with_passphrase(contact_passphrase, contact.secret_key))},
        {kStaffPin, seal::Secret(seal::hash_password(staff_pin))},
    };
    for (const auto& [name, bytes] : files) {
        const auto written = seal::write_key_file((fs::path(folder) / name).string(), bytes);
        if (!written) return written.error();
    }
    return read_keys(folder);
}

}  // namespace peilpunt::app
