// SPDX-License-Identifier: EUPL-1.2
#include "server/app/accounts.hpp"

#include <algorithm>

#include "server/app/app.hpp"
#include "server/app/keys.hpp"
#include "server/app/one_time_codes.hpp"
#include "server/app/passwords.hpp"
#include "server/app/rights.hpp"
#include "server/app/settings.hpp"
#include "server/app/setup.hpp"
#include "server/store/registry/second_factors.hpp"
#include "server/store/store.hpp"
#include "shared/text/characters.hpp"

namespace peilpunt::app {
namespace {

constexpr auto kSessionTime = std::chrono::hours(8);  // a working day; ASVS 7.3: an absolute limit
// Time to have an app at hand: an operator makes people in the afternoon before a meeting.
constexpr auto kTimeForSecondStep = std::chrono::days(7);
constexpr std::size_t kSecretBytes = 20;  // RFC 4226: as long as the hash
constexpr int kRecoveryCodes = 10;
constexpr std::size_t kRecoveryBytes = 10;                  // sixteen letters and digits
constexpr std::string_view kSystem = "systeem";             // records::ActorId
constexpr std::string_view kCommandLine = "opdrachtregel";  // records::ActorId

/// A hash of nobody's password: an unknown name costs the same time as a wrong password.
const std::string& nobody() {
    static const std::string hash = seal::hash_password(seal::random_secret(16));
    return hash;
}

Error refused() { return {ErrorCode::unauthorized, "Deze naam en dit wachtwoord horen niet bij elkaar."}; }

/// What a page calls a sign-in: the token stays in the cookie, and its hash in the store.
std::string id_of(const store::Session& session) {
    return seal::to_hex(seal::hash(session.token_hash)).substr(0, 32);
}

/// "raad, voorzitter, ...": what a person can be given.
std::string functions_to_give() {
    std::string all;
    for (const auto function : kFunctions)
        if (has_rights(function)) all.append(all.empty() ? "" : ", ").append(word(function));
    return all;
}

}  // namespace

Accounts::Accounts(store::Store& store, const Keys& keys, const Clock& clock, Random& random,
                   std::function<std::shared_ptr<const State>()> state)
    : store_(store),
      code_key_(seal::keyed_hash(keys.ledger, "second steps of people", 32)),
      clock_(clock),
      random_(random),
      state_(std::move(state)) {}

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

std::chrono::minutes Accounts::idle() const {
    return std::chrono::minutes(std::stoi(setting(*state_(), "sign_in.idle_minutes")));
}

bool Accounts::is_right(const std::string& hash, const seal::Secret& password) {
    hashing_.acquire();
    const bool right = seal::verify_password(hash, password);
    hashing_.release();
    return right;
}

Result<SignIn> Accounts::sign_in(std::string_view name, const seal::Secret& password,
                                 std::string_view browser, std::string_view code) {
    std::string lower(trimmed(name));
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    const auto& nobodys = nobody();  // also when it is not needed: making it takes as long as a sign-in
    const auto user = store_.user_by_name(lower);
    const bool right = is_right(user ? user->password : nobodys, password);
    store::SecondFactors factors(store_.database(), store_.journal());
    const bool known = user && right && !user->disabled;
    const auto factor = known ? factors.find(user->id) : std::nullopt;
    if (!known || (factor && factor->proven && !passes_second_step(user->id, *factor, code))) {
        // What was typed may be a password; of a name that is not known nothing is kept.
        const auto whose = user ? user->id.str() : std::string("onbekende naam");
        const auto noted = store_.note("aanmelding-mislukt", whose, kSystem);
        return noted ? refused() : noted.error();
    }
    if (!factor && !password_is_enough() && user->role != word(Function::guest)) {
        const auto begun = factors.begin(user->id, seal::random_secret(16).reveal(),
                                         dutch_date(clock_.now()) + kTimeForSecondStep);
        if (!begun) return begun.error();
    }
    const auto token = seal::to_base64(seal::random_secret(32).reveal());
    const auto now = clock_.now();
    store::Session session{seal::hash(token),   user->id, seal::to_base64(seal::random_secret(18).reveal()),
                           now + kSessionTime,  now,      now,
                           std::string(browser)};
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
    const auto found = store_.session(seal::hash(token));
    const auto now = clock_.now();
    if (!found || !found->first.is_open(now, idle())) return std::nullopt;
    const auto& [session, user] = *found;
    // Once a minute is enough. When it cannot be written the sign-in only ends sooner.
    if (now - session.used >= std::chrono::minutes(1)) (void)store_.sign_ins().use(session.token_hash, now);
    const auto factor = store::SecondFactors(store_.database(), store_.journal()).find(user.id);
    const bool late = factor && !factor->proven && factor->due < dutch_date(now) && !password_is_enough();
    auto actor = late ? actor_with(user.id.str(), user.full_name, {}) : actor_of(user);
    return OpenSignIn{std::make_shared<const Actor>(std::move(actor)), session.csrf};
}

std::optional<EndedSignIn> Accounts::find_ended(std::string_view token) {
    const auto found = store_.session(seal::hash(token));
    if (!found || found->first.is_open(clock_.now(), idle())) return std::nullopt;
    return EndedSignIn{found->second.id.str(), found->first.csrf};
}

bool Accounts::password_is_enough() const {
    return !example_asks_ && setting(*state_(), "voorbeeld") == "ja";
}

seal::Secret Accounts::secret_of(UserId user, std::string_view salt) const {
    std::string about("secret ");
    about.append(user.bytes()).append(salt);
    return seal::Secret(seal::keyed_hash(code_key_, about, kSecretBytes));
}

std::string Accounts::recovery_hash(UserId user, std::string_view code) const {
    std::string about("recovery ");
    about.append(user.bytes());
    for (const char c : code)
        if (c != ' ' && c != '-') about += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return seal::keyed_hash(code_key_, about, 32);
}

bool Accounts::passes_second_step(UserId user, const store::SecondFactor& factor, std::string_view code) {
    store::SecondFactors factors(store_.database(), store_.journal());
    const auto secret = secret_of(user, factor.salt);
    if (const auto step = step_of_code(secret.reveal(), code, code_step(clock_.now()), factor.last_step))
        return factors.use_step(user, *step).has_value();
    return factors.use_recovery(user, recovery_hash(user, code)).has_value();
}

SecondStep Accounts::second_step(const Actor& actor) {
    SecondStep told;
    const auto id = UserId::parse(actor.id());
    const auto user = id ? store_.people().by_id(*id) : std::nullopt;
    const auto factor =
        user ? store::SecondFactors(store_.database(), store_.journal()).find(*id) : std::nullopt;
    if (!factor || password_is_enough()) return told;
    told.wanted = true;
    told.done = factor->proven;
    told.due = factor->due;
    if (factor->proven) return told;
    told.secret = to_base32(secret_of(*id, factor->salt).reveal());
    told.link = "otpauth://totp/Peilpunt:" + user->name + "?secret=" + told.secret + "&issuer=Peilpunt";
    return told;
}

Result<std::vector<std::string>> Accounts::take_second_step(const Actor& actor, std::string_view code) {
    store::SecondFactors factors(store_.database(), store_.journal());
    const auto user = UserId::parse(actor.id());
    const auto factor = user ? factors.find(*user) : std::nullopt;
    if (!factor || factor->proven) return Error{ErrorCode::conflict, "there is no second step to take"};
    const auto secret = secret_of(*user, factor->salt);
    const auto step = step_of_code(secret.reveal(), code, code_step(clock_.now()), factor->last_step);
    if (!step) return Error{ErrorCode::invalid, "this is not the code of now"};
    std::vector<std::string> codes, hashes;
    for (int i = 0; i < kRecoveryCodes; ++i) {
        auto made = to_base32(seal::random_secret(kRecoveryBytes).reveal());
        hashes.push_back(recovery_hash(*user, made));
        for (std::size_t at = 12; at > 0; at -= 4) made.insert(at, "-");
        codes.push_back(std::move(made));
    }
    if (const auto proven = factors.prove(*user, *step, hashes); !proven) return proven.error();
    return codes;
}

std::vector<ListedSignIn> Accounts::sign_ins_of(const Actor& actor, std::string_view token) {
    std::vector<ListedSignIn> all;
    const auto user = UserId::parse(actor.id());
    if (!user) return all;
    const auto asking = seal::hash(token);
    for (const auto& session : store_.sign_ins().of(*user))
        if (session.is_open(clock_.now(), idle()))
            all.push_back(
                {id_of(session), session.since, session.used, session.browser, session.token_hash == asking});
    return all;
}

Result<void> Accounts::end_sign_in(const Actor& actor, std::string_view id) {
    if (const auto user = UserId::parse(actor.id()))
        for (const auto& session : store_.sign_ins().of(*user))
            if (id_of(session) == id) {
                store_.drop_session(session.token_hash);
                return store_.note("aanmelding-beeindigd", actor.id(), actor.id());
            }
    return Error{ErrorCode::not_found, "there is no such sign-in"};
}

Result<void> Accounts::end_other_sign_ins(const Actor& actor, std::string_view token) {
    const auto user = UserId::parse(actor.id());
    if (!user) return Error{ErrorCode::not_found, "there is no such person"};
    const auto ended = store_.sign_ins().drop_others(*user, seal::hash(token));
    if (!ended) return ended;
    return store_.note("andere-aanmeldingen-beeindigd", actor.id(), actor.id());
}

Result<void> Accounts::check_password(const seal::Secret& password, std::string_view name,
                                      std::string_view full_name) const {
    std::vector<std::string> known{std::string(name), std::string(full_name)};
    const auto state = state_();
    known.push_back(state->region_name);
    for (const auto& area : state->areas.municipalities()) known.push_back(area.name);
    if (auto fault = password_fault(password, known))
        return Error{ErrorCode::invalid, fault->message, {*fault}};
    return {};
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
    if (!area || Reach::of(person.scope).is_nowhere() || state_()->areas.find(*area) == nullptr)
        return Error{ErrorCode::invalid,
                     "the scope is the code of a municipality or of the region of this instance, not '" +
                         std::string(person.scope) + "'"};
    if (const auto fits = check_password(password, person.name, person.full_name); !fits) return fits.error();
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
    const auto user = store_.user_by_name(name);
    if (!user) return Error{ErrorCode::not_found, "there is no such user"};
    if (const auto kept = keep_password(*user, password, who); !kept) return kept;
    return store::SecondFactors(store_.database(), store_.journal()).clear(user->id, who);
}

Result<void> Accounts::keep_password(const store::User& user, const seal::Secret& password,
                                     std::string_view who) {
    if (const auto fits = check_password(password, user.name, user.full_name); !fits) return fits;
    return store_.set_password(user.name, seal::hash_password(password), who);
}

Result<void> Accounts::change_password(const Actor& actor, const seal::Secret& old,
                                       const seal::Secret& chosen) {
    const auto id = UserId::parse(actor.id());
    const auto user = id ? store_.people().by_id(*id) : std::nullopt;
    if (!user || !is_right(user->password, old)) {
        if (const auto noted = store_.note("wachtwoord-wijzigen-mislukt", actor.id(), actor.id()); !noted)
            return noted;
        return Error{ErrorCode::unauthorized, "this is not the password until now"};
    }
    return keep_password(*user, chosen, actor.id());
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
