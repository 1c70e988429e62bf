// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <array>

#include "shared/rules/checks.hpp"
#include "shared/rules/rules.hpp"
#include "shared/text/characters.hpp"

namespace peilpunt::rules {
namespace {

constexpr std::array<std::string_view, 2> kForms{"beleidsparticipatie", "maatschappelijke-participatie"};
constexpr std::array<std::string_view, 4> kRungs{"raadplegen", "adviseren", "coproduceren", "meebeslissen"};

/// "keuze-1": small letters, digits, dashes and underscores.
bool is_name(std::string_view name) {
    const auto fine = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    return !name.empty() && name.size() <= kMaxName && std::all_of(name.begin(), name.end(), fine);
}

template <class List>
std::string listed(const List& words) {
    std::string text;
    for (const auto word : words) text.append(text.empty() ? "" : ", ").append(word);
    return text;
}

/// All languages of a text; a `needed` one must have Dutch words.
void check_words(Faults& faults, const std::string& field, const LocalText& words, bool needed,
                 int max = kMaxPollText) {
    const auto dutch = words.all().find("nl");
    const bool has_dutch = dutch != words.all().end() && !text::is_blank(dutch->second);
    if (!has_dutch && (needed || !words.empty())) add(faults, field, "fout.tekst-ontbreekt");
    for (const auto& [language, written] : words.all()) {
        const auto place = field + "." + language;
        if (!is_language(language)) add(faults, place, "fout.onbekende-taal");
        if (language != "nl" && text::is_blank(written)) add(faults, place, "fout.vertaling-leeg");
        check_text(faults, place, written, max);
    }
}

struct Bound {
    int lowest;
    int highest;
};

/// What `max` may be for a question.
Bound bound_of(const Question& question) {
    const int options = static_cast<int>(question.options.size());
    switch (question.kind) {
        case QuestionKind::multiple:
        case QuestionKind::ranking:
            return {1, std::max(options, 1)};
        case QuestionKind::scale:
            return {2, kMaxScale};
        case QuestionKind::number:
            return {1, kMaxNumber};
        case QuestionKind::points:
            return {1, kMaxPoints};
        case QuestionKind::open:
            return {1, kMaxOpenText};
        case QuestionKind::single:
        case QuestionKind::yes_no:
            return {1, 1};
    }
    return {1, 1};
}

bool has_options(QuestionKind kind) {
    return kind == QuestionKind::single || kind == QuestionKind::multiple || kind == QuestionKind::ranking ||
           kind == QuestionKind::points;
}

void check_options(Faults& faults, const Question& question, const std::string& field) {
    const auto& options = question.options;
    if (!has_options(question.kind)) {
        if (!options.empty()) add(faults, field + ".opties", "fout.keuzes-horen-niet");
        return;
    }
    if (options.size() < 2 || options.size() > kMaxOptions) {
        add(faults, field + ".opties", "fout.keuzes-aantal", {{"max", std::to_string(kMaxOptions)}});
    }
    for (std::size_t i = 0; i < options.size(); ++i) {
        const auto place = field + ".opties." + std::to_string(i);
        if (!is_name(options[i].id)) add(faults, place + ".id", "fout.naam-past-niet");
        if (question.option(options[i].id) != &options[i]) add(faults, place + ".id", "fout.dubbele-naam");
        check_words(faults, place + ".tekst", options[i].text, true);
        check_text(faults, place + ".pictogram", options[i].pictogram, static_cast<int>(kMaxName));
    }
}

/// Whether `value` could be an answer to `question`, as a condition names it.
bool can_answer(const Question& question, const std::string& value) {
    if (question.kind == QuestionKind::scale) {
        for (int i = 1; i <= question.effective_max(); ++i) {
            if (std::to_string(i) == value) return true;
        }
        return false;
    }
    if (question.kind == QuestionKind::yes_no) return value == "ja" || value == "nee" || value == "weet-niet";
    return question.option(value) != nullptr;
}

void check_show_if(Faults& faults, const Poll& poll, std::size_t at, const std::string& field) {
    const auto& show_if = *poll.questions[at].show_if;
    const auto* earlier = poll.question(show_if.question);
    if (!earlier || earlier >= &poll.questions[at]) {
        return add(faults, field + ".toonAls.vraag", "fout.hangt-af-van-later");
    }
    const auto kind = earlier->kind;
    if (kind != QuestionKind::single && kind != QuestionKind::multiple && kind != QuestionKind::scale &&
        kind != QuestionKind::yes_no) {
        return add(faults, field + ".toonAls.vraag", "fout.hangt-af-van-soort");
    }
    const auto known = [&](const std::string& value) { return can_answer(*earlier, value); };
    if (show_if.any_of.empty() || !std::all_of(show_if.any_of.begin(), show_if.any_of.end(), known)) {
        add(faults, field + ".toonAls.een", "fout.hangt-af-van-antwoord");
    }
}

void check_question(Faults& faults, const Poll& poll, std::size_t at) {
    const auto& question = poll.questions[at];
    const auto field = "vragen." + std::to_string(at);
    if (!is_name(question.id)) add(faults, field + ".id", "fout.naam-past-niet");
    if (poll.question(question.id) != &question) add(faults, field + ".id", "fout.dubbele-naam");
    check_words(faults, field + ".tekst", question.text, true);
    check_words(faults, field + ".uitleg", question.explanation, false);
    check_options(faults, question, field);
    const auto bound = bound_of(question);
    if (question.max && (*question.max < bound.lowest || *question.max > bound.highest)) {
        add(faults, field + ".max", "fout.grens-past-niet",
            {{"min", std::to_string(bound.lowest)}, {"max", std::to_string(bound.highest)}});
    }
    if (question.show_if) check_show_if(faults, poll, at, field);
}

template <class List>
void check_word(Faults& faults, const std::string& field, const List& words, std::string_view word) {
    if (std::find(words.begin(), words.end(), word) == words.end()) {
        add(faults, field, "fout.onbekend-woord", {{"woorden", listed(words)}});
    }
}

void check_expectation(Faults& faults, const Poll& poll) {
    const auto& expectation = poll.expectation;
    check_word(faults, "verwachting.vorm", kForms, expectation.form);
    check_word(faults, "verwachting.trede", kRungs, expectation.rung);
    check_words(faults, "verwachting.doel", expectation.purpose, true);
    check_words(faults, "verwachting.watGebeurtErmee", expectation.what_happens, true);
    if (expectation.feedback_on == Date{}) {
        add(faults, "verwachting.terugkoppelingOp", "fout.terugmelding-ontbreekt");
    } else if (expectation.feedback_on < poll.closes) {
        add(faults, "verwachting.terugkoppelingOp", "fout.terugmelding-te-vroeg");
    }
    if (text::is_blank(expectation.owner)) add(faults, "verwachting.eigenaar", "fout.eigenaar-ontbreekt");
    check_text(faults, "verwachting.eigenaar", expectation.owner, kMaxTitle);
}

void check_reach(Faults& faults, const Poll& poll) {
    const auto& areas = poll.municipalities;
    if (areas.empty()) add(faults, "gemeenten", "fout.kies-gemeente");
    for (auto at = areas.begin(); at != areas.end(); ++at) {
        const auto field = "gemeenten." + std::to_string(at - areas.begin());
        if (at->level() != AreaLevel::municipality) add(faults, field, "fout.onbekende-gemeente");
        if (std::find(areas.begin(), at, *at) != at) add(faults, field, "fout.dubbele-naam");
    }
    const auto& age = poll.audience;
    if (age.age_from < 0 || age.age_to > 120 || age.age_from > age.age_to) {
        add(faults, "doelgroep", "fout.leeftijd-past-niet");
    }
    if (poll.closes <= poll.opens) add(faults, "sluit", "fout.sluit-te-vroeg");
}

}  // namespace

std::vector<Fault> check_poll(const Poll& poll) {
    Faults faults;
    if (!is_name(poll.slug) || Uuid::parse(poll.slug)) add(faults, "slug", "fout.naam-past-niet");
    if (poll.revision < 1) add(faults, "revisie", "fout.revisie-past-niet");
    check_words(faults, "titel", poll.title, true, kMaxTitle);
    check_words(faults, "inleiding", poll.introduction, false);
    check_reach(faults, poll);
    check_expectation(faults, poll);
    if (poll.questions.empty() || poll.questions.size() > kMaxQuestions) {
        add(faults, "vragen", "fout.vragen-aantal", {{"max", std::to_string(kMaxQuestions)}});
    }
    for (std::size_t i = 0; i < poll.questions.size(); ++i) check_question(faults, poll, i);
    if (poll.contact) {
        check_words(faults, "contact.vraag", poll.contact->question, true);
        const auto& topics = poll.contact->topics;
        if (!std::all_of(topics.begin(), topics.end(), is_theme)) {
            add(faults, "contact.onderwerpen", "fout.onbekend-thema");
        }
    }
    return faults;
}

}  // namespace peilpunt::rules
