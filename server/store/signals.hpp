// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "shared/model/response.hpp"

/// Signals as they are read.
namespace peilpunt::store {

struct SignalFilter {
    std::string scope{};         ///< municipality code, or empty for the whole region
    std::string municipality{};  ///< each empty: all
    std::string area{};          ///< district or neighbourhood, with all that lies in it
    std::string theme{};
    std::string channel{};
    std::string perspective{};
    std::string month{};  ///< "2026-11"
    std::string kind{};   ///< wire word; it lies within the words, so stores do not look at it: App does
    bool unread_only = false;
};

struct SignalRow {
    SignalId id;
    Signal signal;  ///< `id` empty
    Origin origin;
    bool read = false;
};

struct SignalPage {
    std::vector<SignalRow> rows;  ///< newest part of day first; within it in random order
    std::string next;             ///< cursor of the next page; empty: this is the last
};

/// Number of signals in one combination; kept on write.
struct SignalCell {
    std::string municipality, area, theme, channel, month, perspective;
    std::int64_t count = 0;
};

}  // namespace peilpunt::store
