// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <vector>

#include "server/http/request.hpp"
#include "shared/model/response.hpp"

/// How the fields of a poll's form are called, and the answers back from them.
namespace peilpunt::web {

/// Field of a question: "a.v3". Below it: a note "a.v3.anders", a place "a.v4.1", points "a.v5.lamp".
std::string field_of(std::string_view question);
std::string note_field_of(std::string_view question);
std::string place_field_of(std::string_view question, int place);
std::string points_field_of(std::string_view question, std::string_view option);

struct SentResponse {
    Response response;
    std::vector<Fault> faults;  ///< of shape only (not a number, an unknown code, lost characters);
                                ///< rules::check_response does the rest
};
/// Reads what a browser sent. Answers to questions that were not to be asked are dropped: without a script
/// everybody sees every question.
SentResponse read_response(const http::Form& form, const Poll& poll, std::string_view language);

}  // namespace peilpunt::web
