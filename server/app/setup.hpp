// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <map>
#include <string>
#include <vector>

#include "server/store/registry/instance.hpp"
#include "shared/seal/seal.hpp"

/// Making an instance of one's own: what is chosen, and whether it is right. Without a store and without
/// pages, so that the wizard and `init` ask the same.
namespace peilpunt::app {

/// The code of the region of a new instance; it never leaves the instance.
inline constexpr const char* kRegionCode = "RG01";

/// What somebody chooses for a new instance.
struct NewInstance {
    std::string region;       ///< its name
    std::vector<Area> areas;  ///< of the municipalities that take part, see areas_of_region
    std::map<std::string, std::string> settings;  ///< by name; empty values are left out
    std::string user, full_name;                  ///< the first operator
    seal::Secret password;
    seal::Secret passphrase;  ///< of the contact keeper; kept nowhere
    seal::Secret pin;         ///< of the kiosks' staff screen, eight digits
};

/// The chosen municipalities with all that lies in them, under one region. An Error names a code that is not
/// in `known`, or says that none was chosen.
Result<std::vector<Area>> areas_of_region(const std::vector<Area>& known,
                                          const std::vector<std::string>& codes, const std::string& region);

/// What is wrong, one fault each; fields: "regio", "gemeenten", a setting's name, "gebruiker", "naam",
/// "wachtwoord", "wachtzin", "pincode".
std::vector<Fault> check_instance(const NewInstance& chosen);
/// The instance as a store takes it. Hashes twice, so it takes half a second. An Error has the faults.
Result<store::Founding> founding_of(const NewInstance& chosen, Random& random);

/// Whether this is a sign-in name.
bool is_sign_in_name(std::string_view name);

}  // namespace peilpunt::app
