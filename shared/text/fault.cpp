// SPDX-License-Identifier: EUPL-1.2
#include "shared/text/fault.hpp"

#include <stdexcept>

namespace peilpunt::text {
namespace {

constexpr std::string_view kPrefix = "fout.";

std::string fill(std::string_view key, std::string_view language, const FaultValues& values) {
    return Catalogue::builtin().format_named(key, language, {values.begin(), values.end()});
}

}  // namespace

Fault make_fault(std::string field, Key key, FaultValues values) {
    if (!key.name().starts_with(kPrefix)) throw std::logic_error("a fault's key starts with 'fout.'");
    auto words = fill(key.name(), "nl", values);
    return Fault{std::move(field), std::string(key.name().substr(kPrefix.size())), std::move(words),
                 std::move(values)};
}

std::string message(const Fault& fault, std::string_view language) {
    const auto key = std::string(kPrefix) + fault.code;
    return Catalogue::builtin().has(key) ? fill(key, language, fault.values) : fault.message;
}

Error invalid(std::vector<Fault> faults) {
    const auto& catalogue = Catalogue::builtin();
    auto words = catalogue.format("fout-kop", "nl", {{"aantal", std::to_string(faults.size())}});
    return Error{ErrorCode::invalid, std::move(words), std::move(faults)};
}

}  // namespace peilpunt::text
