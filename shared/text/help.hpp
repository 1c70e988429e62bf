// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <array>
#include <string_view>

namespace peilpunt::text {

/// Where help is to be had now; the label is the text "hulp.<id>". An empty number: no number to call from
/// here.
struct HelpLine {
    std::string_view id;
    std::string_view number;
};

/// Shown after every signal, until a municipality sets its own.
inline constexpr std::array kHelpLines{
    HelpLine{"spoed", "112"}, HelpLine{"huisarts", ""}, HelpLine{"zelfmoord", "0800-0113"},
    HelpLine{"veilig-thuis", "0800-2000"}, HelpLine{"kindertelefoon", "0800-0432"}};

}  // namespace peilpunt::text
