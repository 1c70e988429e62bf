// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "shared/model/poll.hpp"
#include "shared/model/response.hpp"

/// The same checks on kiosk and server: what a kiosk accepts, the server never refuses.
namespace peilpunt::rules {

inline constexpr int kMaxQuestions = 10;
inline constexpr int kMaxOptions = 12;
inline constexpr int kMaxNote = 200;       ///< characters (code points) of "anders, namelijk"
inline constexpr int kMaxOpenText = 2000;  ///< characters, whatever `max` says
inline constexpr int kMaxScale = 10;
inline constexpr int kMaxPoints = 1000;
inline constexpr int kMaxNumber = 1'000'000'000;
inline constexpr std::size_t kMaxName = 64;   ///< characters of slugs and of ids of questions and options
inline constexpr int kMaxTitle = 120;         ///< characters of a title or the name of an owner
inline constexpr int kMaxPollText = 500;      ///< characters of any other text of a poll
inline constexpr int kMaxSignalText = 2000;   ///< characters
inline constexpr int kMaxSignalExtra = 1000;  ///< characters of what_helps and own_part

/// Whether the question is to be asked, given the answers so far.
bool is_shown(const Poll& poll, const Question& question, const Answers& answers);
/// The questions to be asked, in order.
std::vector<const Question*> shown_questions(const Poll& poll, const Answers& answers);
/// Removes answers to questions that are not (or no longer) shown.
void drop_hidden(const Poll& poll, Answers& answers);

/// Faults of one answer; field is "antwoorden.<id>". Empty: right.
std::vector<Fault> check_answer(const Question& question, const Answer& answer);
/// All faults at once: unknown or hidden questions, wrong kinds, unknown options, missing required answers,
/// nothing answered at all, municipality not in the poll, district not in the municipality, unknown age
/// group.
std::vector<Fault> check_response(const Poll& poll, const Response& response);
/// All faults of a signal. `areas` decides which areas exist.
std::vector<Fault> check_signal(const Signal& signal, const AreaTree& areas);
/// Faults of a poll definition (ids, options, branching only backwards, at most 10 questions, an owner, a
/// feedback date, opens before closes). A poll with faults cannot be published.
std::vector<Fault> check_poll(const Poll& poll);
/// Estimated minutes to fill in, for "10 vragen, 4 minuten"; at least 1.
int estimated_minutes(const Poll& poll);
/// Whether `language` is written as a language code that we keep: two small letters, or one of kLanguages.
bool is_language(std::string_view language);

}  // namespace peilpunt::rules
