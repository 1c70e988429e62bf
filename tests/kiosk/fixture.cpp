// SPDX-License-Identifier: EUPL-1.2
#include "fixture.hpp"

#include "kiosk/platform/outbox_services.hpp"
#include "shared/model/languages.hpp"

#include <utility>

namespace peilpunt::kiosk_tests {
namespace {

LocalText nl(std::string text) { return LocalText({{"nl", std::move(text)}}); }

/// One question speaks more languages, in scripts of their own.
void translate(LocalText& text, const char* uk, const char* ar) {
    auto all = text.all();
    all["uk"] = uk;
    all["ar"] = ar;
    text = LocalText(std::move(all));
}

Question ask(std::string id, QuestionKind kind, std::string text,
             std::vector<std::pair<std::string, std::string>> options = {}) {
    Question question;
    question.id = std::move(id);
    question.kind = kind;
    question.text = nl(std::move(text));
    for (auto& [pictogram, words] : options) {
        Option option;
        option.id = pictogram == "anders" ? "anders" : "o" + std::to_string(question.options.size() + 1);
        option.text = nl(words);
        option.pictogram = pictogram == "anders" ? "meer" : pictogram;
        question.options.push_back(std::move(option));
    }
    return question;
}

}  // namespace

Poll talking_poll() {
    Poll poll;
    poll.id = *PollId::parse("6f1f2c84-3c1e-4c57-9d0a-5d7f0f3a8b11");
    poll.slug = "meepraten";
    poll.revision = 2;
    poll.status = PollStatus::open;
    poll.title = nl("Hoe wil jij meepraten?");
    poll.municipalities = {*AreaCode::parse("GM0375")};
    poll.audience = {13, 21};
    using enum QuestionKind;
    poll.questions = {
        ask("v1", yes_no, "Vind je het belangrijk dat jongeren mogen meepraten?"),
        ask("v2", single, "Hoe wil jij het liefst meepraten over je buurt?",
            {{"app", "Met een app"},
             {"raad", "In een jongerenraad"},
             {"computer", "Met vragen op internet"},
             {"praten", "In een gesprek"},
             {"school", "Op school"},
             {"anders", "Anders, namelijk"}}),
        ask("v3", multiple, "Waar moet de gemeente iets aan doen?",
            {{"fiets", "Betere fietspaden"},
             {"veld", "Plekken om te zijn"},
             {"geld", "Werk en geld"},
             {"lamp", "Licht op straat"},
             {"bus", "De bus"},
             {"zorg", "Zorg en hulp"},
             {"sport", "Sport"},
             {"muziek", "Muziek en feest"}}),
        ask("v4", scale, "Hoe fijn vind je het om hier te wonen?"),
        ask("v5", scale, "Welk cijfer geef je de gemeente?"),
        ask("v6", ranking, "Wat is het belangrijkst in jouw buurt?",
            {{"park", "Meer bomen en gras"},
             {"bank", "Meer bankjes"},
             {"oog", "Veilig oversteken"},
             {"hand", "Schone straten"},
             {"sport", "Een plek voor jongeren"}}),
        ask("v7", points, "Je hebt 10 punten. Waar moet het geld heen?",
            {{"park", "Groen"}, {"bus", "Vervoer"}, {"winkel", "Buurthuis"}, {"lamp", "Licht op straat"}}),
        ask("v8", number, "Hoeveel uur ben je in een week buiten?"),
        ask("v9", open, "Wat wil je de gemeente nog vertellen?"),
        ask("v10", single, "Hoe kwam je bij deze vragen?",
            {{"", "Ik zag het scherm hier staan"},
             {"", "Iemand van het buurthuis vertelde het"},
             {"", "Via een vriend of vriendin"},
             {"", "Dat weet ik niet meer"}}),
    };
    translate(poll.questions[1].text, "Як ви хочете говорити про свій район?",
              "كيف تريد أن تشارك في الحديث عن حيّك؟");
    constexpr std::pair<const char*, const char*> kOptions[] = {{"У застосунку", "عبر تطبيق"},
                                                                {"У молодіжній раді", "في مجلس الشباب"},
                                                                {"Питання в інтернеті", "أسئلة على الإنترنت"},
                                                                {"У розмові", "في حديث"},
                                                                {"У школі", "في المدرسة"},
                                                                {"Інакше", "شيء آخر"}};
    for (std::size_t i = 0; i < std::size(kOptions); ++i)
        translate(poll.questions[1].options[i].text, kOptions[i].first, kOptions[i].second);
    poll.questions[1].show_if = ShowIf{"v1", {"ja", "weet-niet"}};
    poll.questions[2].max = 3;
    poll.questions[4].max = 10;
    poll.questions[6].max = 10;
    poll.questions[7].max = 168;
    poll.questions[9].required = true;
    return poll;
}

std::string question_of_kind(QuestionKind kind) {
    for (const Question& question : talking_poll().questions)
        if (question.kind == kind) return question.id;
    return "";
}

std::shared_ptr<const flow::Content> content_with(std::vector<Poll> polls) {
    auto content = std::make_shared<flow::Content>();
    for (Poll& poll : polls) content->polls.push_back(std::make_shared<const Poll>(std::move(poll)));
    content->municipality = *AreaCode::parse("GM0375");
    content->help_lines["nl"] = {{"Nu gevaar", "112"},
                                 {"Denkt u aan zelfmoord?", "0800-0113"},
                                 {"Niet veilig thuis", "0800-2000"},
                                 {"De Kindertelefoon", "0800-0432"}};
    content->site_url = "https://peilpunt.example";
    for (const auto& [code, name] : {std::pair{"WK037500", "Kern"},
                                     {"WK037501", "Meerestein"},
                                     {"WK037502", "Oranjebuurt"},
                                     {"WK037503", "Oosterwijk"},
                                     {"WK037504", "Kingsford Smith"},
                                     {"WK037505", "Broekpolder"},
                                     {"WK037506", "Wijk aan Zee"},
                                     {"WK037507", "Warande"}})
        content->places.push_back({*AreaCode::parse(code), name, content->municipality, 0});
    const auto poster = [&](const std::string& said, const std::string& done) {
        content->posters.push_back({nl(said), nl(done), Date{std::chrono::year{2026} / 12 / 1}});
    };
    poster("46 van de 120 mensen: “Het park is ’s avonds eng”", "Er komen lampen bij.");
    poster("38 van de 97 mensen: “De bus naar het ziekenhuis stopt te vroeg”",
           "Wij vragen om een latere bus.");
    poster("22 van de 61 mensen: “Ik kan nergens even zitten”", "Er komen zes bankjes bij.");
    poster("17 van de 40 mensen: “Meer te doen voor jongeren”", "De raad praat erover met de gemeente.");
    content->can_follow = true;
    return content;
}

flow::Identity MemoryServices::identity_of(const std::optional<flow::Identity>& given) {
    const flow::Identity identity =
        given ? *given : flow::Identity{ResponseId::random(random_), Receipt::random(random_)};
    tries.push_back(identity);
    return identity;
}

platform::Services::Kept MemoryServices::keep(const flow::CaptureResponse& effect) {
    const flow::Identity identity = identity_of(effect.identity);
    if (refuse) return flow::CaptureFailed{identity, *refuse};
    responses.push_back(effect.response);
    helped.push_back(effect.helped);
    return flow::Captured{identity};
}

platform::Services::Kept MemoryServices::keep(const flow::CaptureSignal& effect, const std::string& ogg) {
    const flow::Identity identity = identity_of(effect.identity);
    if (refuse) return flow::CaptureFailed{identity, *refuse};
    recordings.push_back(ogg);
    signals.push_back(platform::told_in_words(effect, text::Catalogue::builtin()));
    helped.push_back(effect.helped);
    return flow::Captured{identity};
}

std::optional<flow::Followed> MemoryServices::follow(const Receipt& receipt) {
    using When = flow::FollowStep::When;
    if (receipt.digits() != followed) return std::nullopt;
    return flow::Followed{
        {}, {{"ontvangen", When::done, {}}, {"gelezen", When::now, {}}, {"antwoord", When::later, {}}}};
}

flow::StaffStatus MemoryServices::staff_status() {
    flow::StaffStatus status;
    status.waiting_responses = 31;
    status.waiting_signals = 12;
    status.oldest_waiting_hours = 3;
    status.clock = TimePoint{std::chrono::milliseconds{1'795'000'000'000}};
    status.last_contact = status.clock - std::chrono::hours(1);
    status.disk_free_percent = 61;
    status.venue = "Buurthuis De Zeemeeuw";
    status.version = "0.1.0";
    return status;
}

flow::VoiceStatus every_voice() { return {true, {kLanguages.begin(), kLanguages.end()}, true}; }

void Walk::type(std::string_view text) {
    for (const char letter : text) happen(flow::TypeText{std::string(1, letter)});
}

}  // namespace peilpunt::kiosk_tests
