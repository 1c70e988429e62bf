// SPDX-License-Identifier: EUPL-1.2
#include "shared/json/fields.hpp"
#include "shared/json/json.hpp"

namespace peilpunt::json {
namespace {

// Ten questions of twelve options in seven languages fit with room to spare.
constexpr Bounds kPollBounds{256 * 1024, 16, 10'000};

constexpr std::string_view kKinds = "enkel, meervoudig, schaal, getal, ja-nee, rangorde, punten, open";
constexpr std::string_view kStatuses = "concept, open, gesloten";

Audience read_audience(Fields& poll) {
    Audience audience;
    const auto* tree = poll.find("doelgroep", Need::optional);
    if (!tree) return audience;
    Fields fields(*tree, "doelgroep.", poll.faults(), {"leeftijdVan", "leeftijdTot"});
    audience.age_from = fields.number("leeftijdVan", Need::optional).value_or(audience.age_from);
    audience.age_to = fields.number("leeftijdTot", Need::optional).value_or(audience.age_to);
    return audience;
}

Expectation read_expectation(Fields& poll) {
    Expectation expectation;
    const auto* tree = poll.find("verwachting");
    if (!tree) return expectation;
    Fields fields(*tree, "verwachting.", poll.faults(),
                  {"vorm", "trede", "doel", "watGebeurtErmee", "terugkoppelingOp", "eigenaar"});
    // A draft may still lack any of these; rules::check_poll keeps it from being published.
    expectation.form = fields.text("vorm", Need::optional);
    expectation.rung = fields.text("trede", Need::optional);
    expectation.purpose = fields.local_text("doel", Need::optional);
    expectation.what_happens = fields.local_text("watGebeurtErmee", Need::optional);
    expectation.feedback_on = fields.date("terugkoppelingOp", Need::optional);
    expectation.owner = fields.text("eigenaar", Need::optional);
    return expectation;
}

std::vector<Option> read_options(Fields& question) {
    std::vector<Option> options;
    const auto* items = question.list("opties", Need::optional);
    if (!items) return options;
    for (std::size_t i = 0; i < items->size(); ++i) {
        Fields fields((*items)[i], question.path("opties.") + std::to_string(i) + ".", question.faults(),
                      {"id", "tekst", "pictogram"});
        Option option;
        option.id = fields.text("id");
        option.text = fields.local_text("tekst");
        option.pictogram = fields.text("pictogram", Need::optional);
        options.push_back(std::move(option));
    }
    return options;
}

std::optional<ShowIf> read_show_if(Fields& question) {
    const auto* tree = question.find("toonAls", Need::optional);
    if (!tree) return std::nullopt;
    Fields fields(*tree, question.path("toonAls."), question.faults(), {"vraag", "een"});
    ShowIf show_if;
    show_if.question = fields.text("vraag");
    show_if.any_of = fields.texts("een");
    return show_if;
}

Question read_question(const Tree& tree, const std::string& path, Faults& faults) {
    Fields fields(tree, path, faults,
                  {"id", "soort", "tekst", "uitleg", "opties", "verplicht", "toonAls", "max"});
    Question question;
    question.id = fields.text("id");
    if (const auto* kind = fields.find("soort")) {
        const auto* words = kind->get_ptr<const std::string*>();
        const auto known = words ? question_kind_of(*words) : std::nullopt;
        if (!known) fields.fault("soort", "fout.onbekend-woord", {{"woorden", std::string(kKinds)}});
        question.kind = known.value_or(QuestionKind::single);
    }
    question.text = fields.local_text("tekst");
    question.explanation = fields.local_text("uitleg", Need::optional);
    question.options = read_options(fields);
    question.required = fields.flag("verplicht", Need::optional);
    question.show_if = read_show_if(fields);
    question.max = fields.number("max", Need::optional);
    return question;
}

std::vector<Question> read_questions(Fields& poll) {
    std::vector<Question> questions;
    const auto* items = poll.list("vragen");
    if (!items) return questions;
    for (std::size_t i = 0; i < items->size(); ++i) {
        questions.push_back(read_question((*items)[i], "vragen." + std::to_string(i) + ".", poll.faults()));
    }
    return questions;
}

std::vector<AreaCode> read_municipalities(Fields& poll) {
    std::vector<AreaCode> codes;
    const auto* items = poll.list("gemeenten");
    if (!items) return codes;
    for (std::size_t i = 0; i < items->size(); ++i) {
        const auto* words = (*items)[i].get_ptr<const std::string*>();
        const auto code = words ? AreaCode::parse(*words) : Result<AreaCode>(Error{});
        if (code) {
            codes.push_back(*code);
        } else {
            poll.fault("gemeenten." + std::to_string(i), "fout.geen-gebied");
        }
    }
    return codes;
}

PollStatus read_status(Fields& poll) {
    const auto words = poll.text("status", Need::optional);
    if (words.empty()) return PollStatus::draft;
    const auto status = poll_status_of(words);
    if (!status) poll.fault("status", "fout.onbekend-woord", {{"woorden", std::string(kStatuses)}});
    return status.value_or(PollStatus::draft);
}

std::optional<ContactOffer> read_contact(Fields& poll) {
    const auto* tree = poll.find("contact", Need::optional);
    if (!tree) return std::nullopt;
    Fields fields(*tree, "contact.", poll.faults(), {"vraag", "onderwerpen"});
    ContactOffer contact;
    contact.question = fields.local_text("vraag");
    contact.topics = fields.texts("onderwerpen", Need::optional);
    return contact;
}

Tree tree_of(const LocalText& text) { return text.all(); }

Tree tree_of(const Question& question) {
    Tree tree{{"id", question.id}, {"soort", word(question.kind)}, {"tekst", tree_of(question.text)}};
    if (!question.explanation.empty()) tree["uitleg"] = tree_of(question.explanation);
    if (!question.options.empty()) {
        auto& options = tree["opties"] = Tree::array();
        for (const auto& option : question.options) {
            Tree item{{"id", option.id}, {"tekst", tree_of(option.text)}};
            if (!option.pictogram.empty()) item["pictogram"] = option.pictogram;
            options.push_back(std::move(item));
        }
    }
    if (question.required) tree["verplicht"] = true;
    if (question.show_if) {
        tree["toonAls"] = {{"vraag", question.show_if->question}, {"een", question.show_if->any_of}};
    }
    if (question.max) tree["max"] = *question.max;
    return tree;
}

Tree tree_of(const Expectation& expectation) {
    Tree tree = Tree::object();
    if (!expectation.form.empty()) tree["vorm"] = expectation.form;
    if (!expectation.rung.empty()) tree["trede"] = expectation.rung;
    if (!expectation.purpose.empty()) tree["doel"] = tree_of(expectation.purpose);
    if (!expectation.what_happens.empty()) tree["watGebeurtErmee"] = tree_of(expectation.what_happens);
    if (expectation.feedback_on != Date{}) tree["terugkoppelingOp"] = format_date(expectation.feedback_on);
    if (!expectation.owner.empty()) tree["eigenaar"] = expectation.owner;
    return tree;
}

}  // namespace

Result<Poll> poll_from(const nlohmann::json& tree) {
    Faults faults;
    Fields fields(tree, "", faults,
                  {"id", "slug", "revisie", "status", "titel", "inleiding", "gemeenten", "doelgroep", "opent",
                   "sluit", "verwachting", "vragen", "contact"});
    Poll poll;
    poll.id = fields.id<PollId>("id");
    poll.slug = fields.text("slug");
    poll.revision = fields.number("revisie", Need::optional).value_or(1);
    poll.status = read_status(fields);
    poll.title = fields.local_text("titel");
    poll.introduction = fields.local_text("inleiding", Need::optional);
    poll.municipalities = read_municipalities(fields);
    poll.audience = read_audience(fields);
    poll.opens = fields.date("opent");
    poll.closes = fields.date("sluit");
    poll.expectation = read_expectation(fields);
    poll.questions = read_questions(fields);
    poll.contact = read_contact(fields);
    if (!faults.empty()) return text::invalid(std::move(faults));
    return poll;
}

Result<Poll> parse_poll(std::string_view text) {
    const auto tree = parse(text, kPollBounds);
    if (!tree) return tree.error();
    return poll_from(*tree);
}

nlohmann::json poll_tree(const Poll& poll) {
    auto codes = Tree::array();
    for (const auto& code : poll.municipalities) codes.push_back(code.str());
    auto questions = Tree::array();
    for (const auto& question : poll.questions) questions.push_back(tree_of(question));
    Tree tree{{"id", poll.id.str()},
              {"slug", poll.slug},
              {"revisie", poll.revision},
              {"status", word(poll.status)},
              {"titel", tree_of(poll.title)},
              {"gemeenten", std::move(codes)},
              {"doelgroep", {{"leeftijdVan", poll.audience.age_from}, {"leeftijdTot", poll.audience.age_to}}},
              {"opent", format_date(poll.opens)},
              {"sluit", format_date(closing_day(poll))},
              {"verwachting", tree_of(poll.expectation)},
              {"vragen", std::move(questions)}};
    if (!poll.introduction.empty()) tree["inleiding"] = tree_of(poll.introduction);
    if (poll.contact) {
        auto& contact = tree["contact"] = {{"vraag", tree_of(poll.contact->question)}};
        if (!poll.contact->topics.empty()) contact["onderwerpen"] = poll.contact->topics;
    }
    return tree;
}

std::string write_poll(const Poll& poll) { return poll_tree(poll).dump(); }

}  // namespace peilpunt::json
