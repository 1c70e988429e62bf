// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/text/fault.hpp"

/// Small checks that several rules share; for the .cpp files of this folder.
namespace peilpunt::rules {

using Faults = std::vector<Fault>;

inline void add(Faults& faults, std::string field, text::Key key, text::FaultValues values = {}) {
    faults.push_back(text::make_fault(std::move(field), key, std::move(values)));
}

/// Characters of the text; -1 when it is not UTF-8, or has control characters other than line ends and tabs.
int readable_characters(std::string_view words);
/// Adds a fault when the text cannot be read, or has more than `max` characters (reported as `too_long`).
void check_text(Faults& faults, const std::string& field, std::string_view words, int max,
                text::Key too_long = "fout.te-lang");

}  // namespace peilpunt::rules
