// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "shared/model/result.hpp"
#include "shared/model/sources.hpp"

/// libsodium, in the few shapes that Peilpunt needs. All bytes are std::string; all functions are
/// thread-safe.
namespace peilpunt::seal {

/// Bytes that are wiped when they go, that are never swapped to a disk, and that cannot be streamed, logged
/// or compared by accident. They stand between pages that nobody may touch (sodium_malloc): meant for keys,
/// passwords and tokens, not for many small things.
class Secret {
  public:
    Secret() = default;
    /// Overwrites what it is made from.
    explicit Secret(std::string&& bytes);
    /// A copy; its source stays with whoever has it.
    explicit Secret(std::string_view bytes);
    explicit Secret(const char* text) : Secret(std::string_view(text)) {}
    ~Secret();
    Secret(const Secret& other);
    Secret& operator=(const Secret& other);
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    /// Only where the bytes are really needed; as long as this secret stays as it is.
    std::string_view reveal() const { return {bytes_, size_}; }
    bool empty() const { return size_ == 0; }

  private:
    void keep(std::string_view bytes);
    void drop() noexcept;

    char* bytes_ = nullptr;
    std::size_t size_ = 0;
};

/// Call once before anything else; throws std::runtime_error when libsodium cannot start.
void start();

/// X25519 pair for sealed boxes: anyone can seal to `public_key`, only `secret_key` opens.
struct BoxKeys {
    std::string public_key;  ///< 32 bytes
    Secret secret_key;       ///< 32 bytes
};
/// Ed25519 pair for signatures.
struct SignKeys {
    std::string public_key;  ///< 32 bytes
    Secret secret_key;       ///< 64 bytes
};
BoxKeys make_box_keys();
SignKeys make_sign_keys();

/// crypto_box_seal: 48 bytes longer than the text; the sealer cannot open it again.
std::string seal_to(std::string_view public_key, std::string_view plain);
Result<std::string> open_sealed(const BoxKeys& keys, std::string_view sealed);

/// 64-byte detached Ed25519 signature of "peilpunt:", context, newline, message. `context` (one word, no
/// newline) keeps a signature of one kind from serving as another.
std::string sign(const SignKeys& keys, std::string_view context, std::string_view message);
bool verify(std::string_view public_key, std::string_view context, std::string_view message,
            std::string_view signature);

/// BLAKE2b of `message` under `key` (16 to 64 bytes), `size` bytes long (16 to 64).
std::string keyed_hash(const Secret& key, std::string_view message, std::size_t size = 16);
/// Unkeyed BLAKE2b-256.
std::string hash(std::string_view message);
/// The first 8 bytes of keyed_hash as a number.
std::uint64_t keyed_number(const Secret& key, std::string_view message);
/// SipHash-2-4 of 128 bits, a tenth of the time of `keyed_hash`: for what lives a day at most and can only be
/// guessed at by asking the server. `key` has 16 bytes.
std::array<std::uint8_t, 16> quick_hash(const Secret& key, std::string_view message);

/// Argon2id, 64 MiB, 3 passes; takes about 0.2 s, so never on a connection's thread.
std::string hash_password(const Secret& password);
bool verify_password(std::string_view stored, const Secret& password);
/// Argon2id, 16 MiB, 2 passes, some 30 ms: 16 bytes that cannot be guessed back from a list of guesses in
/// reasonable time. The same text and salt (any bytes) always give the same.
std::string slow_hash(const Secret& text, std::string_view salt);
/// Secret box under a pass phrase (Argon2id key derivation); for private keys at rest.
std::string lock_with_passphrase(const Secret& passphrase, const Secret& plain);
Result<Secret> unlock_with_passphrase(const Secret& passphrase, std::string_view locked);

Secret random_secret(std::size_t size);
bool equal_constant_time(std::string_view a, std::string_view b);

/// base64url without padding
std::string to_base64(std::string_view bytes);
Result<std::string> from_base64(std::string_view text);
std::string to_hex(std::string_view bytes);

/// Reads or writes a key file of mode 0600; write is atomic (temporary file, fsync, rename, fsync of the
/// folder) and refuses to overwrite. Errors: not_found, forbidden (others may read it), conflict (it exists),
/// damaged (empty or over 64 KiB), storage_full, storage_failed.
Result<Secret> read_key_file(const std::string& path);
Result<void> write_key_file(const std::string& path, const Secret& bytes);

}  // namespace peilpunt::seal
