// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <span>
#include <string_view>

#include "shared/model/words.hpp"

namespace peilpunt::demo {

/// What an invented resident told.
struct SignalText {
    std::string_view area;  ///< district or neighbourhood
    std::string_view theme;
    Perspective perspective = Perspective::resident;
    Channel channel = Channel::web;  ///< web, kiosk or helped: ways that people have today
    std::string_view venue;          ///< of the kiosk
    int days_ago = 1;
    std::string_view text, what_helps, own_part;
    std::string_view language = "nl";
};

/// Newest first.
std::span<const SignalText> signal_texts();

}  // namespace peilpunt::demo
