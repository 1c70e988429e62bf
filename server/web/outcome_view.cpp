// SPDX-License-Identifier: EUPL-1.2
#include "server/web/outcome_view.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/web/charts.hpp"
#include "server/web/poll_view.hpp"

namespace peilpunt::web {
namespace {

nlohmann::json chart_heads(const Words& words, const std::string& caption) {
    return {{"caption", caption},
            {"head_row", words("web.uitkomst.antwoord")},
            {"head_bar", words("web.uitkomst.balk")},
            {"head_value", words("web.uitkomst.deel")}};
}

nlohmann::json step(const std::string& when, const std::string& text, std::string_view kind) {
    return {{"when", when},
            {"step_text", text},
            {"step_class", kind},
            {"is_now", kind == "now"},
            {"step_more", ""}};
}

nlohmann::json timeline(const View& view, const Poll& poll) {
    const auto& words = view.words;
    const bool open = is_open(poll, view.today);
    const bool before = view.today < poll.opens && poll.status != PollStatus::closed;
    const auto* release = view.state->release(poll.id);
    auto steps = nlohmann::json::array();
    steps.push_back(step(words("web.uitkomst.vanaf", {{"datum", words.date(poll.opens)}}),
                         words("web.uitkomst.stap-open"),
                         open     ? "now"
                         : before ? "later"
                                  : "done"));
    const auto until = last_day(poll);
    steps.push_back(step(words.date(until),
                         words(open || before ? text::Key("web.uitkomst.stap-dicht")
                                              : text::Key("web.uitkomst.stap-dicht-klaar")),
                         open || before ? "later" : "done"));
    steps.push_back(
        step(release ? words.date(day_of(*release)) : words("web.uitkomst.daarna"),
             words(release ? text::Key("web.uitkomst.stap-geteld") : text::Key("web.uitkomst.stap-precies")),
             release          ? "done"
             : open || before ? "later"
                              : "now"));
    // Only a person can say that this was done; a date that passed does not.
    steps.push_back(step(promised_for(view, poll.expectation.feedback_on), words("web.stap.terugkoppeling"),
                         release ? "now" : "later"));
    return steps;
}

const results::QuestionFigures* in_group(const results::GroupFigures& group, const std::string& question) {
    const auto found = std::find_if(group.questions.begin(), group.questions.end(),
                                    [&](const auto& figures) { return figures.question == question; });
    return found == group.questions.end() ? nullptr : &*found;
}

/// Questions that were not asked alike of everybody are in no breakdown.
bool is_compared(const Question& question, const results::Breakdown& breakdown) {
    return question.kind != QuestionKind::open && question.kind != QuestionKind::number &&
           std::any_of(breakdown.groups.begin(), breakdown.groups.end(),
                       [&](const auto& group) { return in_group(group, question.id) != nullptr; });
}

nlohmann::json compare_question(const Words& words, const Question& question,
                                const results::Breakdown& breakdown) {
    auto rows = nlohmann::json::array();
    for (const auto& name : answer_names(words, question)) {
        auto cells = nlohmann::json::array();
        for (const auto& group : breakdown.groups) {
            const auto* figures = in_group(group, question.id);
            std::string value = words("web.uitkomst.verborgen");
            if (figures)
                for (const auto& option : figures->options)
                    if (option.option == name.value && option.share) value = words.percent(*option.share);
            cells.push_back({{"value", value}});
        }
        rows.push_back({{"label", name.text}, {"label_mark", name.mark}, {"cells", std::move(cells)}});
    }
    return {{"question_text", question.text.in(words.language())},
            {"question_mark", mark_of(question.text, words.language())},
            {"span", std::to_string(breakdown.groups.size() + 1)},
            {"rows", std::move(rows)}};
}

void add_figures(nlohmann::json& data, const View& view, const results::Release& release) {
    const auto& words = view.words;
    const auto& revisions = view.state->revisions;
    const auto& asked = results::poll_of(revisions, release);
    const auto told = [&](const std::vector<results::QuestionFigures>& all) {
        auto list = nlohmann::json::array();
        for (const auto& figures : all)
            if (const auto* question = results::question_of(revisions, release, figures))
                list.push_back(question_data(words, *question, figures));
        return list;
    };
    data["figures"] = {{"questions", told(release.questions)}};
    if (!release.earlier.empty()) data["earlier"] = {{"questions", told(release.earlier)}};
    data["highlights"] = highlight_data(words, highlights(view, release, 3));
    auto groups = nlohmann::json::array();
    for (const auto& breakdown : release.breakdowns) {
        if (breakdown.by == "weg" || breakdown.groups.empty()) continue;
        const auto title = breakdown.by == "gemeente" ? words("web.uitkomst.per-gemeente")
                                                      : words("web.uitkomst.per-leeftijd");
        groups.push_back(compare_groups(words, asked, breakdown, view.state->areas, title));
    }
    data["groups"] = std::move(groups);
    data["channels"] = channel_chart(words, release);
}

void add_release(nlohmann::json& data, const View& view, const results::Release& release) {
    const auto& words = view.words;
    const auto& asked = results::poll_of(view.state->revisions, release);
    data["state"] = words("web.uitkomst.eind", {{"datum", words.date(day_of(release))}});
    data["has_file"] = true;
    std::string besides;
    if (release.set_apart > 0)
        besides = words("web.uitkomst.apart", {{"aantal", words.number(release.set_apart)}});
    if (release.late > 0)
        besides += (besides.empty() ? "" : " ") +
                   words("web.uitkomst.na-uitslag", {{"aantal", words.number(release.late)}});
    data["besides"] = besides;
    if (release.too_few()) {
        data["waiting"] = words("web.uitkomst.te-weinig");
        return;
    }
    const Values count{{"aantal", words.number(release.responses)}};
    data["how_many"] = words("web.uitkomst.hoeveel", count);
    data["method"] = words("web.uitkomst.iedereen-kon") + ' ' + words("web.uitkomst.werkwijze", count) + ' ' +
                     words("web.uitkomst.periode",
                           {{"van", words.date(asked.opens)}, {"tot", words.date(last_day(asked))}});
    add_figures(data, view, release);
}

void add_interim(nlohmann::json& data, const View& view, const Poll& poll, const results::Interim& interim) {
    const auto& words = view.words;
    data["state"] = words("web.uitkomst.tot-nu", {{"datum", words.date(interim.day)}});
    data["has_file"] = true;
    data["how_many"] = words("web.uitkomst.hoeveel-ongeveer", {{"aantal", words.number(interim.about)}});
    const auto told = highlights(view, interim, interim.questions.size());
    data["highlights"] = highlight_data(words, told);
    data["unsure"] = told.size() < interim.questions.size();
    data["about"] = true;
    data["take_part"] = is_open(poll, view.today);
}

}  // namespace

Date day_of(const results::Release& release) {
    const auto at = parse_time(release.released_at);
    return at ? dutch_date(*at) : Date{};
}

nlohmann::json highlight_data(const Words& words, const std::vector<Highlight>& list) {
    if (list.empty()) return false;
    auto shown = nlohmann::json::array();
    for (const auto& highlight : list) {
        const Values count{{"aantal", std::to_string(highlight.of_ten)}};
        const auto of_ten = highlight.about ? words("web.uitkomst.ongeveer-van-de-tien", count)
                                            : words("web.uitkomst.van-de-tien", count);
        shown.push_back({{"dots", dots(highlight.of_ten, of_ten, highlight.about)},
                         {"n_of_ten", of_ten},
                         {"sentence", words("web.uitkomst.kozen",
                                            {{"antwoord", highlight.answer},
                                             {"vraag", highlight.question->text.in(words.language())}})}});
    }
    return {{"list", std::move(shown)}};
}

std::string group_name(const Words& words, const std::string& by, const std::string& value,
                       const AreaTree& areas) {
    if (value.empty()) return words("web.uitkomst.niet-gezegd");
    if (by == "gemeente") {
        const auto code = AreaCode::parse(value);
        return code ? areas.name_of(*code) : value;
    }
    const auto name = words.named((by == "weg" ? "weg." : "leeftijd.") + value);
    return name.empty() ? words("web.uitkomst.niet-gezegd") : name;
}

nlohmann::json channel_chart(const Words& words, const results::Release& release) {
    auto rows = nlohmann::json::array();
    std::int64_t largest = 0;
    for (const auto& [channel, count] : release.channels) largest = std::max(largest, count.value_or(0));
    if (largest == 0) return false;
    for (const auto& [channel, count] : release.channels) {
        if (count && *count == 0) continue;
        const double share = static_cast<double>(count.value_or(0)) / static_cast<double>(release.responses);
        rows.push_back({{"label", words.named("weg." + channel)},
                        {"bar", count ? bar(share, *count == largest) : hidden_bar()},
                        {"value", count ? words.number(*count) : words("web.uitkomst.verborgen")}});
    }
    auto data = chart_heads(words, words("web.uitkomst.wegen-tabel"));
    data["head_row"] = words("web.uitkomst.weg");
    data["head_value"] = words("web.uitkomst.aantal");
    data["rows"] = std::move(rows);
    return data;
}

nlohmann::json compare_groups(const Words& words, const Poll& poll, const results::Breakdown& breakdown,
                              const AreaTree& areas, const std::string& title) {
    auto columns = nlohmann::json::array();
    std::vector<std::string> people;
    bool hidden = false;
    for (const auto& group : breakdown.groups) {
        hidden = hidden || !group.responses;
        const auto name = group_name(words, breakdown.by, group.value, areas);
        const auto count = group.responses
                               ? words("web.uitkomst.mensen", {{"aantal", words.number(*group.responses)}})
                               : words("web.uitkomst.verborgen");
        people.push_back(name + ": " + count);
        columns.push_back({{"name", name}, {"people", count}});
    }
    auto questions = nlohmann::json::array();
    for (const auto& question : poll.questions)
        if (is_compared(question, breakdown))
            questions.push_back(compare_question(words, question, breakdown));
    return {{"group_id", "per-" + breakdown.by},
            {"group_title", title},
            {"group_people", listed(people, words) + '.'},
            {"columns", std::move(columns)},
            {"question_groups", std::move(questions)},
            {"hidden_note", hidden ? words("web.uitkomst.verborgen-groep") : std::string()}};
}

nlohmann::json outcome_data(const View& view, const Poll& poll) {
    const auto& words = view.words;
    nlohmann::json data{{"slug", poll.slug},
                        {"poll_title", poll.title.in(words.language())},
                        {"poll_title_mark", mark_of(poll.title, words.language())},
                        {"steps", timeline(view, poll)},
                        {"highlights", false},
                        {"figures", false},
                        {"earlier", false},
                        {"groups", nlohmann::json::array()},
                        {"channels", false},
                        {"besides", ""},
                        {"unsure", false},
                        {"about", false},
                        {"take_part", false},
                        {"has_file", false}};
    // Of a draft nothing is told: the figures are those of the revision that runs.
    const bool draft = poll.status == PollStatus::draft;
    const auto* release = draft ? nullptr : view.state->release(poll.id);
    if (release) {
        add_release(data, view, *release);
        return data;
    }
    const auto* interim = draft ? nullptr : view.state->interim(poll.id);
    if (interim) add_interim(data, view, poll, *interim);
    if (app::closed_since(poll, view.today)) {
        data["waiting"] = words("web.uitkomst.wacht-uitslag");
    } else if (!interim) {
        data["state"] = words("web.uitkomst.nog-niets");
        data["waiting"] = words("web.uitkomst.wacht");
    }
    if (!data.contains("state")) data["state"] = words("web.uitkomst.nog-niets");
    return data;
}

}  // namespace peilpunt::web
