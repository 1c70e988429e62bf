// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <vector>

#include "shared/seal/seal.hpp"

namespace peilpunt::cli {

/// At most `most` lines of standard input, without their line ends (also that of Windows); stops at an empty
/// one.
std::vector<seal::Secret> lines_from_input(std::size_t most);
/// The same, but nothing when standard input is a terminal: for secrets that are made when they are not
/// given.
std::vector<seal::Secret> lines_given(std::size_t most);

}  // namespace peilpunt::cli
