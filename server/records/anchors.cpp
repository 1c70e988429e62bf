// SPDX-License-Identifier: EUPL-1.2
#include "server/records/anchors.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <sstream>

#include "shared/seal/files.hpp"

namespace peilpunt::records {

namespace {

constexpr std::string_view kContext = "logboek";

std::string said(const Anchor& anchor) {
    return anchor.day + ' ' + std::to_string(anchor.head.number) + ' ' + seal::to_base64(anchor.head.mac);
}

Result<Anchor> parse(const std::string& line, const std::string& public_key) {
    Anchor anchor;
    std::string mac;
    std::string signature;
    std::istringstream words(line);
    words >> anchor.day >> anchor.head.number >> mac >> signature;
    const auto bytes = seal::from_base64(mac);
    const auto signed_by = seal::from_base64(signature);
    if (bytes) anchor.head.mac = *bytes;
    if (!words || !bytes || !signed_by || !seal::verify(public_key, kContext, said(anchor), *signed_by))
        return Error{ErrorCode::damaged, "logboek.ankers: a line was not signed by this server: " + line};
    return anchor;
}

Result<void> replace_file(const std::string& path, const std::string& text) {
    std::string next = path + ".XXXXXX";  // another for each: a command may run beside the server
    const seal::Descriptor file(::mkostemp(next.data(), O_CLOEXEC));
    if (!file.open()) return seal::file_failed("cannot write", path);
    if (!seal::write_all(file.get(), text) || ::fsync(file.get()) != 0 ||
        std::rename(next.c_str(), path.c_str()) != 0) {
        const Error error = seal::file_failed("cannot write", path);
        ::unlink(next.c_str());
        return error;
    }
    return seal::sync_folder_of(path);
}

}  // namespace

Result<std::vector<Anchor>> AnchorFile::read(const std::string& public_key) const {
    std::vector<Anchor> all;
    std::ifstream file(path_);
    for (std::string line; std::getline(file, line);) {
        auto anchor = parse(line, public_key);
        if (!anchor) return anchor.error();
        all.push_back(std::move(*anchor));
    }
    return all;
}

Result<void> AnchorFile::put(const seal::SignKeys& keys, Date day, const Head& head) {
    auto before = read(keys.public_key);
    if (!before) return before.error();
    auto& all = *before;
    if (head.number == 0 || (!all.empty() && all.back().head == head)) return {};
    const auto today = format_date(day);
    if (!all.empty() && all.back().day == today) all.pop_back();
    all.push_back({today, head});
    return write(keys, all);
}

Result<void> AnchorFile::write(const seal::SignKeys& keys, const std::vector<Anchor>& anchors) {
    std::string text;
    for (const auto& anchor : anchors)
        text += said(anchor) + ' ' + seal::to_base64(seal::sign(keys, kContext, said(anchor))) + '\n';
    return replace_file(path_, text);
}

}  // namespace peilpunt::records
