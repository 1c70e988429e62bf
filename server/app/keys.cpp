// SPDX-License-Identifier: EUPL-1.2
#include "server/app/keys.hpp"

#include <filesystem>
#include <set>

#include "shared/seal/files.hpp"
#include "shared/sync/sync.hpp"

namespace peilpunt::app {

namespace {

namespace fs = std::filesystem;

constexpr const char* kBox = "verzegelen.key";
constexpr const char* kNewBox = "verzegelen.nieuw";
constexpr std::string_view kOldBox = "verzegelen-";  // and its id, and ".key"
constexpr const char* kSign = "ondertekenen.key";
constexpr const char* kLedger = "kenmerken.key";
constexpr const char* kContactPublic = "contact.pub";
constexpr const char* kContactLocked = "contact.key.slot";
constexpr const char* kContactNext = "contact.key.nieuw";
constexpr const char* kStaffPin = "pincode.hash";

Result<seal::Secret> read(const std::string& folder, const char* name, std::size_t size) {
    const auto bytes = seal::read_key_file((fs::path(folder) / name).string());
    const std::string file = std::string("the key file sleutels/") + name;
    if (!bytes && bytes.error().code == ErrorCode::forbidden)
        return Error{ErrorCode::forbidden, file + " can be read by others than its owner; `chmod 600` it"};
    if (!bytes && bytes.error().code == ErrorCode::damaged)
        return Error{ErrorCode::damaged, file + " is damaged; put back the backup of the keys"};
    if (!bytes && bytes.error().code == ErrorCode::not_found)
        return Error{ErrorCode::not_found, file + " is missing; put back the backup of the keys"};
    if (!bytes) return Error{bytes.error().code, file + " cannot be read: " + bytes.error().message};
    if (size != 0 && bytes->reveal().size() != size)
        return Error{ErrorCode::damaged, file + " is damaged; put back the backup of the keys"};
    return *bytes;
}

std::string old_name(std::string_view key_id) { return std::string(kOldBox).append(key_id).append(".key"); }

seal::BoxKeys box_from(const seal::Secret& file) {
    return {std::string(file.reveal().substr(0, 32)), seal::Secret(std::string(file.reveal().substr(32)))};
}

/// A pair is one file: the public half first.
seal::Secret pair_of(const std::string& public_key, const seal::Secret& secret_key) {
    return seal::Secret(std::string(public_key).append(secret_key.reveal()));
}

/// Every key that was rotated away, in order of name.
Result<std::vector<seal::BoxKeys>> read_old_boxes(const std::string& folder) {
    std::set<std::string> names;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error))
        if (entry.path().filename().string().starts_with(kOldBox))
            names.insert(entry.path().filename().string());
    std::vector<seal::BoxKeys> all;
    for (const auto& name : names) {
        const auto file = read(folder, name.c_str(), 64);
        if (!file) return file.error();
        all.push_back(box_from(*file));
    }
    return all;
}

}  // namespace

Result<Keys> read_keys(const std::string& folder) {
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
    keys.box = box_from(*box);
    auto old_boxes = read_old_boxes(folder);
    if (!old_boxes) return old_boxes.error();
    keys.old_boxes = std::move(*old_boxes);
    keys.sign = {std::string(sign->reveal().substr(0, 32)),
                 seal::Secret(std::string(sign->reveal().substr(32)))};
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
        {kBox, pair_of(box.public_key, box.secret_key)},
        {kSign, pair_of(sign.public_key, sign.secret_key)},
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

Result<void> change_contact_passphrase(const std::string& folder, const seal::Secret& old_one,
                                       const seal::Secret& new_one) {
    constexpr std::size_t kLeast = 12;
    if (new_one.reveal().size() < kLeast)
        return Error{ErrorCode::invalid, "a passphrase has at least 12 characters"};
    const auto locked = read(folder, kContactLocked, 0);
    if (!locked) return locked.error();
    const auto key = seal::unlock_with_passphrase(old_one, locked->reveal());
    if (!key) return Error{ErrorCode::unauthorized, "this is not the passphrase that holds now"};
    const auto file = fs::path(folder) / kContactLocked;
    const auto next = fs::path(folder) / kContactNext;
    std::error_code error;
    fs::remove(next, error);  // of a change that broke off
    const auto written =
        seal::write_key_file(next.string(), seal::Secret(seal::lock_with_passphrase(new_one, *key)));
    if (!written) return written.error();
    fs::rename(next, file, error);
    if (error)
        return Error{ErrorCode::storage_failed, "cannot put the new lock in place: " + error.message()};
    return seal::sync_folder_of(file.string());
}

const seal::BoxKeys& box_of(const Keys& keys, std::string_view key_id) {
    for (const auto& box : keys.old_boxes)
        if (sync::key_id_of(box.public_key) == key_id) return box;
    return keys.box;
}

Result<std::string> rotate_box_key(const std::string& folder) {
    const auto now = read(folder, kBox, 64);
    if (!now) return now.error();
    const auto keep = fs::path(folder) / old_name(sync::key_id_of(box_from(*now).public_key));
    const auto next = fs::path(folder) / kNewBox;
    std::error_code error;
    fs::remove(next, error);  // of a rotation that broke off
    // First the copy: whatever fails after it, nothing that is sealed becomes unreadable.
    if (!fs::exists(keep, error))
        if (const auto kept = seal::write_key_file(keep.string(), *now); !kept) return kept.error();
    const auto fresh = seal::make_box_keys();
    const auto written = seal::write_key_file(next.string(), pair_of(fresh.public_key, fresh.secret_key));
    if (!written) return written.error();
    fs::rename(next, fs::path(folder) / kBox, error);
    if (error) return Error{ErrorCode::storage_failed, "cannot put the new key in place: " + error.message()};
    // Kiosks may seal to it from now on: it may not be gone after a power cut.
    if (const auto kept = seal::sync_folder_of(next.string()); !kept) return kept.error();
    return sync::key_id_of(fresh.public_key);
}

Result<void> forget_box_key(const std::string& folder, std::string_view key_id) {
    const auto now = read(folder, kBox, 64);
    if (!now) return now.error();
    std::error_code error;
    if (key_id == sync::key_id_of(box_from(*now).public_key) ||
        key_id.find_first_not_of("0123456789abcdef") != std::string_view::npos ||
        !fs::remove(fs::path(folder) / old_name(key_id), error))
        return Error{ErrorCode::not_found, "there is no old key " + std::string(key_id) + "; see `key list`"};
    return {};
}

}  // namespace peilpunt::app
