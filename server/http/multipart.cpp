// SPDX-License-Identifier: EUPL-1.2
#include "server/http/multipart.hpp"

#include "server/http/gate.hpp"
#include "server/http/text.hpp"
#include "shared/model/utf8.hpp"

namespace peilpunt::http {
namespace {

constexpr std::size_t kMostParts = 64;
constexpr std::size_t kMostHead = 2048;

Error wrong() { return {ErrorCode::invalid, "the form is not whole"}; }

/// The value of a parameter such as name="logo"; browsers write %22 for a quote in it.
std::string parameter(std::string_view head, std::string_view name) {
    const auto start = std::string(name) + "=\"";
    for (auto at = head.find(start); at != std::string_view::npos; at = head.find(start, at + 1)) {
        // Not the end of another name: filename="..." holds name="...".
        if (at > 0 && head[at - 1] != ' ' && head[at - 1] != ';') continue;
        const auto from = at + start.size();
        const auto end = head.find('"', from);
        return end == std::string_view::npos ? std::string() : std::string(head.substr(from, end - from));
    }
    return {};
}

std::string boundary_of(std::string_view content_type) {
    auto rest = content_type;
    if (!same_name(trim(take_until(rest, ';')), "multipart/form-data")) return {};
    const auto at = rest.find("boundary=");
    if (at == std::string_view::npos) return {};
    auto value = trim(rest.substr(at + 9));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
        value = value.substr(1, value.size() - 2);
    // RFC 2046 section 5.1.1: at most 70 characters, none that could be taken for more.
    if (value.empty() || value.size() > 70 || value.find_first_of(" \t\r\n;\"") != std::string_view::npos)
        return {};
    return "--" + std::string(value);
}

}  // namespace

Result<Multipart> Multipart::parse(std::string_view content_type, std::string_view body) {
    const auto boundary = boundary_of(content_type);
    if (boundary.empty() || !body.starts_with(boundary)) return wrong();
    Multipart form;
    auto rest = body.substr(boundary.size());
    const auto end = "\r\n" + boundary;
    while (rest.starts_with("\r\n")) {
        rest.remove_prefix(2);
        const auto head_end = rest.find("\r\n\r\n");
        if (head_end == std::string_view::npos || head_end > kMostHead || form.parts_.size() >= kMostParts)
            return wrong();
        const auto head = rest.substr(0, head_end);
        rest.remove_prefix(head_end + 4);
        const auto stop = rest.find(end);
        if (stop == std::string_view::npos) return wrong();
        Part part;
        part.name = parameter(head, "name");
        part.file_name = parameter(head, "filename");
        part.is_file = head.find("filename=\"") != std::string_view::npos;
        part.bytes = rest.substr(0, stop);
        if (part.name.empty() || !utf8::is_valid(part.file_name)) return wrong();
        if (!part.is_file && (!utf8::is_valid(part.bytes) || part.bytes.find('\0') != std::string_view::npos))
            return wrong();
        form.parts_.push_back(std::move(part));
        rest.remove_prefix(stop + end.size());
    }
    return rest.starts_with("--") ? Result<Multipart>(std::move(form)) : wrong();
}

std::string_view Multipart::get(std::string_view name) const {
    for (const auto& part : parts_)
        if (!part.is_file && part.name == name) return part.bytes;
    return {};
}

std::vector<const Multipart::Part*> Multipart::files(std::string_view name) const {
    std::vector<const Part*> found;
    for (const auto& part : parts_)
        if (part.is_file && part.name == name && !part.bytes.empty()) found.push_back(&part);
    return found;
}

}  // namespace peilpunt::http
