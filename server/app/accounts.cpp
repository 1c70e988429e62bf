// SPDX-License-Identifier: EUPL-1.2
#include "server/app/accounts.hpp"

#include <algorithm>

#include "server/app/rights.hpp"
#include "server/app/settings.hpp"
#include "server/app/setup.hpp"
#include "server/store/store.hpp"
#include "shared/text/characters.hpp"

namespace peilpunt::app {
namespace {

constexpr auto kSessionTime = std::chrono::hours(8);  // a working day; ASVS 7.3: an absolute limit
constexpr std::size_t kMinPassword = 12;
/// Longer ones would not fit through the form for signing in.
constexpr std::size_t kMaxPassword = 200;
constexpr std::string_view kSystem = "systeem";             // records::ActorId
constexpr std::string_view kCommandLine = "opdrachtregel";  // records::ActorId

/// A hash of nobody's password: an unknown name costs the same time as a wrong password.
const std::string& nobody() {
    static const std::string hash = seal::hash_password(seal::random_secret(16));
    return hash;
}

Error refused() { return {ErrorCode::unauthorized, "Deze naam en dit wachtwoord horen niet bij elkaar."}; }

Result<void> check_password(const seal::Secret& password) {
    if (password.reveal().size() < kMinPassword)
        return Error{ErrorCode::invalid, "a password has at least 12 characters"};
    if (password.reveal().size() > kMaxPassword)
        return Error{ErrorCode::invalid,
                     "a password has at most " + std::to_string(kMaxPassword) + " characters"};
    return {};
}

/// "raad, voorzitter, ...": what a person can be given.
std::string functions_to_give() {
    std::string all;
    for (const auto function : kFunctions)
        if (has_rights(function)) all.append(all.empty() ? "" : ", ").append(word(function));
    return all;
}

}  // namespace

Accounts::Accounts(store::Store& store, const Clock& clock, Random& random,
                   std::function<bool(const AreaCode&)> is_area)
    : store_(store), clock_(clock), random_(random), is_area_(std::move(is_area)) {}

Actor Accounts::actor_of(const store::User& user) {
    std::vector<Membership> memberships;
    if (const auto function = function_of(user.role))
        memberships.push_back({*function, Reach::of(user.scope)});
    return actor_with(user.id.str(), user.full_name, std::move(memberships));
}

Actor Accounts::actor_with(std::string id, std::string name, std::vector<Membership> memberships) {
    return {std::move(id), std::move(name), std::move(memberships)};
}

const Actor& Accounts::command_line() {
    static const Actor actor(std::string{kCommandLine}, std::string{kCommandLine},
                             {{Function::operator_, Reach::region()}});
    return actor;
}

Result<SignIn> Accounts::sign_in(std::string_view name, const seal::Secret& password) {
    std::string lower(trimmed(name));
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    const auto& nobodys = nobody();  // also when it is not needed: making it takes as long as a sign-in
    const auto user = store_.user_by_name(lower);
    hashing_.acquire();
    const bool right = seal::verify_password(user ? user->password : nobodys, password);
    hashing_.release();
    if (!user || !right || user->disabled) {
        // What was typed may be a password; of a name that is not known nothing is kept.
        const auto whose = user ? user->id.str() : std::string("onbekende naam");
        const auto noted = store_.note("aanmelding-mislukt", whose, kSystem);
        return noted ? refused() : noted.error();
    }
    const auto token = seal::to_base64(seal::random_secret(32).reveal());
    store::Session session{seal::hash(token), user->id, seal::to_base64(seal::random_secret(18).reveal()),
                           clock_.now() + kSessionTime};
    const auto added = store_.add_session(session);
    if (!added) return added.error();
    const auto noted = store_.note("aanmelding-gelukt", user->id.str(), user->id.str());
    if (!noted) return noted.error();
    return SignIn{seal::Secret(token), actor_of(*user)};
}

void Accounts::sign_out(std::string_view token) {
    const auto signed_in = find(token);
    store_.drop_session(seal::hash(token));
    if (!signed_in) return;
    const auto& who = signed_in->actor->id();
    // It has ended all the same when that cannot be written.
    (void)store_.note("afmelding-gedaan", who, who);
}

std::optional<OpenSignIn> Accounts::find(std::string_view token) {
    const auto found = store_.session(seal::hash(token), clock_.now());
    if (!found) return std::nullopt;
    const auto& [session, user] = *found;
    return OpenSignIn{std::make_shared<const Actor>(actor_of(user)), session.csrf};
}

Result<void> Accounts::add(const NewPerson& person, const seal::Secret& password, std::string_view who) {
    if (!is_sign_in_name(person.name))
        return Error{ErrorCode::invalid, "a sign-in name has small letters, digits, dots and dashes"};
    if (text::is_blank(person.full_name))
        return Error{ErrorCode::invalid, "somebody who signs in has a name"};
    const auto function = function_of(person.function);
    if (!function || !has_rights(*function))
        return Error{ErrorCode::invalid, "the role is one of " + functions_to_give()};
    const auto area = AreaCode::parse(person.scope);
    if (!area || Reach::of(person.scope).is_nowhere() || !is_area_(*area))
        return Error{ErrorCode::invalid,
                     "the scope is the code of a municipality or of the region of this instance, not '" +
                         std::string(person.scope) + "'"};
    if (const auto fits = check_password(password); !fits) return fits.error();
    const store::User user{UserId::random(random_),
                           std::string(person.name),
                           std::string(person.full_name),
                           std::string(word(*function)),
                           area->str(),
                           seal::hash_password(password),
                           false};
    const auto added = store_.add_user(user, who);
    if (!added && added.error().code == ErrorCode::conflict)
        return Error{ErrorCode::conflict, "there is a user with that name already"};
    return added;
}

Result<void> Accounts::set_password(std::string_view name, const seal::Secret& password,
                                    std::string_view who) {
    if (const auto fits = check_password(password); !fits) return fits;
    return store_.set_password(name, seal::hash_password(password), who);
}

Result<void> Accounts::disable(std::string_view name, std::string_view who) {
    return store_.disable_user(name, who);
}

std::vector<Person> Accounts::list() {
    std::vector<Person> all;
    for (auto& user : store_.users())
        all.push_back({user.id.str(), std::move(user.name), std::move(user.full_name), std::move(user.role),
                       std::move(user.scope), user.disabled});
    return all;
}

}  // namespace peilpunt::app
