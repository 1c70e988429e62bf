// SPDX-License-Identifier: EUPL-1.2
#include "shared/seal/seal.hpp"

#include <sodium.h>

#include <cassert>
#include <stdexcept>

#include "shared/seal/bytes.hpp"

namespace peilpunt::seal {
namespace {

std::string signed_text(std::string_view context, std::string_view message) {
    if (context.empty() || context.find('\n') != std::string_view::npos)
        throw std::invalid_argument("a signature needs a context of one line");
    std::string text;
    text.reserve(10 + context.size() + message.size());
    text.append("peilpunt:").append(context).append(1, '\n').append(message);
    return text;
}

void check_key_size(std::size_t size) {
    if (size < crypto_generichash_KEYBYTES_MIN || size > crypto_generichash_KEYBYTES_MAX)
        throw std::invalid_argument("a hash key has 16 to 64 bytes");
}

}  // namespace

void start() {
    static const bool started = sodium_init() >= 0;  // it takes a lock each time
    if (!started) throw std::runtime_error("libsodium cannot start");
}

BoxKeys make_box_keys() {
    start();
    std::string public_key(crypto_box_PUBLICKEYBYTES, '\0');
    std::string secret_key(crypto_box_SECRETKEYBYTES, '\0');
    crypto_box_keypair(bytes(public_key), bytes(secret_key));
    return {std::move(public_key), Secret(std::move(secret_key))};
}

SignKeys make_sign_keys() {
    start();
    std::string public_key(crypto_sign_PUBLICKEYBYTES, '\0');
    std::string secret_key(crypto_sign_SECRETKEYBYTES, '\0');
    crypto_sign_keypair(bytes(public_key), bytes(secret_key));
    return {std::move(public_key), Secret(std::move(secret_key))};
}

std::string seal_to(std::string_view public_key, std::string_view plain) {
    start();
    if (public_key.size() != crypto_box_PUBLICKEYBYTES)
        throw std::invalid_argument("a sealing key has 32 bytes");
    std::string sealed(plain.size() + crypto_box_SEALBYTES, '\0');
    if (crypto_box_seal(bytes(sealed), bytes(plain), plain.size(), bytes(public_key)) != 0)
        throw std::invalid_argument("this key cannot be sealed to");
    return sealed;
}

Result<std::string> open_sealed(const BoxKeys& keys, std::string_view sealed) {
    start();
    const Error refused{ErrorCode::damaged, "De verzegeling klopt niet."};
    const std::string_view secret = keys.secret_key.reveal();
    if (keys.public_key.size() != crypto_box_PUBLICKEYBYTES || secret.size() != crypto_box_SECRETKEYBYTES)
        throw std::invalid_argument("box keys have 32 bytes each");
    if (sealed.size() < crypto_box_SEALBYTES) return refused;
    std::string plain(sealed.size() - crypto_box_SEALBYTES, '\0');
    if (crypto_box_seal_open(bytes(plain), bytes(sealed), sealed.size(), bytes(keys.public_key),
                             bytes(secret)) != 0)
        return refused;
    return plain;
}

std::string sign(const SignKeys& keys, std::string_view context, std::string_view message) {
    start();
    if (keys.secret_key.reveal().size() != crypto_sign_SECRETKEYBYTES)
        throw std::invalid_argument("a signing key has 64 bytes");
    const std::string text = signed_text(context, message);
    std::string signature(crypto_sign_BYTES, '\0');
    crypto_sign_detached(bytes(signature), nullptr, bytes(text), text.size(),
                         bytes(keys.secret_key.reveal()));
    return signature;
}

bool verify(std::string_view public_key, std::string_view context, std::string_view message,
            std::string_view signature) {
    start();
    if (public_key.size() != crypto_sign_PUBLICKEYBYTES || signature.size() != crypto_sign_BYTES)
        return false;
    const std::string text = signed_text(context, message);
    return crypto_sign_verify_detached(bytes(signature), bytes(text), text.size(), bytes(public_key)) == 0;
}

std::string keyed_hash(const Secret& key, std::string_view message, std::size_t size) {
    start();
    check_key_size(key.reveal().size());
    if (size < crypto_generichash_BYTES_MIN || size > crypto_generichash_BYTES_MAX)
        throw std::invalid_argument("a hash has 16 to 64 bytes");
    std::string out(size, '\0');
    crypto_generichash(bytes(out), out.size(), bytes(message), message.size(), bytes(key.reveal()),
                       key.reveal().size());
    return out;
}

std::string hash(std::string_view message) {
    start();
    std::string out(crypto_generichash_BYTES, '\0');
    crypto_generichash(bytes(out), out.size(), bytes(message), message.size(), nullptr, 0);
    return out;
}

std::uint64_t keyed_number(const Secret& key, std::string_view message) {
    const std::string digest = keyed_hash(key, message);
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < 8; ++i) number = number << 8U | static_cast<std::uint8_t>(digest[i]);
    return number;
}

std::array<std::uint8_t, 16> quick_hash(const Secret& key, std::string_view message) {
    std::array<std::uint8_t, crypto_shorthash_siphashx24_BYTES> out{};
    if (key.reveal().size() != crypto_shorthash_siphashx24_KEYBYTES)
        throw std::logic_error("a key of 16 bytes is needed");
    crypto_shorthash_siphashx24(out.data(), bytes(message), message.size(), bytes(key.reveal()));
    return out;
}

Secret random_secret(std::size_t size) {
    start();
    std::string out(size, '\0');
    randombytes_buf(out.data(), out.size());
    return Secret(std::move(out));
}

bool equal_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && (a.empty() || sodium_memcmp(a.data(), b.data(), a.size()) == 0);
}

std::string to_base64(std::string_view raw) {
    constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string text(sodium_base64_encoded_len(raw.size(), kVariant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes(raw), raw.size(), kVariant);
    text.pop_back();  // the closing zero
    return text;
}

Result<std::string> from_base64(std::string_view text) {
    std::string raw(text.size() / 4 * 3 + 3, '\0');
    std::size_t size = 0;
    const char* end = nullptr;
    if (sodium_base642bin(bytes(raw), raw.size(), text.data(), text.size(), nullptr, &size, &end,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        end != text.data() + text.size())
        return Error{ErrorCode::invalid, "Dit is geen base64url."};
    raw.resize(size);
    return raw;
}

std::string to_hex(std::string_view raw) {
    std::string text(raw.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), bytes(raw), raw.size());
    text.pop_back();  // the closing zero
    return text;
}

}  // namespace peilpunt::seal
