// SPDX-License-Identifier: EUPL-1.2
#include "server/app/rights.hpp"

#include <algorithm>
#include <cstdint>
#include <initializer_list>

namespace peilpunt::app {
namespace {

/// A set of rights.
class Rights {
  public:
    constexpr Rights(std::initializer_list<Right> all) {
        for (const Right right : all) bits_ |= bit(right);
    }
    constexpr bool has(Right right) const { return (bits_ & bit(right)) != 0; }
    constexpr bool empty() const { return bits_ == 0; }

  private:
    static constexpr std::uint32_t bit(Right right) { return 1U << static_cast<unsigned>(right); }
    std::uint32_t bits_ = 0;
};

struct RightsOf {
    Function function;
    Rights rights;
};

using enum Right;

// Function x right, within the reach of each membership. The functions and who reads words are of office.md
// section 2: members and chairs of a council read; officers, drivers, oversight and operators see counts, and
// no story and no recording. A function without rights here has nothing to do in this version: connectors
// enter what they heard, contact keepers open contact details, guests sit at a table.
constexpr RightsOf kRights[] = {
    {Function::member, {see_overview, see_polls, count_signals, read_signals, assess_signals, see_kiosks}},
    {Function::chair, {see_overview, see_polls, count_signals, read_signals, assess_signals, see_kiosks}},
    {Function::officer, {see_overview, see_polls, count_signals, see_kiosks}},
    {Function::connector, {}},
    {Function::contact_keeper, {}},
    {Function::driver, {see_overview, see_polls, count_signals, see_kiosks}},
    {Function::oversight, {see_overview, see_polls, count_signals, see_kiosks}},
    {Function::operator_,
     {see_overview, see_polls, count_signals, see_kiosks, manage_kiosks, change_settings}},
    {Function::guest, {}},
};
static_assert(std::size(kRights) == kFunctions.size(), "every function has a row");

constexpr Rights rights_of(Function function) {
    for (const auto& row : kRights)
        if (row.function == function) return row.rights;
    return {};
}

}  // namespace

bool may(const Actor& actor, Right right) {
    return std::any_of(actor.memberships().begin(), actor.memberships().end(),
                       [&](const Membership& one) { return rights_of(one.function).has(right); });
}

Reach reach_of(const Actor& actor, Right right) {
    Reach reach;
    for (const auto& one : actor.memberships())
        if (rights_of(one.function).has(right)) reach.add(one.reach);
    return reach;
}

bool reaches(const Actor& actor, Right right, const AreaCode& area) {
    return reach_of(actor, right).covers(area);
}

bool has_rights(Function function) { return !rights_of(function).empty(); }

}  // namespace peilpunt::app
