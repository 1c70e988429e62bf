// SPDX-License-Identifier: EUPL-1.2
#include "server/web/poll_view.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/web/answers_form.hpp"
#include "server/web/pictures.hpp"
#include "shared/rules/rules.hpp"
#include "shared/text/fault.hpp"

namespace peilpunt::web {
namespace {

constexpr int kSmileys = 5;

bool was_sent(const http::Form* sent, const std::string& name, std::string_view value) {
    if (!sent) return false;
    const auto values = sent->all_of(name);
    return std::find(values.begin(), values.end(), value) != values.end();
}

std::string sent_text(const http::Form* sent, const std::string& name) {
    return sent ? std::string(sent->get(name)) : std::string();
}

// How to answer; a question with an explanation of its own needs only to be told its limits.
std::string hint_of(const Words& words, const Question& question) {
    const Values max{{"max", std::to_string(question.effective_max())}};
    const auto count = static_cast<int>(question.options.size());
    const bool explained = !question.explanation.empty();
    switch (question.kind) {
        case QuestionKind::multiple:
            if (question.effective_max() < count) return words("web.peiling.hoogstens", max);
            return explained ? std::string() : words("web.peiling.meervoudig");
        case QuestionKind::ranking:
            return words("web.peiling.rangorde", max);
        case QuestionKind::points:
            return words("web.peiling.punten", max);
        default:
            return explained ? std::string() : words.named("hint." + std::string(word(question.kind)));
    }
}

nlohmann::json tile(const Question& question, const AnswerName& name, const http::Form* sent) {
    const auto field = field_of(question.id);
    nlohmann::json data{{"o_name", field},
                        {"o_value", name.value},
                        {"o_text", name.text},
                        {"o_mark", name.mark},
                        {"o_checked", was_sent(sent, field, name.value)},
                        {"o_type", question.kind == QuestionKind::multiple ? "checkbox" : "radio"},
                        {"o_picture", ""},
                        {"o_note", false}};
    if (const auto* option = question.option(name.value)) {
        data["o_picture"] = pictogram(option->pictogram);
        if (option->id == kOtherOption) {
            data["o_note"] = {{"o_note_id", "uitleg-" + question.id + "-anders"},
                              {"o_note_name", note_field_of(question.id)},
                              {"o_note_value", sent_text(sent, note_field_of(question.id))}};
        }
    }
    if (question.kind == QuestionKind::scale) data["o_picture"] = smiley(std::stoi(name.value));
    return data;
}

nlohmann::json tiles(const Words& words, const Question& question, const http::Form* sent) {
    auto list = nlohmann::json::array();
    auto names = answer_names(words, question);
    if (question.kind == QuestionKind::scale) std::reverse(names.begin(), names.end());
    for (const auto& name : names) list.push_back(tile(question, name, sent));
    return {{"options", std::move(list)}};
}

nlohmann::json ranking(const Words& words, const Question& question, const http::Form* sent) {
    auto places = nlohmann::json::array();
    auto shown = nlohmann::json::array();
    for (const auto& option : question.options) {
        shown.push_back({{"o_value", option.id},
                         {"o_text", option.text.in(words.language())},
                         {"o_mark", mark_of(option.text, words.language())},
                         {"o_picture", pictogram(option.pictogram)}});
    }
    for (int place = 1; place <= question.effective_max(); ++place) {
        const auto name = place_field_of(question.id, place);
        auto options = nlohmann::json::array();
        for (const auto& option : question.options) {
            options.push_back({{"o_value", option.id},
                               {"o_text", option.text.in(words.language())},
                               {"o_mark", mark_of(option.text, words.language())},
                               {"o_checked", was_sent(sent, name, option.id)}});
        }
        places.push_back({{"p_id", "plek-" + question.id + '-' + std::to_string(place)},
                          {"p_name", name},
                          {"p_label", words("web.peiling.plek", {{"nummer", std::to_string(place)}})},
                          {"options", std::move(options)}});
    }
    return {{"places", std::move(places)}, {"tiles", std::move(shown)}};
}

nlohmann::json points(const Words& words, const Question& question, const http::Form* sent) {
    auto list = nlohmann::json::array();
    for (const auto& option : question.options) {
        const auto name = points_field_of(question.id, option.id);
        list.push_back({{"o_id", "punten-" + question.id + '-' + option.id},
                        {"o_name", name},
                        {"o_text", option.text.in(words.language())},
                        {"o_mark", mark_of(option.text, words.language())},
                        {"o_picture", pictogram(option.pictogram)},
                        {"o_points", sent_text(sent, name)}});
    }
    return {{"options", std::move(list)}};
}

nlohmann::json condition(const View& view, const Poll& poll, const ShowIf& show_if) {
    const auto* earlier = poll.question(show_if.question);
    if (!earlier) return false;
    std::string any, names;
    for (const auto& value : show_if.any_of) {
        any += any.empty() ? value : ' ' + value;
        for (const auto& name : answer_names(view.words, *earlier)) {
            if (name.value != value) continue;
            names +=
                names.empty() ? "‘" + name.text + "’" : view.words("web.peiling.of") + "‘" + name.text + "’";
        }
    }
    const auto number = std::to_string(earlier - poll.questions.data() + 1);
    return {{"question", show_if.question},
            {"any", any},
            {"q_if_text", view.words("web.peiling.alleen-als", {{"nummer", number}, {"keuzes", names}})}};
}

void add_body(nlohmann::json& data, const View& view, const Question& question, const http::Form* sent) {
    const auto& words = view.words;
    const auto field = field_of(question.id);
    switch (question.kind) {
        case QuestionKind::single:
        case QuestionKind::yes_no:
        case QuestionKind::multiple:
            data["q_tiles"] = tiles(words, question, sent);
            break;
        case QuestionKind::scale:
            if (question.effective_max() == kSmileys) {
                data["q_tiles"] = tiles(words, question, sent);
            } else {
                data["q_steps"] = tiles(words, question, sent);
                std::reverse(data["q_steps"]["options"].begin(), data["q_steps"]["options"].end());
                data["q_steps"]["low"] = words("web.schaal.laagst");
                data["q_steps"]["high"] =
                    words("web.schaal.hoogst", {{"max", std::to_string(question.effective_max())}});
            }
            break;
        case QuestionKind::ranking:
            data["q_rank"] = ranking(words, question, sent);
            break;
        case QuestionKind::points:
            data["q_points"] = points(words, question, sent);
            break;
        case QuestionKind::number:
            data["q_number_input"] = {{"name", field}, {"value", sent_text(sent, field)}};
            break;
        case QuestionKind::open:
            data["q_open"] = {{"name", field}, {"value", sent_text(sent, field)}};
            break;
    }
}

}  // namespace

bool is_for_young(const Poll& poll) { return poll.audience.age_to <= 25; }

std::vector<AnswerName> answer_names(const Words& words, const Question& question) {
    std::vector<AnswerName> names;
    if (question.kind == QuestionKind::yes_no) {
        for (const auto* value : {"ja", "nee", "weet-niet"})
            names.push_back({value, words.named(std::string("antwoord.") + value), {}});
    } else if (question.kind == QuestionKind::scale) {
        for (int value = 1; value <= question.effective_max(); ++value) {
            const auto digits = std::to_string(value);
            names.push_back(
                {digits,
                 question.effective_max() == kSmileys ? words.named("web.schaal." + digits) : digits,
                 {}});
        }
    }
    for (const auto& option : question.options)
        names.push_back(
            {option.id, option.text.in(words.language()), mark_of(option.text, words.language())});
    return names;
}

std::string promised_for(const View& view, Date day) {
    return view.words(day < view.today ? text::Key("web.volg.te-laat") : text::Key("web.volg.uiterlijk"),
                      {{"datum", view.words.date(day)}});
}

nlohmann::json poll_promise(const View& view, const Poll& poll) {
    const auto& words = view.words;
    const auto& expectation = poll.expectation;
    const auto questions = poll.questions.size();
    const int minutes = rules::estimated_minutes(poll);
    nlohmann::json data{
        {"slug", poll.slug},
        {"revision", poll.revision},
        {"poll_title", poll.title.in(words.language())},
        {"poll_title_mark", mark_of(poll.title, words.language())},
        {"introduction", poll.introduction.in(words.language())},
        {"introduction_mark", mark_of(poll.introduction, words.language())},
        {"questions_text", words("web.peiling.vragen", {{"aantal", std::to_string(questions)}})},
        {"minutes_text", words("web.peiling.minuten", {{"aantal", std::to_string(minutes)}})},
        {"owner", expectation.owner},
        {"owner_mark", dutch_mark(words.language())},
        {"purpose", expectation.purpose.in(words.language())},
        {"purpose_mark", mark_of(expectation.purpose, words.language())},
        {"what_happens", expectation.what_happens.in(words.language())},
        {"what_happens_mark", mark_of(expectation.what_happens, words.language())},
        {"say", words.named("trede." + expectation.rung)},
        {"feedback_on", promised_for(view, expectation.feedback_on)}};
    if (is_open(poll, view.today)) data["until"] = words.date(last_day(poll));
    return data;
}

nlohmann::json question_list(const View& view, const Poll& poll, const http::Form* sent,
                             const std::vector<Fault>& faults) {
    auto list = nlohmann::json::array();
    int number = 0;
    for (const auto& question : poll.questions) {
        nlohmann::json data{
            {"q_id", question.id},
            {"q_kind", word(question.kind)},
            {"q_number", std::to_string(++number)},
            {"q_text", question.text.in(view.words.language())},
            {"q_text_mark", mark_of(question.text, view.words.language())},
            {"q_explanation", question.explanation.in(view.words.language())},
            {"q_explanation_mark", mark_of(question.explanation, view.words.language())},
            {"q_hint", hint_of(view.words, question)},
            {"q_required", question.required},
            {"q_max", std::to_string(question.effective_max())},
            {"q_if", question.show_if ? condition(view, poll, *question.show_if) : nlohmann::json(false)},
            {"q_error", fault_data(faults, "antwoorden." + question.id, view.words)}};
        add_body(data, view, question, sent);
        list.push_back(std::move(data));
    }
    return list;
}

nlohmann::json about_giver(const View& view, const std::vector<AreaCode>& municipalities,
                           const Audience& audience, const http::Form* sent) {
    nlohmann::json data;
    auto options = nlohmann::json::array();
    auto groups = nlohmann::json::array();
    for (const auto& code : municipalities) {
        const auto name = view.state->areas.name_of(code);
        options.push_back(
            {{"code", code.str()}, {"name", name}, {"checked", was_sent(sent, "gemeente", code.str())}});
        auto districts = nlohmann::json::array();
        for (const auto& area : view.state->areas.districts_of(code))
            districts.push_back({{"code", area.code.str()},
                                 {"name", area.name},
                                 {"checked", was_sent(sent, "wijk", area.code.str())}});
        groups.push_back({{"group", name}, {"group_code", code.str()}, {"districts", std::move(districts)}});
    }
    auto ages = nlohmann::json::array();
    for (const auto group : kAgeGroups) {
        const int from = std::stoi(std::string(group));
        const auto dash = group.find('-');
        const int to = dash == std::string_view::npos ? 200 : std::stoi(std::string(group.substr(dash + 1)));
        if (to < audience.age_from || from > audience.age_to) continue;
        ages.push_back({{"value", group},
                        {"age_text", view.words.named("leeftijd." + std::string(group))},
                        {"checked", was_sent(sent, "leeftijd", group)}});
    }
    if (municipalities.size() == 1) {
        data["municipality_fixed"] = municipalities.front().str();
    } else {
        data["municipality_question"] = {{"options", std::move(options)}};
    }
    data["ages"] = std::move(ages);
    data["district_groups"] = std::move(groups);
    return data;
}

nlohmann::json fault_data(const std::vector<Fault>& faults, std::string_view field, const Words& words) {
    const auto found = std::find_if(faults.begin(), faults.end(), [field](const Fault& fault) {
        const std::string_view name = fault.field;
        return name == field ||
               (name.starts_with(field) && name.size() > field.size() && name[field.size()] == '.');
    });
    if (found == faults.end()) return false;
    return {{"text", text::message(*found, words.language())}};
}

nlohmann::json fault_summary(const std::vector<Fault>& faults, const Words& words,
                             const std::function<std::string(const Fault&)>& target) {
    if (faults.empty()) return false;
    auto list = nlohmann::json::array();
    for (const auto& fault : faults)
        list.push_back({{"href", target(fault)}, {"text", text::message(fault, words.language())}});
    const auto count = std::to_string(faults.size());
    return {{"heading", words("fout-kop", {{"aantal", count}})}, {"list", std::move(list)}};
}

}  // namespace peilpunt::web
