// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <span>
#include <string_view>

#include "shared/seal/seal.hpp"

/// Secrets that the program makes for people: to be read from a screen and written on paper, once.
namespace peilpunt::app {

/// Seven Dutch words with spaces between.
seal::Secret make_passphrase(Random& random);
/// Five Dutch words with dashes between, for a first password.
seal::Secret make_password(Random& random);
/// Eight digits.
seal::Secret make_pin(Random& random);
/// What somebody typed over, in the form in which `make_passphrase` gave it: small letters, single spaces.
seal::Secret tidy_passphrase(std::string_view typed);

/// The words, for the test that counts them.
std::span<const std::string_view> words_to_keep();

}  // namespace peilpunt::app
