// SPDX-License-Identifier: EUPL-1.2
#include "shared/sync/bundle.hpp"

#include "shared/json/json.hpp"
#include "shared/sync/compress.hpp"
#include "shared/sync/reader.hpp"
#include "shared/sync/stick_folder.hpp"

namespace peilpunt::sync {
namespace {

constexpr int kBundleVersion = 1;
constexpr std::size_t kMaxLine = 8 * 1024 * 1024;
constexpr std::int64_t kMaxParts = 100'000;

std::string_view word(BundleFrom from) { return from == BundleFrom::kiosk ? "kiosk" : "server"; }

const Error kDamaged{ErrorCode::damaged, "the bundle is cut off or damaged; make it again"};

/// The next line without its end; nothing when there is no whole one.
std::optional<std::string_view> take_line(std::string_view& bytes) {
    const auto end = bytes.find('\n');
    if (end == std::string_view::npos || end > kMaxLine) return std::nullopt;
    const auto line = bytes.substr(0, end);
    bytes.remove_prefix(end + 1);
    return line;
}

Result<nlohmann::json> tree_of(std::string_view line) {
    auto tree = json::parse(line, {.bytes = kMaxLine, .depth = 2, .nodes = 16});
    if (!tree) return kDamaged;
    return tree;
}

Result<KioskId> read_head(std::string_view line, BundleFrom from) {
    const auto tree = tree_of(line);
    if (!tree) return tree.error();
    std::vector<Fault> faults;
    Reader reader(*tree, "", faults);
    if (reader.text("peilpunt", 16) != "bundel") return kDamaged;
    if (reader.number("versie", 0, kMaxNumber) != kBundleVersion)
        return Error{ErrorCode::unsupported, "the bundle was made by another version of Peilpunt"};
    const auto made_by = reader.text("van", 16);
    const auto kiosk = reader.parsed<KioskId>("kiosk");
    if (!faults.empty()) return kDamaged;
    if (made_by != word(from))
        return Error{ErrorCode::unsupported,
                     "the bundle goes the other way; take the one that ends in " + bundle_name(from, kiosk)};
    return kiosk;
}

/// The last line: the number of messages, when the hash of all before is right.
std::optional<std::int64_t> read_end(std::string_view line, std::string_view before) {
    const auto tree = tree_of(line);
    if (!tree) return std::nullopt;
    std::vector<Fault> faults;
    Reader reader(*tree, "", faults);
    const auto count = reader.number("einde", 0, kMaxParts);
    const auto hash = reader.text("hash", 64);
    if (!faults.empty() || hash != seal::to_hex(seal::hash(before))) return std::nullopt;
    return count;
}

Result<BundlePart> read_part(std::string_view line) {
    const auto tree = tree_of(line);
    if (!tree) return tree.error();
    std::vector<Fault> faults;
    Reader reader(*tree, "", faults);
    BundlePart part;
    part.what = reader.text("wat", 32);
    part.signature = reader.bytes("handtekening", 1, 256);
    const auto body = decompress(reader.bytes("bericht", 1, kMaxLine), kMaxChangesBytes);
    if (!faults.empty() || !body) return kDamaged;
    part.body = *body;
    return part;
}

}  // namespace

std::string bundle_name(BundleFrom from, const KioskId& kiosk) {
    return "peilpunt-" + kiosk.str() + (from == BundleFrom::kiosk ? "-heen.bundel" : "-terug.bundel");
}

bool is_bundle_name(const std::string& name, BundleFrom from) {
    constexpr std::size_t kBefore = 9;  // "peilpunt-"
    constexpr std::size_t kId = 36;
    const auto kiosk =
        KioskId::parse(name.size() > kBefore ? std::string_view(name).substr(kBefore, kId) : "");
    return kiosk && name == bundle_name(from, *kiosk);
}

std::string write_bundle(const Bundle& bundle) {
    std::string out = nlohmann::json{{"peilpunt", "bundel"},
                                     {"versie", kBundleVersion},
                                     {"van", word(bundle.from)},
                                     {"kiosk", bundle.kiosk.str()}}
                          .dump() +
                      '\n';
    for (const auto& part : bundle.parts)
        out += nlohmann::json{{"wat", part.what},
                              {"handtekening", seal::to_base64(part.signature)},
                              {"bericht", seal::to_base64(compress(part.body))}}
                   .dump() +
               '\n';
    return out +
           nlohmann::json{{"einde", bundle.parts.size()}, {"hash", seal::to_hex(seal::hash(out))}}.dump() +
           '\n';
}

Result<Bundle> parse_bundle(std::string_view bytes, BundleFrom from, std::size_t most_unpacked) {
    if (bytes.size() > kMaxBundleBytes) return Error{ErrorCode::too_large, "the bundle is too large"};
    std::string_view rest = bytes;
    const auto head = take_line(rest);
    if (!head) return kDamaged;
    const auto kiosk = read_head(*head, from);
    if (!kiosk) return kiosk.error();
    if (bytes.back() != '\n') return kDamaged;
    const auto last = bytes.substr(0, bytes.size() - 1).rfind('\n') + 1;
    const auto count = read_end(bytes.substr(last, bytes.size() - 1 - last), bytes.substr(0, last));
    if (!count) return kDamaged;
    rest = bytes.substr(head->size() + 1, last - head->size() - 1);
    Bundle bundle{from, *kiosk, {}};
    std::size_t unpacked = 0;
    while (!rest.empty()) {
        const auto line = take_line(rest);
        if (!line) return kDamaged;
        auto part = read_part(*line);
        if (!part) return part.error();
        unpacked += part->body.size();
        if (unpacked > most_unpacked) return Error{ErrorCode::too_large, "the bundle is too large"};
        bundle.parts.push_back(std::move(*part));
    }
    if (static_cast<std::int64_t>(bundle.parts.size()) != *count) return kDamaged;
    return bundle;
}

Result<void> write_bundle_file(const std::filesystem::path& path, std::string_view bytes) {
    const auto folder = StickFolder::open(path.parent_path());
    return folder ? folder->write(path.filename().string(), bytes) : Result<void>(folder.error());
}

Result<std::string> read_bundle_file(const std::filesystem::path& path) {
    const auto folder = StickFolder::open(path.parent_path());
    return folder ? folder->read(path.filename().string(), kMaxBundleBytes)
                  : Result<std::string>(folder.error());
}

}  // namespace peilpunt::sync
