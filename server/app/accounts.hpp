// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <functional>
#include <memory>
#include <semaphore>
#include <string>
#include <vector>

#include "server/app/actor.hpp"
#include "shared/model/sources.hpp"
#include "shared/seal/seal.hpp"

namespace peilpunt::store {
class Store;
struct User;
}  // namespace peilpunt::store

namespace peilpunt::app {

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
    /// `is_area`: whether an area belongs to this instance.
    Accounts(store::Store& store, const Clock& clock, Random& random,
             std::function<bool(const AreaCode&)> is_area);

    /// unauthorized for an unknown name, a wrong password or a disabled person, in the same words and time.
    Result<SignIn> sign_in(std::string_view name, const seal::Secret& password);
    void sign_out(std::string_view token);
    /// Nothing when it expired or was ended, and for a person who is disabled.
    std::optional<OpenSignIn> find(std::string_view token);

    /// Invalid for a name, function, scope or password that is none; conflict for a name that is taken.
    Result<void> add(const NewPerson& person, const seal::Secret& password, std::string_view who);
    /// Also lets somebody who was disabled in again, and ends all sign-ins.
    Result<void> set_password(std::string_view name, const seal::Secret& password, std::string_view who);
    /// Ends all sign-ins as well.
    Result<void> disable(std::string_view name, std::string_view who);
    std::vector<Person> list();

    /// Who a stored person is: one membership, as long as one is stored.
    static Actor actor_of(const store::User& user);
    /// Somebody with any number of memberships.
    static Actor actor_with(std::string id, std::string name, std::vector<Membership> memberships);
    /// Whoever works on the machine itself may do what an operator of the region may.
    static const Actor& command_line();

  private:
    store::Store& store_;
    const Clock& clock_;
    Random& random_;
    const std::function<bool(const AreaCode&)> is_area_;
    std::counting_semaphore<2> hashing_{2};  ///< password hashes at once: 64 MiB each
};

}  // namespace peilpunt::app
