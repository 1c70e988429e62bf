// SPDX-License-Identifier: EUPL-1.2
#include "server/web/answers_form.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "server/web/typed.hpp"
#include "shared/model/digits.hpp"
#include "shared/rules/rules.hpp"
#include "shared/text/fault.hpp"

namespace peilpunt::web {
namespace {

// A number in the digits of any script; groups may stand apart.
std::optional<std::int64_t> number_of(std::string_view sent) {
    auto text = plain_digits(sent);
    std::erase(text, ' ');
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

// The answers of one form, question by question.
class Reader {
  public:
    Reader(const http::Form& form, SentResponse& sent) : form_(form), sent_(sent) {}

    void read(const Question& question) {
        switch (question.kind) {
            case QuestionKind::single:
            case QuestionKind::yes_no:
                read_single(question);
                break;
            case QuestionKind::multiple:
                read_multiple(question);
                break;
            case QuestionKind::scale:
            case QuestionKind::number:
                read_number(question);
                break;
            case QuestionKind::ranking:
                read_ranking(question);
                break;
            case QuestionKind::points:
                read_points(question);
                break;
            case QuestionKind::open:
                read_open(question);
                break;
        }
    }

  private:
    Choice choice(const Question& question, std::string_view option) {
        Choice chosen{std::string(option), {}};
        if (option == kOtherOption) chosen.note = typed(form_.get(note_field_of(question.id)));
        return chosen;
    }
    void read_single(const Question& question) {
        const auto value = form_.get(field_of(question.id));
        if (!value.empty()) sent_.response.answers.set(question.id, choice(question, value));
    }
    void read_multiple(const Question& question) {
        Choices choices;
        for (const auto value : form_.all_of(field_of(question.id)))
            choices.chosen.push_back(choice(question, value));
        if (!choices.chosen.empty()) sent_.response.answers.set(question.id, choices);
    }
    void read_number(const Question& question) {
        const auto text = typed(form_.get(field_of(question.id)));
        if (text.empty()) return;
        if (const auto value = number_of(text)) {
            sent_.response.answers.set(question.id, Number{*value});
        } else {
            fault(question);
        }
    }
    void read_ranking(const Question& question) {
        Ranking ranking;
        for (int place = 1; place <= question.effective_max(); ++place) {
            const auto value = form_.get(place_field_of(question.id, place));
            if (!value.empty()) ranking.order.emplace_back(value);
        }
        if (!ranking.order.empty()) sent_.response.answers.set(question.id, ranking);
    }
    void read_points(const Question& question) {
        Points points;
        bool any = false;
        for (const auto& option : question.options) {
            const auto text = typed(form_.get(points_field_of(question.id, option.id)));
            const auto value = text.empty() ? std::optional<std::int64_t>(0) : number_of(text);
            if (!value || *value > 1'000'000 || *value < -1'000'000) return fault(question);
            any = any || *value != 0;
            points.given.emplace_back(option.id, static_cast<int>(*value));
        }
        if (any) sent_.response.answers.set(question.id, points);
    }
    void read_open(const Question& question) {
        const auto text = typed(form_.get(field_of(question.id)));
        if (!text.empty()) sent_.response.answers.set(question.id, OpenText{text});
    }
    void fault(const Question& question) {
        sent_.faults.push_back(text::make_fault("antwoorden." + question.id, "fout.geen-getal"));
    }

    const http::Form& form_;
    SentResponse& sent_;
};

}  // namespace

std::string field_of(std::string_view question) { return "a." + std::string(question); }
std::string note_field_of(std::string_view question) { return field_of(question) + ".anders"; }
std::string place_field_of(std::string_view question, int place) {
    return field_of(question) + '.' + std::to_string(place);
}
std::string points_field_of(std::string_view question, std::string_view option) {
    return field_of(question) + '.' + std::string(option);
}

SentResponse read_response(const http::Form& form, const Poll& poll, std::string_view language) {
    SentResponse sent;
    auto& response = sent.response;
    response.poll = poll.id;
    response.revision = poll.revision;
    response.language = language;
    if (const auto id = ResponseId::parse(form.get("id"))) {
        response.id = *id;
    } else {
        sent.faults.push_back(text::make_fault("id", "fout.geen-kenmerk"));
    }
    if (const auto code = AreaCode::parse(form.get("gemeente"))) {
        response.municipality = *code;
    } else {
        sent.faults.push_back(text::make_fault("gemeente", "fout.kies-gemeente"));
    }
    if (const auto wijk = form.get("wijk"); !wijk.empty()) {
        if (const auto code = AreaCode::parse(wijk)) {
            response.district = *code;
        } else {
            sent.faults.push_back(text::make_fault("wijk", "fout.onbekende-wijk"));
        }
    }
    response.age_group = form.get("leeftijd");
    Reader reader(form, sent);
    for (const auto& question : poll.questions) {
        reader.read(question);
        const auto field = field_of(question.id);
        const bool lost = std::any_of(form.damaged().begin(), form.damaged().end(), [&](const auto& name) {
            return name == field || name.starts_with(field + '.');
        });
        if (lost) sent.faults.push_back(text::make_fault("antwoorden." + question.id, "fout.tekens-weg"));
    }
    rules::drop_hidden(poll, response.answers);
    return sent;
}

}  // namespace peilpunt::web
