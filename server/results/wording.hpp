// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>

#include "server/results/results.hpp"

namespace peilpunt::results {

/// The line that goes with every outcome (standards STAT-11): who this is about, and that it is no sample.
std::string sample_line(const Poll& poll, const Release& release);
/// Why some figures are missing.
std::string hiding_line();
/// "gemeente" -> "Gemeente"; the name of a group: an area's name, a channel, an age band.
std::string breakdown_name(std::string_view by);
std::string group_name(std::string_view by, const std::string& value, const AreaTree& areas);
/// The words of an option as they stand on the screen: of yes-no and scale ones too.
std::string option_name(const Question& question, const std::string& option, std::string_view language);

}  // namespace peilpunt::results
