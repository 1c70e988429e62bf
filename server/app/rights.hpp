// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "server/app/actor.hpp"

/// The one table of who may do what: every route and every use case asks here.
namespace peilpunt::app {

/// What can be allowed.
enum class Right {
    see_overview,     ///< the start page: what is open, what waits, the numbers of each municipality
    see_polls,        ///< the polls of the workspace, drafts too
    count_signals,    ///< signals counted; protected for who may not read them one by one
    read_signals,     ///< what people told, one by one, and what they said aloud
    assess_signals,   ///< to say to the giver that it was read
    see_kiosks,       ///< which were heard from, what waits there
    manage_kiosks,    ///< pairing codes, revoking
    change_settings,  ///< names, logos, help lines and all other settings
};
inline constexpr std::array kAllRights{Right::see_overview,  Right::see_polls,      Right::count_signals,
                                       Right::read_signals,  Right::assess_signals, Right::see_kiosks,
                                       Right::manage_kiosks, Right::change_settings};

/// Whether one of the functions has the right, wherever that is.
bool may(const Actor& actor, Right right);
/// Where the actor has the right: all that the memberships with it reach.
Reach reach_of(const Actor& actor, Right right);
/// Whether the actor has the right in an area.
bool reaches(const Actor& actor, Right right, const AreaCode& area);
/// Whether the function has any right here. Nobody is given one without: there is nothing to do for them.
bool has_rights(Function function);

}  // namespace peilpunt::app
