// SPDX-License-Identifier: EUPL-1.2
#include "server/results/wording.hpp"

#include "server/results/groups.hpp"
#include "shared/text/catalogue.hpp"

namespace peilpunt::results {

std::string open_to_all_line() {
    return "Iedereen kon meedoen, ook vaker dan één keer. Wij kunnen niet zien wie dat deed.";
}

std::string sample_line(const Poll& poll, const Release& release) {
    constexpr int kOldestYouth = 27;
    const std::string people = poll.audience.age_to <= kOldestYouth ? "jongeren" : "mensen";
    return open_to_all_line() + " Dit is geen steekproef. De uitkomst geldt voor de " +
           std::to_string(release.responses) + " " + people + " die meededen.";
}

std::string hiding_line() {
    return "Kleine aantallen laten we niet zien. Zo kan niemand zien wat één persoon antwoordde.";
}

std::string interim_line() {
    return "Dit is een tussenstand. De cijfers zijn met opzet niet precies: zo kan niemand uitrekenen "
           "wat één persoon antwoordde. De precieze uitslag komt als de peiling dicht is. " +
           open_to_all_line();
}

std::string too_few_line() { return "Er deden te weinig mensen mee. Daarom is er geen uitslag."; }

std::string set_apart_line(const Release& release) {
    return std::to_string(release.set_apart) +
           " antwoorden kwamen zo snel na elkaar binnen dat wij ze apart houden. Zij tellen niet mee.";
}

std::string late_line(const Release& release) {
    return "Na de uitslag kwamen nog " + std::to_string(release.late) + " antwoorden binnen.";
}

std::string counted_line(const Question& question) {
    if (question.kind == QuestionKind::ranking) {
        const auto most = question.effective_max();
        return "geteld: hoe vaak op de eerste plaats; rangscore: " + std::to_string(most) +
               " punten voor de eerste plaats, en één minder voor elke plaats lager";
    }
    if (question.kind == QuestionKind::points)
        return "geteld: het aantal punten, en hun deel van alle punten";
    return {};
}

std::string breakdown_name(std::string_view by) {
    if (by == "gemeente") return "Gemeente";
    if (by == "weg") return "Manier van meedoen";
    if (by == "leeftijdsgroep") return "Leeftijd";
    return std::string(by);
}

std::string group_name(std::string_view by, const std::string& value, const AreaTree& areas) {
    if (value == kUnsaid) return "niet gezegd";
    if (by == "gemeente") {
        const auto code = AreaCode::parse(value);
        return code ? areas.name_of(*code) : value;
    }
    if (by == "leeftijdsgroep") return value + " jaar";
    return value;
}

std::string option_name(const Question& question, const std::string& option, std::string_view language) {
    if (question.kind == QuestionKind::yes_no)
        return text::Catalogue::builtin().get_named("antwoord." + option, language);
    const auto* known = question.option(option);
    if (known == nullptr || known->text.empty()) return option;
    return known->text.in(language);
}

}  // namespace peilpunt::results
