// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/model/result.hpp"
#include "shared/text/catalogue.hpp"

namespace peilpunt::text {

using FaultValues = std::vector<std::pair<std::string, std::string>>;

/// A fault from the key "fout.<code>": its code is what follows "fout.", its message the Dutch text with
/// `values`.
Fault make_fault(std::string field, Key key, FaultValues values = {});

/// The message of a fault in another language; its Dutch message when the code is not in the catalogue.
std::string message(const Fault& fault, std::string_view language);

/// An `invalid` error that says how many things are wrong, with all of them in `faults`.
Error invalid(std::vector<Fault> faults);

}  // namespace peilpunt::text
