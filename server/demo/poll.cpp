// SPDX-License-Identifier: EUPL-1.2
#include <string>
#include <utility>

#include "server/demo/demo.hpp"
#include "server/demo/translations.hpp"

// The questions are ours; of the ones of 2017 only the outcome is public. Residents are young here, so "je".
namespace peilpunt::demo {
namespace {

LocalText words(std::string nl, std::string simple, std::string en) {
    const auto& others = translation_of(en);
    return LocalText({{"nl", std::move(nl)},
                      {"nl-simple", std::move(simple)},
                      {"tr", std::string(others.tr)},
                      {"pl", std::string(others.pl)},
                      {"uk", std::string(others.uk)},
                      {"ar", std::string(others.ar)},
                      {"en", std::move(en)}});
}

Option option(std::string id, LocalText text, std::string pictogram = {}) {
    return {std::move(id), std::move(text), std::move(pictogram)};
}

Question ask(std::string id, QuestionKind kind, LocalText text) {
    Question question;
    question.id = std::move(id);
    question.kind = kind;
    question.text = std::move(text);
    return question;
}

Option other() { return option("anders", words("Iets anders", "Iets anders", "Something else"), "anders"); }

Question important() {
    auto question = ask("v1", QuestionKind::yes_no,
                        words("Vind je het belangrijk dat jongeren kunnen meepraten met de gemeente?",
                              "Moeten jongeren kunnen meepraten met de gemeente?",
                              "Should young people have a say in what the municipality does?"));
    question.explanation = words("Bijvoorbeeld over een nieuw veldje, de bus of geld voor jongeren.",
                                 "Bijvoorbeeld over een veldje of over de bus.",
                                 "For example about a playing field, the bus or money for young people.");
    question.required = true;
    return question;
}

Question themes() {
    auto question = ask("v2", QuestionKind::multiple,
                        words("Welke onderwerpen vind jij belangrijk?", "Wat vind jij belangrijk?",
                              "Which subjects matter to you?"));
    question.explanation =
        words("Kies er zoveel als je wilt.", "Je mag meer dan één kiezen.", "Choose as many as you like.");
    question.required = true;
    question.options = {
        option("voorzieningen",
               words("Plekken buiten: fietspaden, hangplekken en veldjes",
                     "Buiten: fietspaden, veldjes en plekken om te zitten",
                     "Places outside: cycle paths, hangouts and playing fields"),
               "fiets"),
        option("werk", words("Werk en geld", "Werk en geld", "Work and money"), "geld"),
        option("veiligheid", words("Veilig over straat", "Veilig op straat", "Safe streets"), "lamp"),
        option("zorg",
               words("Zorg, hulp en lekker in je vel zitten", "Hulp en je goed voelen",
                     "Care, help and feeling well"),
               "zorg"),
        option("wonen",
               words("Een eigen plek om te wonen", "Een eigen huis of kamer", "A place of your own to live"),
               "huis"),
        other()};
    return question;
}

Question way() {
    auto question = ask("v3", QuestionKind::single,
                        words("Hoe praat jij het liefst mee?", "Hoe wil jij meepraten?",
                              "How would you like to have your say?"));
    question.required = true;
    question.options = {
        option("app", words("Met een app op mijn telefoon", "Met een app", "With an app on my phone"), "app"),
        option("vragenlijst",
               words("Met online vragenlijsten, zoals deze", "Met vragen op internet, zoals nu",
                     "With online surveys like this one"),
               "computer"),
        option(
            "jongerenraad",
            words("In een jongerenraad", "In een groep jongeren die de gemeente helpt", "In a youth council"),
            "raad"),
        option("school", words("In een gesprek op school", "Praten op school", "In a talk at school"),
               "school"),
        option("buurt",
               words("Gewoon buiten, als er iemand langskomt", "Buiten, als er iemand komt",
                     "Just outside, when somebody drops by"),
               "praten"),
        other()};
    return question;
}

Question listens() {
    return ask(
        "v4", QuestionKind::scale,
        words("Hoe goed luistert de gemeente nu naar jongeren?", "Luistert de gemeente goed naar jongeren?",
              "How well does the municipality listen to young people now?"));
}

Question took_part() {
    auto question = ask("v5", QuestionKind::yes_no,
                        words("Heb je al eens meegepraat over iets in je buurt?",
                              "Heb je al een keer meegepraat over je buurt?",
                              "Have you ever had a say about something in your neighbourhood?"));
    question.required = true;
    return question;
}

Question what_came_of_it() {
    auto question = ask("v6", QuestionKind::single,
                        words("Wat gebeurde er met wat je zei?", "Wat is er gedaan met wat je zei?",
                              "What happened with what you said?"));
    question.required = true;
    question.show_if = ShowIf{"v5", {"ja"}};
    question.options = {
        option("gedaan", words("Er is iets mee gedaan", "Er is iets gedaan", "Something was done with it")),
        option("uitleg", words("Het kon niet, en ik hoorde waarom", "Het kon niet. Ik hoorde waarom.",
                               "It was not possible, and I was told why")),
        option("niets", words("Ik heb er nooit meer iets van gehoord", "Ik hoorde er niets meer van",
                              "I never heard about it again"))};
    return question;
}

Question needed() {
    auto question =
        ask("v7", QuestionKind::ranking,
            words("Wat heeft jouw buurt het hardst nodig?", "Wat is het meest nodig in jouw buurt?",
                  "What does your neighbourhood need most?"));
    question.explanation = words("Zet bovenaan wat je als eerste zou doen.", "Begin met het belangrijkste.",
                                 "Put first what you would do first.");
    question.max = 3;
    question.options = {
        option("plek",
               words("Een droge plek om af te spreken", "Een droge plek om elkaar te zien",
                     "A dry place to meet"),
               "plek"),
        option("veld",
               words("Een veldje of skatebaan", "Een veldje of skatebaan", "A playing field or skate park"),
               "veld"),
        option(
            "licht",
            words("Beter licht op fietspaden", "Meer licht op het fietspad", "Better light on cycle paths"),
            "licht"),
        option(
            "bus",
            words("Een bus die ’s avonds nog rijdt", "Een bus in de avond", "A bus that runs in the evening"),
            "bus"),
        option("groen", words("Meer groen en bankjes", "Meer bomen en bankjes", "More green and benches"),
               "park")};
    return question;
}

Question time() {
    auto question = ask("v8", QuestionKind::single,
                        words("Hoeveel tijd heb jij om mee te praten?", "Hoeveel tijd heb jij?",
                              "How much time do you have for it?"));
    question.options = {
        option("af-en-toe",
               words("Af en toe vijf minuten", "Soms vijf minuten", "Five minutes now and then")),
        option("maand", words("Een uurtje per maand", "Eén uur in de maand", "An hour a month")),
        option("meer", words("Meer dan dat", "Meer dan dat", "More than that")),
        option("geen", words("Eigenlijk niet", "Geen tijd", "None, really"))};
    return question;
}

Question hear_back() {
    auto question = ask("v9", QuestionKind::multiple,
                        words("Hoe wil je horen wat ermee is gedaan?", "Hoe wil je horen wat er is gedaan?",
                              "How would you like to hear what was done with it?"));
    question.max = 2;
    question.options = {
        option("telefoon",
               words("Een bericht op mijn telefoon", "Een bericht op mijn telefoon", "A message on my phone"),
               "telefoon"),
        option("filmpje", words("Een kort filmpje", "Een kort filmpje", "A short video"), "oog"),
        option("school",
               words("Iemand vertelt het op school", "Iemand vertelt het op school",
                     "Somebody tells it at school"),
               "school"),
        option("scherm",
               words("Een poster of scherm in de buurt", "Een poster in de buurt",
                     "A poster or screen in the neighbourhood"),
               "megafoon"),
        option("niet", words("Hoeft niet", "Hoeft niet", "No need"), "anders")};
    return question;
}

Question first_thing() {
    auto question = ask("v10", QuestionKind::open,
                        words("Wat moet de gemeente als eerste doen voor jongeren?",
                              "Wat moet de gemeente als eerste doen voor jongeren?",
                              "What should the municipality do first for young people?"));
    question.explanation = words("Zet er geen namen of nummers bij.", "Schrijf geen namen op.",
                                 "Please leave out names and numbers.");
    question.max = 500;
    return question;
}

/// What both polls share: whom they ask what.
Poll questions_for_young_people() {
    Poll made;
    for (const auto* code : {"GM0375", "GM0396", "GM0453"}) {
        made.municipalities.push_back(AreaCode::parse(code).value());
    }
    made.audience = {13, 21};
    made.expectation.form = "beleidsparticipatie";
    made.expectation.rung = "raadplegen";
    made.expectation.purpose =
        words("De drie gemeenten willen weten hoe jongeren willen meepraten.",
              "De gemeenten willen weten hoe jij wilt meepraten.",
              "The three municipalities want to know how young people want to have their say.");
    made.questions = {important(),       themes(), way(),  listens(),   took_part(),
                      what_came_of_it(), needed(), time(), hear_back(), first_thing()};
    return made;
}

}  // namespace

Poll poll_2017() {
    auto made = questions_for_young_people();
    made.id = PollId::parse("6b0d5c38-41f7-4e92-9c2b-d3a85f17e604").value();
    made.slug = "hoe-willen-jongeren-meepraten-2017";
    made.title = words("Hoe willen jongeren meepraten? (2017)", "Hoe willen jongeren meepraten? (2017)",
                       "How do young people want to have their say? (2017)");
    made.introduction = words(
        "In het najaar van 2017 vroegen Beverwijk, Heemskerk en Velsen aan jongeren hoe zij willen "
        "meepraten. Dit is "
        "een voorbeeld: de antwoorden zijn nagemaakt. De uitslag volgt de cijfers die toen zijn "
        "bekendgemaakt.",
        "In 2017 vroegen de gemeenten aan jongeren hoe zij willen meepraten. Dit is een voorbeeld. De "
        "antwoorden "
        "zijn nagemaakt. De cijfers zijn die van toen.",
        "In the autumn of 2017 Beverwijk, Heemskerk and Velsen asked young people how they want to have "
        "their say. "
        "This is an example: the answers are made up. The outcome follows the figures that were published "
        "then.");
    using std::chrono::year;
    made.opens = std::chrono::sys_days(year(2017) / 9 / 22);
    made.closes = std::chrono::sys_days(year(2017) / 10 / 7);
    made.expectation.what_happens =
        words("De gemeenten maakten er een plan van om jongeren vaker te laten meepraten.",
              "De gemeenten maakten een plan.",
              "The municipalities made a plan of it to let young people have their say more often.");
    made.expectation.feedback_on = std::chrono::sys_days(year(2017) / 11 / 1);
    made.expectation.owner = "Gemeenten Beverwijk, Heemskerk en Velsen";
    return made;
}

Poll poll(Date today) {
    using std::chrono::days;
    auto made = questions_for_young_people();
    made.id = PollId::parse("2f4c1e7a-90b3-4d58-8a6e-17c05b9d3f21").value();
    made.slug = "hoe-wil-jij-meepraten";
    made.title =
        words("Hoe wil jij meepraten?", "Hoe wil jij meepraten?", "How do you want to have your say?");
    made.introduction = words(
        "Ben je 13 tot en met 21 jaar en woon je in Beverwijk, Heemskerk of Velsen? Vertel hoe jij wilt "
        "meepraten "
        "over je buurt. Het kost je een paar minuten en niemand weet wat jij invult.",
        "Ben je 13 tot en met 21 jaar? Woon je in Beverwijk, Heemskerk of Velsen? Vertel hoe jij wilt "
        "meepraten. "
        "Je zegt niet wie je bent.",
        "Are you 13 to 21 and do you live in Beverwijk, Heemskerk or Velsen? Tell how you want to have your "
        "say. It "
        "takes a few minutes and nobody knows what you answer.");
    made.opens = today - days(16);
    made.closes = today + days(21);
    made.expectation.what_happens = words(
        "De jongeren van de participatieraad maken er met de gemeenten een plan van. Je hoort wat erin "
        "komt, en wat niet en waarom.",
        "De participatieraad en de gemeenten maken een plan. Je hoort wat erin komt. En wat niet, en waarom "
        "niet.",
        "The council's young members make a plan of it with the municipalities. You hear what gets in, "
        "and what does not and why.");
    made.expectation.feedback_on = today + days(42);
    made.expectation.owner = "Participatieraad IJmond, met de gemeenten Beverwijk, Heemskerk en Velsen";
    made.contact =
        ContactOffer{words("Mogen we je vaker iets vragen over je buurt?", "Mogen we je vaker iets vragen?",
                           "May we ask you about your neighbourhood again?"),
                     {"voorzieningen", "vervoer", "veiligheid", "jeugd", "meedoen"}};
    return made;
}

}  // namespace peilpunt::demo
