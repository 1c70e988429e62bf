// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <optional>
#include <string>

#include "server/app/actor.hpp"
#include "server/results/results.hpp"
#include "server/store/store.hpp"

namespace peilpunt::app {

/// Signals counted: plain for who may read them one by one, else with disclosure control in the tables.
struct SignalCounts {
    std::optional<std::int64_t> total;    ///< nothing: fewer than ten, for who may not read them
    results::CountTable by_theme;         ///< one column
    results::CountTable by_municipality;  ///< one column
    /// Empty when its margins hide more than the two tables above: together they would tell what it hides.
    results::CountTable by_theme_and_municipality;
    results::CountTable by_district;     ///< one column
    results::CountTable by_channel;      ///< one column
    results::CountTable by_month;        ///< one column; "2026-11"
    results::CountTable by_perspective;  ///< one column
};

/// Signals as the council reads and counts them, each within the actor's reach. Thread-safe.
class Signals {
  public:
    explicit Signals(store::Store& store) : store_(store) {}
    /// What the actor may read of them, wherever the filter looks. Of a kind, and for who reads in several
    /// municipalities, a page can have somewhat fewer or more rows than `limit`.
    store::SignalPage list(const Actor& actor, store::SignalFilter filter, std::string_view cursor,
                           int limit);
    /// Nothing when the actor may not read it. Looking at it changes nothing.
    std::optional<store::SignalRow> find(const Actor& actor, SignalId id);
    /// Says to its giver that the council read it. not_found when the actor may not say so.
    Result<void> mark_read(const Actor& actor, SignalId id);
    /// What was spoken, as Ogg Opus; nothing when the actor may not read its signal, or it has not arrived.
    std::optional<std::string> recording(const Actor& actor, SignalId id);
    /// Of where the actor may count; nothing elsewhere.
    SignalCounts count(const Actor& actor, store::SignalFilter filter);

  private:
    store::Store& store_;
};

}  // namespace peilpunt::app
