// SPDX-License-Identifier: EUPL-1.2
// How to reach each screen; used for pictures and for checks that must hold on every screen.
#include "fixture.hpp"

namespace peilpunt::kiosk_tests {
namespace {

using namespace flow;

void ready(Walk& w, std::vector<Poll> polls = {talking_poll()}) {
    w.happen(VoiceStatusChanged{every_voice()});
    w.happen(TroubleChanged{Trouble::none});
    w.happen(ContentChanged{content_with(std::move(polls))});
}

void chosen(Walk& w) {
    ready(w);
    w.happen(ChooseLanguage{"nl"});
}

/// In the poll, on the question with this id; the questions before it are skipped.
void on_question(Walk& w, const std::string& id) {
    chosen(w);
    w.happen(ChooseTask{Task::poll});
    w.happen(Next{});
    if (id != "v1") {
        w.happen(Pick{"ja"});
        w.happen(Next{});
    }
    while (w.app.state().question != id) w.happen(Skip{});
}

void telling(Walk& w) {
    chosen(w);
    w.happen(ChooseTask{Task::signal});
    w.happen(Next{});
}

void on_how(Walk& w) {
    telling(w);
    w.happen(Pick{"vervoer"});
    w.happen(Next{});
    w.happen(Pick{"nodig"});
    w.happen(Next{});
    w.happen(Pick{"WK037506"});
    w.happen(Next{});
}

void told(Walk& w) {
    on_how(w);
    w.happen(OwnWords{});
    w.type("Het bankje bij de haven is weg. Mijn moeder kan nu nergens zitten");
}

void recording(Walk& w) {
    on_how(w);
    w.happen(Speak{});
    w.happen(Record{});
    w.happen(RecordingMoved{w.app.state().takes, 42'000, 62});
}

void recorded(Walk& w) {
    recording(w);
    w.happen(RecordingEnded{w.app.state().takes, 42'000, false});
}

void signal_check(Walk& w) {
    told(w);
    w.happen(Next{});
    w.happen(Pick{"maken"});
    w.happen(OwnWords{});
    w.type("Een nieuw bankje");
    w.happen(Next{});
    w.happen(OwnWords{});
    w.type("Ik wil het wel schoonhouden");
    w.happen(Next{});
}

void with_pin(Walk& w) {
    ready(w);
    for (int i = 0; i < kCornerTaps; ++i) w.happen(CornerTap{});
    for (const char digit : {'2', '4', '6', '8'}) w.happen(PinDigit{digit});
    w.happen(PinEnter{});
}

void poll_check(Walk& w) {
    on_question(w, "v2");
    w.happen(Pick{"o2"});
    w.happen(Next{});
    w.happen(Pick{"o1"});
    w.happen(Pick{"o4"});
    w.happen(Next{});
    w.happen(PickLevel{4});
    w.happen(Next{});
    while (w.app.state().question != "v10") w.happen(Skip{});
    w.happen(Pick{"o1"});
    w.happen(Next{});
    w.happen(Pick{"16-17"});
    w.happen(Next{});
}

Poll other_poll(const std::string& title, const std::string& id) {
    Poll poll = talking_poll();
    poll.id = *PollId::parse(id);
    poll.title = LocalText({{"nl", title}});
    return poll;
}

std::vector<NamedScreen> poll_screens() {
    return {
        {"06-ja-nee", [](Walk& w) { on_question(w, "v1"); }},
        {"07-plaatjes",
         [](Walk& w) {
             on_question(w, "v2");
             w.happen(Pick{"o2"});
         }},
        {"07b-voorlezen",
         [](Walk& w) {
             on_question(w, "v2");
             w.happen(Pick{"o2"});
             w.happen(ReadAloud{});
             w.happen(SpeechMoved{w.app.state().speech.reading, "optie-o4", 7, 14});  // "gesprek"
         }},
        {"08-meer-kiezen",
         [](Walk& w) {
             on_question(w, "v3");
             w.happen(Pick{"o1"});
             w.happen(Pick{"o4"});
         }},
        {"08b-tweede-bladzij",
         [](Walk& w) {
             on_question(w, "v3");
             w.happen(TurnPage{});
         }},
        {"09-gezichten",
         [](Walk& w) {
             on_question(w, "v4");
             w.happen(PickLevel{4});
         }},
        {"10-cijfers",
         [](Walk& w) {
             on_question(w, "v5");
             w.happen(PickLevel{7});
         }},
        {"11-volgorde",
         [](Walk& w) {
             on_question(w, "v6");
             w.happen(Pick{"o3"});
             w.happen(Pick{"o1"});
         }},
        {"12-punten",
         [](Walk& w) {
             on_question(w, "v7");
             for (const auto& [option, times] : {std::pair{"o1", 3}, {"o2", 4}, {"o3", 1}})
                 for (int i = 0; i < times; ++i) w.happen(GivePoints{option, 1});
         }},
        {"13-getal",
         [](Walk& w) {
             on_question(w, "v8");
             w.type("14");
         }},
        {"14-open",
         [](Walk& w) {
             on_question(w, "v9");
             w.type("Laat de bus ook");
         }},
        {"15-zonder-plaatjes", [](Walk& w) { on_question(w, "v10"); }},
        {"16-anders",
         [](Walk& w) {
             on_question(w, "v2");
             w.happen(Pick{"anders"});
             w.happen(Next{});
         }},
        {"17-leeftijd",
         [](Walk& w) {
             poll_check(w);
             w.happen(Back{});
         }},
    };
}

std::vector<NamedScreen> telling_screens() {
    return {
        {"18-thema",
         [](Walk& w) {
             telling(w);
             w.happen(Pick{"vervoer"});
         }},
        {"18b-soort",
         [](Walk& w) {
             telling(w);
             w.happen(Skip{});
             w.happen(Pick{"nodig"});
         }},
        {"18c-waar",
         [](Walk& w) {
             telling(w);
             w.happen(Skip{});
             w.happen(Skip{});
             w.happen(Pick{"WK037506"});
         }},
        {"18d-hoe", on_how},
        {"18e-zinnen",
         [](Walk& w) {
             on_how(w);
             w.happen(Pick{"zinnen"});
             w.happen(Pick{"kapot"});
             w.happen(Pick{"komen"});
         }},
        {"19-vertellen", told},
        {"19b-qwerty",
         [](Walk& w) {
             told(w);
             w.happen(SwitchKeyboard{Keyboard::qwerty});
         }},
        {"19c-tekens",
         [](Walk& w) {
             told(w);
             w.happen(SwitchKeyboard{Keyboard::signs});
         }},
        {"19d-praten",
         [](Walk& w) {
             on_how(w);
             w.happen(Speak{});
         }},
        {"19e-opname", recording},
        {"19f-terugluisteren", recorded},
        {"19g-luistert",
         [](Walk& w) {
             recorded(w);
             w.happen(HearBack{});
             w.happen(PlaybackMoved{w.app.state().takes, 16'000, false});
         }},
        {"19h-microfoon-kapot",
         [](Walk& w) {
             recording(w);
             w.happen(RecordingEnded{w.app.state().takes, 0, true});
         }},
        {"20-wat-helpt",
         [](Walk& w) {
             told(w);
             w.happen(Next{});
             w.happen(Pick{"praten"});
             w.happen(Pick{"tijden"});
         }},
        {"20b-wat-helpt-typen",
         [](Walk& w) {
             told(w);
             w.happen(Next{});
             w.happen(OwnWords{});
         }},
        {"21-zelf-doen",
         [](Walk& w) {
             told(w);
             w.happen(Next{});
             w.happen(Skip{});
             w.happen(Pick{"samen"});
         }},
        {"21b-zelf-doen-typen",
         [](Walk& w) {
             told(w);
             w.happen(Next{});
             w.happen(Skip{});
             w.happen(OwnWords{});
         }},
    };
}

std::vector<NamedScreen> following_screens() {
    return {
        {"30-volgen-nummer",
         [](Walk& w) {
             chosen(w);
             w.happen(ChooseTask{Task::follow});
             w.type("481072639");
         }},
        {"30b-volgen-te-kort",
         [](Walk& w) {
             chosen(w);
             w.happen(ChooseTask{Task::follow});
             w.type("4810");
             w.happen(Next{});
         }},
        {"31-volgen-stappen",
         [](Walk& w) {
             chosen(w);
             w.happen(ChooseTask{Task::follow});
             w.services.followed = Receipt::from_number(4810726395051234u).digits();
             w.type(w.services.followed);
             w.happen(Next{});
         }},
        {"32-bord",
         [](Walk& w) {
             ready(w);
             w.happen(Activity{});
             w.clock.pass(kPosterAfter);
             w.app.tick();
         }},
    };
}

std::vector<NamedScreen> end_screens() {
    return {
        {"22-nakijken",
         [](Walk& w) {
             signal_check(w);
             w.happen(RemoveRow{"own_part"});
         }},
        {"22b-nakijken-peiling", poll_check},
        {"22c-nakijken-ingesproken",
         [](Walk& w) {
             recorded(w);
             for (int i = 0; i < 3; ++i)
                 w.happen(w.app.state().screen == Screen::speaking ? Event(Next{}) : Event(Skip{}));
         }},
        {"23-mislukt",
         [](Walk& w) {
             signal_check(w);
             w.services.refuse = ErrorCode::storage_full;
             w.happen(Submit{});
         }},
        {"24-bedankt",
         [](Walk& w) {
             signal_check(w);
             w.happen(Submit{});
         }},
        {"25-stoppen",
         [](Walk& w) {
             on_question(w, "v2");
             w.happen(Pick{"o2"});
             w.happen(AskStop{});
         }},
        {"26-bent-u-er-nog",
         [](Walk& w) {
             on_question(w, "v2");
             w.happen(Pick{"o2"});
             w.happen(Activity{});
             w.clock.pass(kIdle);
             w.app.tick();
             w.clock.pass(Millis{12'000});
         }},
        {"27-code",
         [](Walk& w) {
             ready(w);
             for (int i = 0; i < kCornerTaps; ++i) w.happen(CornerTap{});
             w.happen(PinDigit{'2'});
             w.happen(PinDigit{'4'});
         }},
        {"28-personeel", with_pin},
        {"28b-zelftest",
         [](Walk& w) {
             with_pin(w);
             w.happen(StartSelfTest{});
             for (const int spot : {0, 4, 8}) w.happen(TouchSpot{spot});
         }},
        {"28b2-toon",
         [](Walk& w) {
             with_pin(w);
             w.happen(StartSelfTest{});
             w.happen(Next{});
         }},
        {"28b3-microfoon",
         [](Walk& w) {
             with_pin(w);
             w.happen(StartSelfTest{});
             w.happen(Next{});
             w.happen(ToneHeard{true});
             w.happen(Listen{});
             w.happen(RecordingMoved{w.app.state().session.recording.take, 1'000, 70});
         }},
        {"28b4-microfoon-stil",
         [](Walk& w) {
             with_pin(w);
             w.happen(StartSelfTest{});
             w.happen(Next{});
             w.happen(ToneHeard{true});
             w.happen(Listen{});
             w.happen(RecordingMoved{w.app.state().session.recording.take, 6'000, 12});
         }},
        {"28b5-uitslag",
         [](Walk& w) {
             with_pin(w);
             w.happen(StartSelfTest{});
             w.happen(TouchSpot{3});
             w.happen(Next{});
             w.happen(ToneHeard{false});
             w.happen(Next{});
         }},
        {"28b6-geen-geluid",
         [](Walk& w) {
             with_pin(w);
             w.happen(VoiceStatusChanged{});
             w.happen(StartSelfTest{});
             w.happen(Next{});
         }},
        {"28b7-geen-microfoon",
         [](Walk& w) {
             with_pin(w);
             w.happen(VoiceStatusChanged{});
             w.happen(StartSelfTest{});
             w.happen(Next{});
             w.happen(Next{});
         }},
        {"28d-stick",
         [](Walk& w) {
             with_pin(w);
             w.happen(UseStick{});
         }},
        {"28e-stick-fout",
         [](Walk& w) {
             w.services.stick = {.trouble = StickExchange::Trouble::damaged, .written = 43};
             with_pin(w);
             w.happen(UseStick{});
         }},
        {"28c-ik-help",
         [](Walk& w) {
             with_pin(w);
             w.happen(StartHelping{});
         }},
        {"29-buiten-gebruik",
         [](Walk& w) {
             w.happen(VoiceStatusChanged{every_voice()});
             w.happen(TroubleChanged{Trouble::storage_full});
         }},
    };
}

}  // namespace

std::vector<NamedScreen> all_screens() {
    std::vector<NamedScreen> screens{
        {"01-start", [](Walk& w) { ready(w); }},
        {"02-hulp",
         [](Walk& w) {
             chosen(w);
             w.happen(AskHelp{});
         }},
        {"02b-talen",
         [](Walk& w) {
             chosen(w);
             w.happen(AskHelp{});
             w.happen(ShowLanguages{});
         }},
        {"03-kiezen", chosen},
        {"04-peilingen",
         [](Walk& w) {
             ready(w, {talking_poll(),
                       other_poll("Is er genoeg te doen in Wijk aan Zee?",
                                  "0b1c6a52-94c5-4b55-8f2a-1f0a9d1f2a01"),
                       other_poll("Zorg dichtbij huis", "0b1c6a52-94c5-4b55-8f2a-1f0a9d1f2a02"),
                       other_poll("Veilig naar school", "0b1c6a52-94c5-4b55-8f2a-1f0a9d1f2a03")});
             w.happen(ChooseLanguage{"nl"});
             w.happen(ChooseTask{Task::poll});
         }},
        {"05-afspraken",
         [](Walk& w) {
             chosen(w);
             w.happen(ChooseTask{Task::poll});
         }},
    };
    for (NamedScreen& screen : poll_screens()) screens.push_back(std::move(screen));
    for (NamedScreen& screen : telling_screens()) screens.push_back(std::move(screen));
    for (NamedScreen& screen : following_screens()) screens.push_back(std::move(screen));
    for (NamedScreen& screen : end_screens()) screens.push_back(std::move(screen));
    return screens;
}

}  // namespace peilpunt::kiosk_tests
