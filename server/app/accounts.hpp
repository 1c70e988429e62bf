// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <semaphore>
#include <string>
#include <vector>

#include "server/app/actor.hpp"
#include "shared/model/sources.hpp"
#include "shared/model/time.hpp"
#include "shared/seal/seal.hpp"

namespace peilpunt::store {
class Store;
struct SecondFactor;
struct User;
}  // namespace peilpunt::store

namespace peilpunt::app {

struct Keys;
struct State;

/// What somebody got who signed in.
struct SignIn {
    seal::Secret token;  ///< for the cookie
    Actor actor;
};

/// A sign-in that goes on.
struct OpenSignIn {
    std::shared_ptr<const Actor> actor;
    std::string csrf_token;
};

/// A sign-in as its owner sees it.
struct ListedSignIn {
    std::string id;  ///< to end it by; leads to no token
    TimePoint since{}, used{};
    std::string browser;  ///< "Firefox/Windows", or empty
    bool is_this = false;
};

/// Where somebody is with the second step: a code of an app beside the password.
struct SecondStep {
    bool wanted = false;  ///< it is asked of them here
    bool done = false;
    Date due{};          ///< until then they may sign in without
    std::string secret;  ///< base32, to take into the app; only until it is done
    std::string link;    ///< the same as otpauth://
};

/// Who had a sign-in that has ended by its time or for want of requests.
struct EndedSignIn {
    std::string person;  ///< as Actor::id
    std::string csrf_token;
};

/// Somebody who is to sign in.
struct NewPerson {
    std::string_view name;       ///< to sign in with: small letters
    std::string_view full_name;  ///< as colleagues see it
    std::string_view function;   ///< as in word(Function)
    std::string_view scope;      ///< code of a municipality, or of the region
};

/// Somebody as the command line lists them.
struct Person {
    std::string id, name, full_name, function, scope;
    bool disabled = false;
};

/// People who sign in, and who they are to the rest of the program: the one place that makes an Actor.
/// Thread-safe.
class Accounts {
  public:
    /// `state`: the instance as it stands; asked when it is needed, not before.
    Accounts(store::Store& store, const Keys& keys, const Clock& clock, Random& random,
             std::function<std::shared_ptr<const State>()> state);

    /// unauthorized for an unknown name, a wrong password, a wrong code or a disabled person, in the same
    /// words and time. `browser`: see ListedSignIn. `code`: of the app or for recovery, for who did the
    /// second step.
    Result<SignIn> sign_in(std::string_view name, const seal::Secret& password, std::string_view browser = {},
                           std::string_view code = {});
    void sign_out(std::string_view token);
    /// Nothing when it expired, was ended or was not used for too long, and for a person who is disabled. To
    /// be found counts as use. Whoever let the time for the second step pass has no memberships.
    std::optional<OpenSignIn> find(std::string_view token);
    /// Until the night after it ended.
    std::optional<EndedSignIn> find_ended(std::string_view token);
    /// Those of the actor that go on; `token` is of the one that asks.
    std::vector<ListedSignIn> sign_ins_of(const Actor& actor, std::string_view token);
    /// Ends one sign-in of the actor. not_found.
    Result<void> end_sign_in(const Actor& actor, std::string_view id);
    SecondStep second_step(const Actor& actor);
    /// Takes the first code of the app; gives the codes for who loses it, which are told this once. invalid
    /// for a code that is not right, conflict when it was done.
    Result<std::vector<std::string>> take_second_step(const Actor& actor, std::string_view code);
    /// Ends all sign-ins of the actor but the one with `token`.
    Result<void> end_other_sign_ins(const Actor& actor, std::string_view token);

    /// Invalid for a name, function, scope or password that is none; conflict for a name that is taken.
    Result<void> add(const NewPerson& person, const seal::Secret& password, std::string_view who);
    /// Also lets somebody who was disabled in again, ends all sign-ins and forgets the second step.
    Result<void> set_password(std::string_view name, const seal::Secret& password, std::string_view who);
    /// For themselves. unauthorized when `old` is not the password; ends all sign-ins.
    Result<void> change_password(const Actor& actor, const seal::Secret& old, const seal::Secret& chosen);
    /// Ends all sign-ins as well.
    Result<void> disable(std::string_view name, std::string_view who);
    /// Whether a password alone lets in: of the example, as long as only its own machine reaches it.
    bool password_is_enough() const;
    /// The example too asks for the second step from now on: others can reach it. Before serving only.
    void ask_second_step_of_example() { example_asks_ = true; }
    std::vector<Person> list();

    /// Who a stored person is: one membership, as long as one is stored.
    static Actor actor_of(const store::User& user);
    /// Somebody with any number of memberships.
    static Actor actor_with(std::string id, std::string name, std::vector<Membership> memberships);
    /// Whoever works on the machine itself may do what an operator of the region may.
    static const Actor& command_line();

  private:
    std::chrono::minutes idle() const;
    seal::Secret secret_of(UserId user, std::string_view salt) const;
    std::string recovery_hash(UserId user, std::string_view code) const;
    /// Whether the code is right for who did the second step; uses it up.
    bool passes_second_step(UserId user, const store::SecondFactor& factor, std::string_view code);
    Result<void> keep_password(const store::User& user, const seal::Secret& password, std::string_view who);
    bool is_right(const std::string& hash, const seal::Secret& password);
    Result<void> check_password(const seal::Secret& password, std::string_view name,
                                std::string_view full_name) const;

    bool example_asks_ = false;
    store::Store& store_;
    const seal::Secret code_key_;  ///< secrets and codes of second steps
    const Clock& clock_;
    Random& random_;
    const std::function<std::shared_ptr<const State>()> state_;
    std::counting_semaphore<2> hashing_{2};  ///< password hashes at once: 64 MiB each
};

}  // namespace peilpunt::app
