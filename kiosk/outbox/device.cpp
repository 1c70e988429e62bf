// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/outbox/device.hpp"
#include <filesystem>
#include <iterator>

#include <sys/statvfs.h>

#include <algorithm>
#include <fstream>

#include "shared/model/ids.hpp"

namespace peilpunt::kiosk {
namespace {

constexpr std::uint64_t kReserve = std::uint64_t{100} * 1024 * 1024;
constexpr std::size_t kSeed = 32;  ///< an Ed25519 secret key is seed and public key, 32 bytes each

seal::SignKeys from_secret(seal::Secret secret, const std::string& path) {
    if (secret.reveal().size() != 2 * kSeed)
        throw ResultError({ErrorCode::damaged, "not a device key: " + path +
                                                   "; put it back from a copy, or move it "
                                                   "away and pair this kiosk again"});
    std::string public_key(secret.reveal().substr(kSeed));
    return {std::move(public_key), std::move(secret)};
}

}  // namespace

int Disk::free_percent() const {
    return all_bytes == 0 ? 0 : static_cast<int>(std::min<std::uint64_t>(free_bytes * 100 / all_bytes, 100));
}

bool Disk::has_room() const { return free_bytes > std::min(kReserve, all_bytes / 10); }

Disk disk_of(const std::string& folder) {
    struct statvfs info{};
    if (::statvfs(folder.c_str(), &info) != 0) return {};
    return {std::uint64_t{info.f_bavail} * info.f_frsize, std::uint64_t{info.f_blocks} * info.f_frsize};
}

bool can_write_in(const std::string& folder) {
    const std::string path = folder + "/zelftest";
    const std::string wanted(4096, 'p');
    bool same = false;
    {
        std::ofstream out(path, std::ios::binary | std::ios::trunc);
        out << wanted;
        out.flush();
        if (!out) return false;
    }
    {
        std::ifstream in(path, std::ios::binary);
        same = std::string(std::istreambuf_iterator<char>(in), {}) == wanted;
    }
    std::error_code error;
    return std::filesystem::remove(path, error) && same;
}

std::string boot_id(Random& random) {
    std::string id;
    std::getline(std::ifstream("/proc/sys/kernel/random/boot_id"), id);
    return id.empty() ? Uuid::random(random).str() : id.substr(0, 36);
}

seal::SignKeys device_keys_in(const std::string& folder) {
    const std::string path = folder + "/apparaat.sleutel";
    auto secret = seal::read_key_file(path);
    if (secret) return from_secret(std::move(*secret), path);
    if (secret.error().code != ErrorCode::not_found) throw ResultError(secret.error());
    seal::SignKeys keys = seal::make_sign_keys();
    const auto written = seal::write_key_file(path, keys.secret_key);
    if (written) return keys;
    // Another process of this kiosk made it meanwhile.
    if (written.error().code == ErrorCode::conflict)
        return from_secret(seal::read_key_file(path).value(), path);
    throw ResultError(written.error());
}

}  // namespace peilpunt::kiosk
