// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <filesystem>

#include "shared/sync/sync.hpp"

/// A USB stick in place of a network: the very messages that go over HTTP, each with its signature. A file of
/// lines: a head `{peilpunt:"bundel", versie, van, kiosk}`, one line a message `{wat, handtekening, bericht}`
/// (gzip, base64url), and an end `{einde, hash}` with the number of messages and a hash of all before it, so
/// that a file that was cut off is known as such before anything of it is used.
namespace peilpunt::sync {

inline constexpr std::size_t kMaxBundleBytes = 256 * 1024 * 1024;

enum class BundleFrom { kiosk, server };

struct BundlePart {
    /// "batch", "wijzigingen-vraag" (its body is the cursor), "antwoord", "wijzigingen": the context of the
    /// signature.
    std::string what;
    std::string body;
    std::string signature;  ///< raw; not checked here
};

struct Bundle {
    BundleFrom from = BundleFrom::kiosk;
    KioskId kiosk;
    std::vector<BundlePart> parts;
};

/// The folder beside the server's bundles with what is read aloud: a file each, named by its clip_hash, which
/// the bundle's signed content names.
inline constexpr const char* kClipsFolder = "geluiden";

/// "peilpunt-<kiosk>-heen.bundel" of a kiosk, "-terug.bundel" of the server.
std::string bundle_name(BundleFrom from, const KioskId& kiosk);
/// Whether it is the name of a bundle of some kiosk, letter for letter.
bool is_bundle_name(const std::string& name, BundleFrom from);

std::string write_bundle(const Bundle& bundle);
/// Errors: damaged (cut off, changed, or no bundle), unsupported (of another version, or from the wrong
/// side), too_large.
/// `most_unpacked`: bytes of all messages together; a stick can hold gigabytes of nothing in a few megabytes.
Result<Bundle> parse_bundle(std::string_view bytes, BundleFrom from,
                            std::size_t most_unpacked = kMaxBundleBytes);

/// One file of a stick, as StickFolder writes and reads it.
Result<void> write_bundle_file(const std::filesystem::path& path, std::string_view bytes);
Result<std::string> read_bundle_file(const std::filesystem::path& path);

}  // namespace peilpunt::sync
