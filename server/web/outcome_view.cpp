// SPDX-License-Identifier: EUPL-1.2
#include "server/web/outcome_view.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "server/web/charts.hpp"
#include "server/web/poll_view.hpp"
#include "shared/text/decimal.hpp"

namespace peilpunt::web {
namespace {

std::string name_of(const std::vector<AnswerName>& names, const std::string& value) {
    const auto found =
        std::find_if(names.begin(), names.end(), [&](const AnswerName& n) { return n.value == value; });
    return found == names.end() ? value : found->text;
}

std::string mark_in(const std::vector<AnswerName>& names, const std::string& value) {
    const auto found = std::find_if(names.begin(), names.end(),
                                    [&value](const AnswerName& name) { return name.value == value; });
    return found == names.end() ? std::string() : found->mark;
}

double largest_share(const results::QuestionFigures& figures) {
    double largest = 0;
    for (const auto& option : figures.options) largest = std::max(largest, option.share.value_or(0));
    return largest;
}

bool is_countable(QuestionKind kind) { return kind != QuestionKind::open && kind != QuestionKind::number; }

nlohmann::json chart_heads(const Words& words, const std::string& caption) {
    return {{"caption", caption},
            {"head_row", words("web.uitkomst.antwoord")},
            {"head_bar", words("web.uitkomst.balk")},
            {"head_value", words("web.uitkomst.deel")}};
}

// What can be said of a question that has no bars.
std::string without_chart(const Words& words, const Question& question,
                          const results::QuestionFigures* figures) {
    if (!figures || !figures->answered) return words("web.uitkomst.vraag-verborgen");
    const Values count{{"aantal", words.number(*figures->answered)}};
    if (question.kind == QuestionKind::open) return words("web.uitkomst.open-vraag", count);
    if (question.kind == QuestionKind::number && figures->mean) {
        auto mean = std::to_string(static_cast<int>(std::lround(*figures->mean * 10)));
        if (mean.size() < 2) mean = '0' + mean;
        mean.insert(mean.size() - 1, 1, text::decimal_mark(words.language()));
        return words("web.uitkomst.getal-midden", {{"aantal", count.at("aantal")}, {"midden", mean}});
    }
    return words("web.uitkomst.getal-vraag", count);
}

nlohmann::json counts_table(const Words& words, const Question& question,
                            const results::QuestionFigures& figures) {
    auto rows = nlohmann::json::array();
    const auto names = answer_names(words, question);
    for (const auto& option : figures.options) {
        rows.push_back(
            {{"label", name_of(names, option.option)},
             {"label_mark", mark_in(names, option.option)},
             {"count", option.count ? words.number(*option.count) : words("web.uitkomst.verborgen")},
             {"value", option.share ? words.percent(*option.share) : "–"}});
    }
    return {{"caption_count",
             words("web.uitkomst.aantal-bij", {{"vraag", question.text.in(words.language())},
                                               {"aantal", words.number(figures.answered.value_or(0))}})},
            {"rows", std::move(rows)}};
}

nlohmann::json question_data(const Words& words, const Question& question,
                             const results::QuestionFigures* figures) {
    const bool bars = is_countable(question.kind) && figures && figures->answered;
    if (!bars) {
        return {{"no_chart", without_chart(words, question, figures)},
                {"caption", question.text.in(words.language())},
                {"caption_mark", mark_of(question.text, words.language())},
                {"chart", false},
                {"counts", false}};
    }
    nlohmann::json data{{"no_chart", false}, {"chart", chart_of(words, question, *figures)}};
    data["counts"] = question.kind == QuestionKind::points ? nlohmann::json(false)
                                                           : counts_table(words, question, *figures);
    return data;
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
    const bool told = view.today >= poll.expectation.feedback_on;
    const auto until = words.date(last_day(poll));
    auto steps = nlohmann::json::array();
    steps.push_back(step(words("web.uitkomst.vanaf", {{"datum", words.date(poll.opens)}}),
                         words("web.uitkomst.stap-open"),
                         open     ? "now"
                         : before ? "later"
                                  : "done"));
    steps.push_back(step(until,
                         words(open || before ? text::Key("web.uitkomst.stap-dicht")
                                              : text::Key("web.uitkomst.stap-dicht-klaar")),
                         open || before ? "later" : "done"));
    steps.push_back(step(words.date(poll.expectation.feedback_on), words("web.uitkomst.stap-uitslag"),
                         told               ? "done"
                         : (open || before) ? "later"
                                            : "now"));
    return steps;
}

// "GM0453" or "16-17" or "kiosk" in words.
std::string group_name(const Words& words, const std::string& by, const std::string& value,
                       const AreaTree& areas) {
    if (value.empty()) return words("web.uitkomst.niet-gezegd");
    if (by == "gemeente") {
        const auto code = AreaCode::parse(value);
        return code ? areas.name_of(*code) : value;
    }
    const auto name = words.named((by == "weg" ? "weg." : "leeftijd.") + value);
    return name.empty() ? value : name;
}

const results::QuestionFigures* in_group(const results::GroupFigures& group, const std::string& question) {
    const auto found = std::find_if(group.questions.begin(), group.questions.end(),
                                    [&](const auto& figures) { return figures.question == question; });
    return found == group.questions.end() ? nullptr : &*found;
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

nlohmann::json highlight_data(const Words& words, const std::vector<Highlight>& list) {
    if (list.empty()) return false;
    auto shown = nlohmann::json::array();
    for (const auto& highlight : list) {
        const auto of_ten = words("web.uitkomst.van-de-tien", {{"aantal", std::to_string(highlight.of_ten)}});
        shown.push_back({{"dots", dots(highlight.of_ten, of_ten)},
                         {"n_of_ten", of_ten},
                         {"sentence", words("web.uitkomst.kozen",
                                            {{"antwoord", highlight.answer},
                                             {"vraag", highlight.question->text.in(words.language())}})}});
    }
    return {{"list", std::move(shown)}};
}

void add_figures(nlohmann::json& data, const View& view, const Poll& poll, const results::Release& release) {
    const auto& words = view.words;
    const auto& asked = poll_of(*view.state, poll, release);
    auto questions = nlohmann::json::array();
    for (const auto& question : asked.questions)
        questions.push_back(question_data(words, question, figures_of(release, question.id)));
    data["figures"] = {{"questions", std::move(questions)}};
    data["highlights"] = highlight_data(words, highlights(words, asked, release, 3));
    auto groups = nlohmann::json::array();
    for (const auto& breakdown : release.breakdowns) {
        if (breakdown.by == "weg" || breakdown.groups.empty()) continue;
        const auto title = breakdown.by == "gemeente" ? words("web.uitkomst.per-gemeente")
                                                      : words("web.uitkomst.per-leeftijd");
        groups.push_back(compare_groups(words, asked, breakdown, view.state->areas, title));
    }
    data["groups"] = std::move(groups);
    data["channels"] = channel_chart(words, release);
    data["has_figures"] = true;
}

}  // namespace

const Poll& poll_of(const app::State& state, const Poll& poll, const results::Release& release) {
    const auto* revision = state.revision(poll.id, release.revision);
    return revision ? *revision : poll;
}

const results::QuestionFigures* figures_of(const results::Release& release, std::string_view question) {
    const auto found = std::find_if(release.questions.begin(), release.questions.end(),
                                    [question](const auto& figures) { return figures.question == question; });
    return found == release.questions.end() ? nullptr : &*found;
}

Date day_of(const results::Release& release) {
    const auto at = parse_time(release.released_at);
    return at ? dutch_date(*at) : Date{};
}

std::vector<Highlight> highlights(const Words& words, const Poll& poll, const results::Release& release,
                                  std::size_t limit) {
    struct Found {
        Highlight highlight;
        double share;
    };
    std::vector<Found> found;
    for (const auto& question : poll.questions) {
        const auto* figures = figures_of(release, question.id);
        const bool plain = question.kind == QuestionKind::single || question.kind == QuestionKind::yes_no ||
                           question.kind == QuestionKind::multiple || question.kind == QuestionKind::scale;
        if (!plain || !figures || !figures->answered) continue;
        const auto best = std::max_element(
            figures->options.begin(), figures->options.end(),
            [](const auto& a, const auto& b) { return a.share.value_or(0) < b.share.value_or(0); });
        if (best == figures->options.end() || !best->share) continue;
        const int of_ten = static_cast<int>(std::lround(*best->share * 10));
        if (of_ten > 0)
            found.push_back(
                {{&question, name_of(answer_names(words, question), best->option), of_ten}, *best->share});
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Found& a, const Found& b) { return a.share > b.share; });
    if (found.size() > limit) found.resize(limit);
    std::sort(found.begin(), found.end(),
              [](const Found& a, const Found& b) { return a.highlight.question < b.highlight.question; });
    std::vector<Highlight> list;
    for (auto& one : found) list.push_back(std::move(one.highlight));
    return list;
}

nlohmann::json chart_of(const Words& words, const Question& question,
                        const results::QuestionFigures& figures) {
    auto data = chart_heads(words, question.text.in(words.language()));
    data["caption_mark"] = mark_of(question.text, words.language());
    auto rows = nlohmann::json::array();
    const auto names = answer_names(words, question);
    const double largest = largest_share(figures);
    auto options = figures.options;
    if (question.kind == QuestionKind::scale) std::reverse(options.begin(), options.end());
    for (const auto& option : options) {
        const double share = option.share.value_or(0);
        rows.push_back({{"label", name_of(names, option.option)},
                        {"label_mark", mark_in(names, option.option)},
                        {"bar", option.share ? bar(share, share >= largest) : hidden_bar()},
                        {"value", option.share ? words.percent(share) : words("web.uitkomst.verborgen")}});
    }
    data["rows"] = std::move(rows);
    return data;
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
        if (is_countable(question.kind)) questions.push_back(compare_question(words, question, breakdown));
    return {{"group_id", "per-" + breakdown.by},
            {"group_title", title},
            {"group_people", listed(people, words) + '.'},
            {"columns", std::move(columns)},
            {"question_groups", std::move(questions)},
            {"hidden_note", hidden ? words("web.uitkomst.verborgen-groep") : std::string()}};
}

nlohmann::json outcome_data(const View& view, const Poll& poll, const results::Release* release) {
    const auto& words = view.words;
    nlohmann::json data{{"slug", poll.slug},
                        {"poll_title", poll.title.in(words.language())},
                        {"poll_title_mark", mark_of(poll.title, words.language())},
                        {"steps", timeline(view, poll)},
                        {"highlights", false},
                        {"figures", false},
                        {"groups", nlohmann::json::array()},
                        {"channels", false},
                        {"has_figures", false}};
    if (!release) {
        data["state"] = words("web.uitkomst.nog-niets");
        data["waiting"] = words("web.uitkomst.wacht");
        return data;
    }
    const Values count{{"aantal", words.number(release->responses)}};
    const Values day{{"datum", words.date(day_of(*release))}};
    data["state"] =
        is_open(poll, view.today) ? words("web.uitkomst.tot-nu", day) : words("web.uitkomst.eind", day);
    data["how_many"] = words("web.uitkomst.hoeveel", count);
    data["method"] =
        words("web.uitkomst.werkwijze", count) + ' ' +
        words("web.uitkomst.periode", {{"van", words.date(poll.opens)}, {"tot", words.date(last_day(poll))}});
    add_figures(data, view, poll, *release);
    return data;
}

}  // namespace peilpunt::web
