// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/model/area.hpp"
#include "shared/model/ids.hpp"

/// Who does something: a person with functions, or the command line of the machine.
namespace peilpunt::app {

/// What somebody does within a body (office.md section 2). What each may stands in rights.cpp.
enum class Function {
    member,
    chair,
    officer,
    connector,
    contact_keeper,
    driver,
    oversight,
    operator_,
    guest,
};
inline constexpr std::array kFunctions{Function::member,    Function::chair,          Function::officer,
                                       Function::connector, Function::contact_keeper, Function::driver,
                                       Function::oversight, Function::operator_,      Function::guest};
/// As it is stored and typed: "raad", "voorzitter", "beleid", "netwerker", "contactbeheerder", "aanjager",
/// "toezicht", "beheer", "gast".
std::string_view word(Function function);
std::optional<Function> function_of(std::string_view word);

/// Where somebody may do something: nowhere, in some municipalities, or in the whole region.
class Reach {
  public:
    Reach() = default;  ///< nowhere
    static Reach region();
    /// Of a stored area code: the region, or one municipality; any other code reaches nothing.
    static Reach of(std::string_view scope);
    bool is_region() const { return region_; }
    bool is_nowhere() const { return !region_ && municipalities_.empty(); }
    /// Whether an area lies in it; the region itself lies in the whole region only.
    bool covers(const AreaCode& area) const;
    bool covers(const Reach& other) const;
    bool covers_any(const std::vector<AreaCode>& areas) const;
    /// The municipalities of `areas` that lie in it, in their order.
    std::vector<Area> municipalities_in(const AreaTree& areas) const;
    /// The municipality, when it is exactly one.
    std::optional<AreaCode> only() const;
    /// Grows by all of `other`.
    void add(const Reach& other);
    bool operator==(const Reach&) const = default;

  private:
    bool region_ = false;
    std::vector<AreaCode> municipalities_;  ///< sorted, each once; empty when it is the region
};

/// One function, within the area of one body.
struct Membership {
    Function function = Function::guest;
    Reach reach;
};

/// Who asks for something, as looked up for this one request; no token carries any of it. Only Accounts makes
/// one.
class Actor {
  public:
    /// What the log keeps: the id of a person, or a word such as "opdrachtregel".
    const std::string& id() const { return id_; }
    const std::string& name() const { return name_; }
    const std::vector<Membership>& memberships() const { return memberships_; }

  private:
    friend class Accounts;
    Actor(std::string id, std::string name, std::vector<Membership> memberships)
        : id_(std::move(id)), name_(std::move(name)), memberships_(std::move(memberships)) {}

    std::string id_, name_;
    std::vector<Membership> memberships_;
};

}  // namespace peilpunt::app
