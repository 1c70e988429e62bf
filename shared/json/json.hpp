// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "shared/model/area.hpp"
#include "shared/model/poll.hpp"
#include "shared/model/response.hpp"

/// JSON <-> model. The wire is Dutch (lowerCamelCase), as in schemas/.
namespace peilpunt::json {

/// Bounds of a document; checked while it is read, before a tree is built.
struct Bounds {
    std::size_t bytes = 64 * 1024;
    int depth = 32;
    std::size_t nodes = 2000;
};

/// Parses untrusted text in one pass: refuses over-deep, over-large, duplicate keys, invalid UTF-8, trailing
/// text, and numbers that do not fit.
Result<nlohmann::json> parse(std::string_view text, const Bounds& bounds = {});

Result<Poll> poll_from(const nlohmann::json& tree);
Result<Poll> parse_poll(std::string_view text);
std::string write_poll(const Poll& poll);
nlohmann::json poll_tree(const Poll& poll);

/// `{id, peiling?, revisie, gemeente, wijk?, leeftijdsgroep?, taal, antwoorden}`; without `peiling` it is for
/// `poll`; kinds come from the poll's questions, so the poll must be known. Faults of shape and kind are all
/// listed; rules::check_response does the rest.
Result<Response> response_from(const nlohmann::json& tree, const Poll& poll);
/// Reads and checks in one go: the faults of shape together with those of rules::check_response, each field
/// once.
Result<Response> checked_response(const nlohmann::json& tree, const Poll& poll);
/// What must be known to find the revision of the poll that a response is to be read with.
struct ResponseHead {
    std::optional<PollId> poll;  ///< absent when the address of the request already says which
    int revision = 0;
};
Result<ResponseHead> response_head_from(const nlohmann::json& tree);
/// The same without the envelope fields: `antwoorden` alone. As text in order of the question ids: the ledger
/// tells by these bytes whether a response is the same one again.
std::string write_answers(const Answers& answers);
nlohmann::json answers_tree(const Answers& answers);
Result<Answers> answers_from(const nlohmann::json& tree, const Poll& poll);
/// As posted to the API, with `peiling`, so that an envelope says which poll it answers.
nlohmann::json response_tree(const Response& response);

/// `{id, soort?, tekst, thema?, gemeente, wijk?, perspectief?, watHelpt?, watKanIkZelf?, taal}`
Result<Signal> signal_from(const nlohmann::json& tree);
/// Reads and checks in one go: the faults of shape together with those of rules::check_signal, each field
/// once.
Result<Signal> checked_signal(const nlohmann::json& tree, const AreaTree& areas);
nlohmann::json signal_tree(const Signal& signal);

/// `[{code, naam, ouder?, inwoners?}]`; each code once, each `ouder` in the list and one level up.
Result<AreaTree> areas_from(const nlohmann::json& tree);
nlohmann::json areas_tree(const AreaTree& areas);

}  // namespace peilpunt::json
