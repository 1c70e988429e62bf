// SPDX-License-Identifier: EUPL-1.2
#include <sodium.h>

#include <stdexcept>

#include "shared/seal/bytes.hpp"
#include "shared/seal/seal.hpp"

namespace peilpunt::seal {
namespace {

constexpr unsigned long long kPasses = 3;
constexpr std::size_t kMemory = std::size_t{64} * 1024 * 1024;
constexpr std::string_view kMagic = "PPL1";
constexpr std::size_t kHead = 4 + crypto_pwhash_SALTBYTES + crypto_secretbox_NONCEBYTES;

Secret derive(const Secret& passphrase, std::string_view salt) {
    std::string key(crypto_secretbox_KEYBYTES, '\0');
    const std::string_view phrase = passphrase.reveal();
    if (crypto_pwhash(bytes(key), key.size(), phrase.data(), phrase.size(), bytes(salt), kPasses, kMemory,
                      crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw std::runtime_error("not enough memory to derive a key from the pass phrase");
    return Secret(std::move(key));
}

}  // namespace

std::string hash_password(const Secret& password) {
    start();
    std::string out(crypto_pwhash_STRBYTES, '\0');
    if (crypto_pwhash_str_alg(out.data(), password.reveal().data(), password.reveal().size(), kPasses,
                              kMemory, crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw std::runtime_error("not enough memory to hash a password");
    out.resize(out.find('\0'));
    return out;
}

bool verify_password(std::string_view stored, const Secret& password) {
    start();
    if (stored.empty() || stored.size() >= crypto_pwhash_STRBYTES) return false;
    const std::string text(stored);
    return crypto_pwhash_str_verify(text.c_str(), password.reveal().data(), password.reveal().size()) == 0;
}

std::string slow_hash(const Secret& text, std::string_view salt) {
    start();
    constexpr unsigned long long kSlowPasses = 2;
    constexpr std::size_t kSlowMemory = std::size_t{16} * 1024 * 1024;
    const std::string short_salt = hash(salt).substr(0, crypto_pwhash_SALTBYTES);
    std::string out(16, '\0');
    if (crypto_pwhash(bytes(out), out.size(), text.reveal().data(), text.reveal().size(), bytes(short_salt),
                      kSlowPasses, kSlowMemory, crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw std::runtime_error("not enough memory for a slow hash");
    return out;
}

std::string lock_with_passphrase(const Secret& passphrase, const Secret& plain) {
    start();
    std::string locked(kHead + crypto_secretbox_MACBYTES + plain.reveal().size(), '\0');
    kMagic.copy(locked.data(), kMagic.size());
    randombytes_buf(locked.data() + kMagic.size(), kHead - kMagic.size());
    const std::string_view head(locked.data(), kHead);
    const std::string_view salt = head.substr(kMagic.size(), crypto_pwhash_SALTBYTES);
    const std::string_view nonce = head.substr(kMagic.size() + crypto_pwhash_SALTBYTES);
    const Secret key = derive(passphrase, salt);
    crypto_secretbox_easy(bytes(locked) + kHead, bytes(plain.reveal()), plain.reveal().size(), bytes(nonce),
                          bytes(key.reveal()));
    return locked;
}

Result<Secret> unlock_with_passphrase(const Secret& passphrase, std::string_view locked) {
    start();
    if (locked.size() < kHead + crypto_secretbox_MACBYTES || !locked.starts_with(kMagic))
        return Error{ErrorCode::damaged, "Dit is geen vergrendelde sleutel."};
    const std::string_view salt = locked.substr(kMagic.size(), crypto_pwhash_SALTBYTES);
    const std::string_view nonce =
        locked.substr(kMagic.size() + crypto_pwhash_SALTBYTES, crypto_secretbox_NONCEBYTES);
    const std::string_view box = locked.substr(kHead);
    const Secret key = derive(passphrase, salt);
    std::string plain(box.size() - crypto_secretbox_MACBYTES, '\0');
    if (crypto_secretbox_open_easy(bytes(plain), bytes(box), box.size(), bytes(nonce), bytes(key.reveal())) !=
        0)
        return Error{ErrorCode::unauthorized, "De wachtzin klopt niet, of de sleutel is beschadigd."};
    return Secret(std::move(plain));
}

}  // namespace peilpunt::seal
