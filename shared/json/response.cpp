// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>

#include "shared/json/fields.hpp"
#include "shared/json/json.hpp"
#include "shared/rules/rules.hpp"
#include "shared/text/characters.hpp"

namespace peilpunt::json {
namespace {

/// What somebody wrote, as it is; empty when nobody would see anything of it.
std::string unless_blank(const std::string& words) { return text::is_blank(words) ? std::string() : words; }

/// A choice is its option id, or `{"keuze": id, "toelichting": "..."}`.
std::optional<Choice> read_choice(const Tree& tree) {
    if (const auto* option = tree.get_ptr<const std::string*>()) return Choice{*option, {}};
    const auto* object = tree.get_ptr<const Tree::object_t*>();
    if (!object) return std::nullopt;
    Choice choice;
    for (const auto& [name, value] : *object) {
        const auto* words = value.get_ptr<const std::string*>();
        if (!words) return std::nullopt;
        if (name == "keuze") {
            choice.option = *words;
        } else if (name == "toelichting") {
            choice.note = unless_blank(*words);
        } else {
            return std::nullopt;
        }
    }
    return object->contains("keuze") ? std::optional(std::move(choice)) : std::nullopt;
}

std::optional<Answer> read_choices(const Tree& tree) {
    const auto* list = tree.get_ptr<const Tree::array_t*>();
    if (!list) return std::nullopt;
    Choices choices;
    for (const auto& item : *list) {
        auto choice = read_choice(item);
        if (!choice) return std::nullopt;
        choices.chosen.push_back(std::move(*choice));
    }
    return choices;
}

std::optional<Answer> read_ranking(const Tree& tree) {
    const auto* list = tree.get_ptr<const Tree::array_t*>();
    if (!list) return std::nullopt;
    Ranking ranking;
    for (const auto& item : *list) {
        const auto* option = item.get_ptr<const std::string*>();
        if (!option) return std::nullopt;
        ranking.order.push_back(*option);
    }
    return ranking;
}

/// Points in the order of the question's options, which is the order that people saw; JSON objects have none.
std::optional<Answer> read_points(const Tree& tree, const Question& question) {
    const auto* object = tree.get_ptr<const Tree::object_t*>();
    if (!object) return std::nullopt;
    Points points;
    for (const auto& [option, given] : *object) {
        const auto number = small_number(given);
        if (!number) return std::nullopt;
        points.given.emplace_back(option, *number);
    }
    const auto place = [&](const auto& given) {
        const auto* option = question.option(given.first);
        return option ? static_cast<std::size_t>(option - question.options.data()) : question.options.size();
    };
    std::stable_sort(points.given.begin(), points.given.end(),
                     [&](const auto& a, const auto& b) { return place(a) < place(b); });
    return points;
}

/// The answer, or nothing when the value has another shape than this kind of question takes.
std::optional<Answer> read_answer(const Tree& tree, const Question& question) {
    switch (question.kind) {
        case QuestionKind::single:
            return read_choice(tree);
        case QuestionKind::yes_no:
            if (const auto* word = tree.get_ptr<const std::string*>()) return Choice{*word, {}};
            return std::nullopt;
        case QuestionKind::multiple:
            return read_choices(tree);
        case QuestionKind::scale:
        case QuestionKind::number:
            if (tree.is_number_integer()) return Number{tree.get<std::int64_t>()};
            return std::nullopt;
        case QuestionKind::ranking:
            return read_ranking(tree);
        case QuestionKind::points:
            return read_points(tree, question);
        case QuestionKind::open:
            if (const auto* words = tree.get_ptr<const std::string*>()) return OpenText{*words};
            return std::nullopt;
    }
    return std::nullopt;
}

Answers read_answers(const Tree& tree, const Poll& poll, Faults& faults) {
    Answers answers;
    const auto* object = tree.get_ptr<const Tree::object_t*>();
    if (!object) {
        add(faults, "antwoorden", "fout.geen-object");
        return answers;
    }
    // In the order of the poll, whatever the order on the wire: the same answers are the same value.
    std::size_t asked = 0;
    for (const auto& question : poll.questions) {
        const auto found = object->find(question.id);
        if (found == object->end()) continue;
        ++asked;
        if (auto answer = read_answer(found->second, question)) {
            answers.set(question.id, std::move(*answer));
        } else {
            add(faults, "antwoorden." + question.id, "fout.verkeerd-soort");
        }
    }
    if (asked == object->size()) return answers;
    for (const auto& entry : *object) {
        if (!poll.question(entry.first)) add(faults, "antwoorden." + entry.first, "fout.onbekende-vraag");
    }
    return answers;
}

Response read_response(const Tree& tree, const Poll& poll, Faults& faults) {
    Fields fields(tree, "", faults,
                  {"id", "peiling", "revisie", "gemeente", "wijk", "leeftijdsgroep", "taal", "antwoorden"});
    Response response;
    response.id = fields.id<ResponseId>("id");
    const bool names_poll = fields.find("peiling", Need::optional) != nullptr;
    response.poll = names_poll ? fields.id<PollId>("peiling") : poll.id;
    response.revision = fields.number("revisie").value_or(0);
    response.municipality = fields.area("gemeente");
    response.district = fields.area("wijk", Need::optional);
    response.age_group = fields.text("leeftijdsgroep", Need::optional);
    response.language = fields.text("taal");
    if (const auto* answers = fields.find("antwoorden"))
        response.answers = read_answers(*answers, poll, faults);
    return response;
}

Signal read_signal(const Tree& tree, Faults& faults) {
    Fields fields(tree, "", faults,
                  {"id", "soort", "tekst", "thema", "gemeente", "wijk", "perspectief", "watHelpt",
                   "watKanIkZelf", "taal"});
    Signal signal;
    signal.id = fields.id<ResponseId>("id");
    if (const auto* kind = fields.find("soort", Need::optional)) {
        const auto* words = kind->get_ptr<const std::string*>();
        const auto known = words ? signal_kind_of(*words) : std::nullopt;
        if (!known) fields.fault("soort", "fout.onbekend-woord", {{"woorden", "merk, nodig, voorstel"}});
        signal.kind = known.value_or(SignalKind::unsaid);
    }
    signal.text = unless_blank(fields.text("tekst"));
    signal.theme = fields.text("thema", Need::optional);
    signal.municipality = fields.area("gemeente");
    signal.area = fields.area("wijk", Need::optional);
    if (const auto* perspective = fields.find("perspectief", Need::optional)) {
        const auto* words = perspective->get_ptr<const std::string*>();
        const auto known = words ? perspective_of(*words) : std::nullopt;
        if (!known) {
            std::string all;
            for (const auto one : kPerspectives) all.append(all.empty() ? "" : ", ").append(word(one));
            fields.fault("perspectief", "fout.onbekend-woord", {{"woorden", std::move(all)}});
        }
        signal.perspective = known.value_or(Perspective::unsaid);
    }
    signal.what_helps = unless_blank(fields.text("watHelpt", Need::optional));
    signal.own_part = unless_blank(fields.text("watKanIkZelf", Need::optional));
    signal.language = fields.text("taal");
    return signal;
}

/// Adds the faults that the rules find to those of the reading, one for each field at most. What could not be
/// read also leaves questions unasked and unanswered, so after a fault of reading "not asked" and "nothing
/// filled in" mean nothing.
void merge(Faults& faults, Faults found) {
    const auto read = faults.size();
    for (auto& fault : found) {
        const auto same_field = [&](const Fault& earlier) { return earlier.field == fault.field; };
        const auto end = faults.begin() + static_cast<std::ptrdiff_t>(read);
        const bool follows = fault.code == "niet-gevraagd" || fault.code == "niets-ingevuld";
        if (read > 0 && (follows || std::any_of(faults.begin(), end, same_field))) continue;
        faults.push_back(std::move(fault));
    }
}

Tree tree_of(const Choice& choice) {
    if (choice.note.empty()) return choice.option;
    return {{"keuze", choice.option}, {"toelichting", choice.note}};
}
Tree tree_of(const Choices& choices) {
    auto list = Tree::array();
    for (const auto& choice : choices.chosen) list.push_back(tree_of(choice));
    return list;
}
Tree tree_of(const Ranking& ranking) { return ranking.order; }
Tree tree_of(const Number& number) { return number.value; }
Tree tree_of(const OpenText& open) { return open.text; }
Tree tree_of(const Points& points) {
    auto object = Tree::object();
    for (const auto& [option, given] : points.given) object[option] = given;
    return object;
}

void write(std::string& out, std::string_view text) {
    const auto plain = [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; };
    if (!std::all_of(text.begin(), text.end(), plain)) {
        out += Tree(text).dump();
        return;
    }
    out += '"';
    out += text;
    out += '"';
}
void write(std::string& out, const Choice& choice) {
    if (choice.note.empty()) return write(out, std::string_view(choice.option));
    out += R"({"keuze":)";
    write(out, std::string_view(choice.option));
    out += R"(,"toelichting":)";
    write(out, std::string_view(choice.note));
    out += '}';
}
void write(std::string& out, const OpenText& open) { write(out, std::string_view(open.text)); }
void write(std::string& out, const Number& number) { out += std::to_string(number.value); }
void write(std::string& out, const Choices& choices) { out += tree_of(choices).dump(); }
void write(std::string& out, const Ranking& ranking) { out += tree_of(ranking).dump(); }
void write(std::string& out, const Points& points) { out += tree_of(points).dump(); }

void set_unless_empty(Tree& tree, const char* name, const std::string& value) {
    if (!value.empty()) tree[name] = value;
}

}  // namespace

Result<Response> response_from(const nlohmann::json& tree, const Poll& poll) {
    Faults faults;
    auto response = read_response(tree, poll, faults);
    if (!faults.empty()) return text::invalid(std::move(faults));
    return response;
}

Result<Response> checked_response(const nlohmann::json& tree, const Poll& poll) {
    Faults faults;
    auto response = read_response(tree, poll, faults);
    merge(faults, rules::check_response(poll, response));
    if (!faults.empty()) return text::invalid(std::move(faults));
    return response;
}

Result<ResponseHead> response_head_from(const nlohmann::json& tree) {
    Faults faults;
    const auto* object = tree.get_ptr<const Tree::object_t*>();
    if (!object) {
        add(faults, "", "fout.geen-object");
        return text::invalid(std::move(faults));
    }
    ResponseHead head;
    if (const auto found = object->find("peiling"); found != object->end()) {
        const auto* words = found->second.get_ptr<const std::string*>();
        const auto id = words ? PollId::parse(*words) : Result<PollId>(Error{});
        if (id) {
            head.poll = *id;
        } else {
            add(faults, "peiling", "fout.geen-kenmerk");
        }
    }
    const auto found = object->find("revisie");
    if (found == object->end()) {
        add(faults, "revisie", "fout.ontbreekt");
    } else if (const auto number = small_number(found->second)) {
        head.revision = *number;
    } else {
        add(faults, "revisie", "fout.geen-getal");
    }
    if (!faults.empty()) return text::invalid(std::move(faults));
    return head;
}

Result<Answers> answers_from(const nlohmann::json& tree, const Poll& poll) {
    Faults faults;
    auto answers = read_answers(tree, poll, faults);
    if (!faults.empty()) return text::invalid(std::move(faults));
    return answers;
}

std::string write_answers(const Answers& answers) {
    std::vector<const std::pair<std::string, Answer>*> sorted;
    for (const auto& one : answers.all()) sorted.push_back(&one);
    std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
    std::string out;
    for (const auto* one : sorted) {
        out += out.empty() ? '{' : ',';
        write(out, std::string_view(one->first));
        out += ':';
        std::visit([&](const auto& value) { write(out, value); }, one->second);
    }
    return out.empty() ? "{}" : out + '}';
}

nlohmann::json answers_tree(const Answers& answers) {
    auto tree = Tree::object();
    for (const auto& [question, answer] : answers.all()) {
        tree[question] = std::visit([](const auto& value) { return tree_of(value); }, answer);
    }
    return tree;
}

nlohmann::json response_tree(const Response& response) {
    Tree tree{{"id", response.id.str()},      {"peiling", response.poll.str()},
              {"revisie", response.revision}, {"gemeente", response.municipality.str()},
              {"taal", response.language},    {"antwoorden", answers_tree(response.answers)}};
    set_unless_empty(tree, "wijk", response.district.str());
    set_unless_empty(tree, "leeftijdsgroep", response.age_group);
    return tree;
}

Result<Signal> signal_from(const nlohmann::json& tree) {
    Faults faults;
    auto signal = read_signal(tree, faults);
    if (!faults.empty()) return text::invalid(std::move(faults));
    return signal;
}

Result<Signal> checked_signal(const nlohmann::json& tree, const AreaTree& areas) {
    Faults faults;
    auto signal = read_signal(tree, faults);
    merge(faults, rules::check_signal(signal, areas));
    if (!faults.empty()) return text::invalid(std::move(faults));
    return signal;
}

nlohmann::json signal_tree(const Signal& signal) {
    Tree tree{{"id", signal.id.str()},
              {"tekst", signal.text},
              {"gemeente", signal.municipality.str()},
              {"taal", signal.language}};
    set_unless_empty(tree, "soort", std::string(word(signal.kind)));
    set_unless_empty(tree, "thema", signal.theme);
    set_unless_empty(tree, "wijk", signal.area.str());
    if (signal.perspective != Perspective::unsaid) tree["perspectief"] = word(signal.perspective);
    set_unless_empty(tree, "watHelpt", signal.what_helps);
    set_unless_empty(tree, "watKanIkZelf", signal.own_part);
    return tree;
}

}  // namespace peilpunt::json
