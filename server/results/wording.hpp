// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>

#include "server/results/release.hpp"

namespace peilpunt::results {

/// Whom an outcome is of: the sentence of the open link, which stands with every figure.
std::string open_to_all_line();
/// The line that goes with every outcome (standards STAT-11): who this is about, and that it is no sample.
std::string sample_line(const Poll& poll, const Release& release);
/// Why some figures are missing.
std::string hiding_line();
/// What a tussenstand is worth.
std::string interim_line();
/// That too few people took part to tell anything.
std::string too_few_line();
/// How many answers are in no figure because we doubt them, or because they came after the uitslag.
std::string set_apart_line(const Release& release);
std::string late_line(const Release& release);
/// What the numbers of a ranking or points question count; empty for the other kinds.
std::string counted_line(const Question& question);
/// "gemeente" -> "Gemeente"; the name of a group: an area's name, a channel, an age band.
std::string breakdown_name(std::string_view by);
std::string group_name(std::string_view by, const std::string& value, const AreaTree& areas);
/// The words of an option as they stand on the screen: of yes-no and scale ones too.
std::string option_name(const Question& question, const std::string& option, std::string_view language);

}  // namespace peilpunt::results
