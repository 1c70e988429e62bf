// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "shared/model/result.hpp"
#include "shared/seal/seal.hpp"

/// What a password must be when it is set: long, and not to be guessed. No rules for kinds of characters.
namespace peilpunt::app {

inline constexpr std::size_t kLeastPassword = 15;  ///< bytes
inline constexpr std::size_t kMostPassword = 200;  ///< bytes; longer ones do not fit through the form

/// What is wrong with a new password: a fault of the field "wachtwoord" with the code "wachtwoord-kort",
/// "wachtwoord-lang" or "wachtwoord-raadbaar". `known`: what anybody who tries knows: names of the person and
/// of the instance.
std::optional<Fault> password_fault(const seal::Secret& password, const std::vector<std::string>& known);

}  // namespace peilpunt::app
