// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <array>
#include <numeric>

#include "shared/rules/checks.hpp"
#include "shared/rules/rules.hpp"
#include "shared/text/characters.hpp"

namespace peilpunt::rules {
namespace {

constexpr std::array<std::string_view, 3> kYesNo{"ja", "nee", "weet-niet"};

bool is_option(const Question& question, std::string_view id) {
    if (question.kind == QuestionKind::yes_no)
        return std::find(kYesNo.begin(), kYesNo.end(), id) != kYesNo.end();
    return question.option(id) != nullptr;
}

/// Checks one answer against one question; the field is made only when there is a fault to name.
class AnswerCheck {
  public:
    AnswerCheck(const Question& question, Faults& faults) : question_(question), faults_(faults) {}

    void operator()(const Choice& choice) {
        if (!is_kind(QuestionKind::single) && !is_kind(QuestionKind::yes_no)) return wrong_kind();
        check_choice(choice);
    }
    void operator()(const Choices& choices) {
        if (!is_kind(QuestionKind::multiple)) return wrong_kind();
        check_list(choices.chosen, [](const Choice& choice) -> const std::string& { return choice.option; });
        for (const auto& choice : choices.chosen) check_note(choice);
    }
    void operator()(const Ranking& ranking) {
        if (!is_kind(QuestionKind::ranking)) return wrong_kind();
        check_list(ranking.order, [](const std::string& option) -> const std::string& { return option; });
    }
    void operator()(const Number& number) {
        const int max = question_.effective_max();
        if (is_kind(QuestionKind::scale)) {
            if (number.value < 1 || number.value > max)
                fault("fout.buiten-schaal", {{"max", std::to_string(max)}});
        } else if (is_kind(QuestionKind::number)) {
            if (number.value < 0 || number.value > max)
                fault("fout.buiten-bereik", {{"max", std::to_string(max)}});
        } else {
            wrong_kind();
        }
    }
    void operator()(const Points& points) {
        if (!is_kind(QuestionKind::points)) return wrong_kind();
        check_known_and_once(points.given,
                             [](const auto& given) -> const std::string& { return given.first; });
        const int max = question_.effective_max();
        std::int64_t sum = 0;
        for (const auto& given : points.given) {
            if (given.second < 0) return fault("fout.punten-onder-nul");
            sum += given.second;
        }
        if (sum != max) {
            fault("fout.punten-som", {{"max", std::to_string(max)}, {"nu", std::to_string(sum)}});
        }
    }
    void operator()(const OpenText& open) {
        if (!is_kind(QuestionKind::open)) return wrong_kind();
        if (text::is_blank(open.text)) return fault("fout.leeg");
        check_text(faults_, field(), open.text, std::min(question_.effective_max(), kMaxOpenText));
    }

  private:
    bool is_kind(QuestionKind kind) const { return question_.kind == kind; }
    std::string field() const { return "antwoorden." + question_.id; }
    void fault(text::Key key, text::FaultValues values = {}) {
        add(faults_, field(), key, std::move(values));
    }
    void wrong_kind() { fault("fout.verkeerd-soort"); }

    void check_choice(const Choice& choice) {
        if (!is_option(question_, choice.option)) fault("fout.onbekende-keuze");
        check_note(choice);
    }
    void check_note(const Choice& choice) {
        if (choice.note.empty()) return;
        if (choice.option != kOtherOption) return fault("fout.toelichting-past-niet");
        check_text(faults_, field(), choice.note, kMaxNote, "fout.toelichting-te-lang");
    }
    template <class List, class IdOf>
    void check_list(const List& list, IdOf id_of) {
        if (list.empty()) return fault("fout.niets-gekozen");
        check_known_and_once(list, id_of);
        const int max = question_.effective_max();
        if (list.size() > static_cast<std::size_t>(std::max(max, 0))) {
            fault("fout.te-veel-gekozen", {{"max", std::to_string(max)}});
        }
    }
    template <class List, class IdOf>
    void check_known_and_once(const List& list, IdOf id_of) {
        const auto unknown = [&](const auto& item) { return !is_option(question_, id_of(item)); };
        if (std::any_of(list.begin(), list.end(), unknown)) return fault("fout.onbekende-keuze");
        for (auto at = list.begin(); at != list.end(); ++at) {
            const auto same = [&](const auto& earlier) { return id_of(earlier) == id_of(*at); };
            if (std::any_of(list.begin(), at, same)) return fault("fout.dubbel-gekozen");
        }
    }

    const Question& question_;
    Faults& faults_;
};

bool is_typed(QuestionKind kind) { return kind == QuestionKind::number || kind == QuestionKind::open; }

void check_place(const Poll& poll, const Response& response, Faults& faults) {
    const auto& allowed = poll.municipalities;
    if (response.municipality.empty()) {
        add(faults, "gemeente", "fout.kies-gemeente");
    } else if (std::find(allowed.begin(), allowed.end(), response.municipality) == allowed.end()) {
        add(faults, "gemeente", "fout.andere-gemeente");
    }
    if (response.district.empty()) return;
    if (response.district.level() != AreaLevel::district) {
        add(faults, "wijk", "fout.onbekende-wijk");
    } else if (response.district.municipality() != response.municipality) {
        add(faults, "wijk", "fout.wijk-buiten-gemeente");
    }
}

}  // namespace

std::vector<Fault> check_answer(const Question& question, const Answer& answer) {
    Faults faults;
    std::visit(AnswerCheck(question, faults), answer);
    return faults;
}

std::vector<Fault> check_response(const Poll& poll, const Response& response) {
    Faults faults;
    if (response.poll != poll.id) add(faults, "peiling", "fout.andere-peiling");
    if (response.revision != poll.revision) add(faults, "revisie", "fout.andere-revisie");
    check_place(poll, response, faults);
    if (!response.age_group.empty() && !is_age_group(response.age_group)) {
        add(faults, "leeftijdsgroep", "fout.onbekende-leeftijd");
    }
    if (!is_language(response.language)) add(faults, "taal", "fout.onbekende-taal");
    for (const auto& question : poll.questions) {
        const auto* answer = response.answers.find(question.id);
        const bool shown = is_shown(poll, question, response.answers);
        if (answer && !shown) {
            add(faults, "antwoorden." + question.id, "fout.niet-gevraagd");
        } else if (answer) {
            std::visit(AnswerCheck(question, faults), *answer);
        } else if (shown && question.required) {
            if (is_typed(question.kind)) {
                add(faults, "antwoorden." + question.id, "fout.verplicht-invullen");
            } else {
                add(faults, "antwoorden." + question.id, "fout.verplicht");
            }
        }
    }
    // A fault at a question says more than that nothing was filled in.
    const bool told = std::any_of(faults.begin(), faults.end(),
                                  [](const Fault& one) { return one.field.starts_with("antwoorden."); });
    if (response.answers.empty() && !told) add(faults, "antwoorden", "fout.niets-ingevuld");
    for (const auto& [id, answer] : response.answers.all()) {
        if (!poll.question(id)) add(faults, "antwoorden." + id, "fout.onbekende-vraag");
    }
    return faults;
}

std::vector<Fault> check_signal(const Signal& signal, const AreaTree& areas) {
    Faults faults;
    if (text::is_blank(signal.text) && signal.recording.empty()) add(faults, "tekst", "fout.vertel-iets");
    check_text(faults, "tekst", signal.text, kMaxSignalText);
    check_text(faults, "watHelpt", signal.what_helps, kMaxSignalExtra);
    check_text(faults, "watKanIkZelf", signal.own_part, kMaxSignalExtra);
    if (!signal.theme.empty() && !is_theme(signal.theme)) add(faults, "thema", "fout.onbekend-thema");
    if (signal.municipality.empty()) {
        add(faults, "gemeente", "fout.kies-gemeente");
    } else if (signal.municipality.level() != AreaLevel::municipality || !areas.find(signal.municipality)) {
        add(faults, "gemeente", "fout.onbekende-gemeente");
    }
    if (!signal.area.empty()) {
        const auto level = signal.area.level();
        const bool fine = level == AreaLevel::district || level == AreaLevel::neighbourhood;
        if (!fine || !areas.find(signal.area)) {
            add(faults, "wijk", "fout.onbekende-wijk");
        } else if (signal.area.municipality() != signal.municipality) {
            add(faults, "wijk", "fout.wijk-buiten-gemeente");
        }
    }
    if (!is_language(signal.language)) add(faults, "taal", "fout.onbekende-taal");
    return faults;
}

}  // namespace peilpunt::rules
