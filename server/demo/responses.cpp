// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <array>
#include <functional>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include "server/demo/areas.hpp"
#include "server/demo/demo.hpp"
#include "server/demo/repeatable.hpp"

// 671 invented young people, for the poll of 2017; the open poll has others of the same kind. How many choose
// what is fixed; who it is follows from a fixed seed and a leaning of age and place. The outcome of 2017
// fixes v1, v2 and v3 (domain IJ2); the other figures are made up.
namespace peilpunt::demo {
namespace {

constexpr std::array<std::string_view, 3> kTowns{"GM0375", "GM0396", "GM0453"};
constexpr std::array kTownSizes{182, 174, 315};  // by their inhabitants of 13 to 21: 4120, 3930 and 7120
constexpr std::array<std::string_view, 3> kAges{"13-15", "16-17", "18-21"};
constexpr std::array kAgeSizes{224, 149, 298};  // by years of age: 3, 2 and 4
constexpr std::array kWays{Channel::web, Channel::kiosk, Channel::helped};
constexpr std::array kWaySizes{541, 96, 34};
constexpr std::array<std::string_view, 3> kVenues{"Jongerencentrum De Meerpaal", "Wijkhuis De Duinroos",
                                                  "Buurthuis De Vuurtoren"};  // one a town
constexpr int kDays = 14;

struct Person {
    std::size_t town = 0, age = 0, way = 0;
    Answers answers;
};
using People = std::vector<Person>;
using Places = std::vector<std::size_t>;
/// How much more a person is drawn to something than others are; 0 is like anybody.
using Leaning = std::function<double(const Person&)>;

double nobody_in_particular(const Person&) { return 0; }
double older(const Person& person) { return 0.12 * static_cast<double>(person.age); }
double younger(const Person& person) { return 0.12 * static_cast<double>(2 - person.age); }
Leaning in_town(std::size_t town) {
    return [town](const Person& person) { return person.town == town ? 0.1 : 0.0; };
}

class Maker {
  public:
    explicit Maker(std::uint64_t seed) : random_(seed), people_(kResponses2017), places_(kResponses2017) {
        std::iota(places_.begin(), places_.end(), std::size_t{0});
        divide(kTownSizes, [](Person& person, std::size_t town) { person.town = town; });
        divide(kAgeSizes, [](Person& person, std::size_t age) { person.age = age; });
        divide(kWaySizes, [](Person& person, std::size_t way) { person.way = way; });
    }

    People make() {
        answer_choices();
        answer_themes();
        answer_ranking();
        answer_hear_back();
        answer_open();
        return std::move(people_);
    }
    Repeatable& random() { return random_; }

  private:
    template <class Sizes, class Set>
    void divide(const Sizes& sizes, Set set) {
        auto left = places_;
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            for (const auto place : take(left, sizes[i], nobody_in_particular)) set(people_[place], i);
        }
    }

    /// Moves `count` places out of `from`: those with the highest mix of chance and leaning.
    Places take(Places& from, int count, const Leaning& leaning) {
        std::vector<std::pair<double, std::size_t>> scored;
        scored.reserve(from.size());
        for (const auto place : from) scored.emplace_back(random_.share() + leaning(people_[place]), place);
        std::sort(scored.begin(), scored.end(), std::greater<>());
        Places taken;
        Places left;
        for (std::size_t i = 0; i < scored.size(); ++i) {
            (i < static_cast<std::size_t>(count) ? taken : left).push_back(scored[i].second);
        }
        std::sort(left.begin(), left.end());
        from = std::move(left);
        return taken;
    }

    Places having(std::string_view question, std::string_view option, bool has) const {
        Places found;
        for (const auto place : places_) {
            const auto* answer = people_[place].answers.find(question);
            const auto* choice = answer == nullptr ? nullptr : std::get_if<Choice>(answer);
            if ((choice != nullptr && choice->option == option) == has) found.push_back(place);
        }
        return found;
    }

    struct Share {
        std::string_view option;
        int count;
        Leaning leaning = nobody_in_particular;
    };

    /// Gives each share its people, one option each, until the shares are used up; the rest skip the
    /// question.
    void choose(std::string_view question, Places among, const std::vector<Share>& shares) {
        for (const auto& share : shares) {
            for (const auto place : take(among, share.count, share.leaning)) {
                people_[place].answers.set(std::string(question), Choice{std::string(share.option), ""});
            }
        }
    }

    void answer_choices() {
        choose("v1", places_, {{"weet-niet", 26}, {"nee", 31}, {"ja", 614}});
        choose("v3", places_,
               {{"anders", 22},
                {"buurt", 41, younger},
                {"school", 72, younger},
                {"jongerenraad", 168, older},
                {"app", 201, younger},
                {"vragenlijst", 167}});
        Places left = places_;
        const std::array listens{78, 171, 254, 121, 31};
        for (std::size_t value = 0; value < listens.size(); ++value) {
            for (const auto place :
                 take(left, listens[value], value < 2 ? Leaning(older) : nobody_in_particular)) {
                people_[place].answers.set("v4", Number{static_cast<std::int64_t>(value) + 1});
            }
        }
        choose("v5", places_, {{"ja", 94, older}, {"weet-niet", 36, younger}, {"nee", 541}});
        choose("v6", having("v5", "ja", true), {{"gedaan", 31}, {"uitleg", 22}, {"niets", 41}});
        choose("v8", places_,
               {{"meer", 39, older}, {"geen", 112}, {"maand", 137, older}, {"af-en-toe", 372}});
        Places other = having("v3", "anders", true);
        static constexpr std::array<std::string_view, 4> kNotes{"gewoon appen met iemand van de gemeente",
                                                                "met een spel", "via mijn mentor",
                                                                "met een filmpje dat ik zelf maak"};
        for (std::size_t i = 0; i < other.size(); i += 3) {
            people_[other[i]].answers.set("v3", Choice{"anders", std::string(kNotes[i / 3 % kNotes.size()])});
        }
    }

    void add_choice(std::string_view question, std::size_t place, std::string_view option) {
        auto& answers = people_[place].answers;
        Choices chosen;
        if (const auto* before = answers.find(question)) chosen = std::get<Choices>(*before);
        chosen.chosen.push_back({std::string(option), ""});
        answers.set(std::string(question), chosen);
    }

    bool has_choice(std::string_view question, std::size_t place, std::string_view option) const {
        const auto* answer = people_[place].answers.find(question);
        if (answer == nullptr) return false;
        const auto& chosen = std::get<Choices>(*answer).chosen;
        return std::any_of(chosen.begin(), chosen.end(),
                           [&](const Choice& one) { return one.option == option; });
    }

    /// Places outside first; who does not choose those chooses one other thing, so that nobody chooses
    /// nothing.
    void answer_themes() {
        struct Theme {
            std::string_view option;
            int only, besides;  ///< without and with places outside
            Leaning leaning;
        };
        const std::vector<Theme> others{{"werk", 25, 109, older},
                                        {"veiligheid", 24, 117, in_town(0)},
                                        {"zorg", 26, 102, nobody_in_particular},
                                        {"wonen", 20, 76, older},
                                        {"anders", 12, 30, nobody_in_particular}};
        Places without = places_;
        for (const auto place : take(without, 564, younger)) add_choice("v2", place, "voorzieningen");
        for (const auto& theme : others) {
            for (const auto place : take(without, theme.only, theme.leaning))
                add_choice("v2", place, theme.option);
        }
        for (const auto& theme : others) {
            Places more;
            for (const auto place : places_) {
                if (!has_choice("v2", place, theme.option)) more.push_back(place);
            }
            for (const auto place : take(more, theme.besides, theme.leaning))
                add_choice("v2", place, theme.option);
        }
    }

    void answer_ranking() {
        const std::vector<Share> firsts{{"bus", 113, in_town(2)},
                                        {"groen", 91},
                                        {"veld", 121, younger},
                                        {"licht", 147, in_town(1)},
                                        {"plek", 168, younger}};
        Places left = places_;
        for (const auto& share : firsts) {
            for (const auto place : take(left, share.count, share.leaning)) {
                Ranking ranking{{std::string(share.option)}};
                const auto more = random_.below(3);
                while (ranking.order.size() <= more) {
                    const auto& next = firsts[random_.below(firsts.size())].option;
                    if (std::find(ranking.order.begin(), ranking.order.end(), next) == ranking.order.end()) {
                        ranking.order.emplace_back(next);
                    }
                }
                people_[place].answers.set("v7", ranking);
            }
        }
    }

    void answer_hear_back() {
        struct Medium {
            std::string_view option;
            int only, besides;  ///< alone, and as a second one besides the telephone
        };
        const std::array media{Medium{"filmpje", 70, 117}, Medium{"school", 54, 67},
                               Medium{"scherm", 40, 38}};
        Places left = places_;
        for (const auto place : take(left, 84, older)) add_choice("v9", place, "niet");
        auto on_phone = take(left, 402, nobody_in_particular);
        for (const auto place : on_phone) add_choice("v9", place, "telefoon");
        for (const auto& medium : media) {
            for (const auto place : take(left, medium.only, younger)) add_choice("v9", place, medium.option);
            for (const auto place : take(on_phone, medium.besides, younger))
                add_choice("v9", place, medium.option);
        }
    }

    void answer_open() {
        static constexpr std::array<std::string_view, 16> kTexts{
            "Een plek waar je droog kan zitten zonder dat je iets hoeft te kopen.",
            "Licht op het fietspad langs de dijk, het is er pikdonker.",
            "Luisteren en dan ook echt iets doen.",
            "Een bus na elf uur, nu moet mijn vader me halen.",
            "Meer bankjes bij de skatebaan.",
            "Niet meteen wegsturen als we ergens staan te praten.",
            "Kamers die je kan betalen als je 18 bent.",
            "Gewoon een keer langskomen op school.",
            "Het kunstgras bij ons in de buurt maken.",
            "Bijbaantjes bij de gemeente zelf.",
            "Een zwembad waar je wat langer kan blijven.",
            "Minder wachten als het niet goed met je gaat.",
            "Iets te doen op zondag als het regent.",
            "Vertellen wat er met de vorige vragenlijst is gebeurd.",
            "Een veldje met netten die heel zijn.",
            "Dat je met je fiets veilig over de rotonde kan."};
        Places left = places_;
        std::size_t next = 0;
        for (const auto place : take(left, 112, nobody_in_particular)) {
            people_[place].answers.set("v10", OpenText{std::string(kTexts[next++ % kTexts.size()])});
        }
    }

    Repeatable random_;
    People people_;
    Places places_;
};

std::array<std::vector<AreaCode>, kTowns.size()> districts_by_town() {
    std::array<std::vector<AreaCode>, kTowns.size()> districts;
    for (const auto& area : areas()) {
        for (std::size_t town = 0; town < kTowns.size(); ++town) {
            if (area.code.level() == AreaLevel::district && area.parent.str() == kTowns[town]) {
                districts[town].push_back(area.code);
            }
        }
    }
    return districts;
}

/// In the two weeks before `end`.
Origin origin_of(const Person& person, Date end, Repeatable& random) {
    Origin origin;
    origin.channel = kWays[person.way];
    if (origin.channel != Channel::web) origin.venue = kVenues[person.town];
    // The link goes round in the first days; then it ebbs away.
    const double ebb = random.share() * random.share();
    origin.moment.date = end - std::chrono::days(kDays - static_cast<int>(ebb * kDays));
    const auto hour = random.below(10);
    const bool outdoors = origin.channel != Channel::web;
    origin.moment.part = hour < 1   ? DayPart::morning
                         : hour < 5 ? DayPart::afternoon
                         : outdoors ? DayPart::afternoon
                                    : DayPart::evening;
    return origin;
}

/// The answers of people who are made from `seed` to a poll, in the two weeks before `end`.
std::vector<GivenResponse> given_to(const Poll& poll, std::uint64_t seed, Date end) {
    Maker maker(seed);
    const auto people = maker.make();
    auto& random = maker.random();
    const auto districts = districts_by_town();
    std::vector<GivenResponse> given;
    given.reserve(people.size());
    for (const auto& person : people) {
        Response response;
        response.id = ResponseId::random(random);
        response.poll = poll.id;
        response.revision = poll.revision;
        response.municipality = AreaCode::parse(kTowns[person.town]).value();
        const auto& choice = districts[person.town];
        if (random.below(4) != 0) response.district = choice[random.below(choice.size())];
        response.age_group = kAges[person.age];
        const auto language = random.below(40);
        response.language = language == 0 ? "en" : language < 3 ? "nl-simple" : "nl";
        response.answers = person.answers;
        given.push_back({std::move(response), origin_of(person, end, random)});
    }
    return given;
}

}  // namespace

std::vector<GivenResponse> responses_2017() {
    const auto asked = poll_2017();
    return given_to(asked, 20170922, asked.closes);  // the day on which it began
}

std::vector<GivenResponse> responses(Date today) {
    // Who is who was divided by chance, so the first of them are like all of them.
    auto given = given_to(poll(today), 20261121, today);
    given.erase(given.begin() + kResponses, given.end());
    return given;
}

std::vector<Contact> contacts() {
    constexpr int kContacts = 104;  // "just over a hundred"
    static const std::array<std::vector<std::string>, 4> kTopics{std::vector<std::string>{"voorzieningen"},
                                                                 {"voorzieningen", "vervoer"},
                                                                 {"veiligheid", "jeugd"},
                                                                 {"meedoen"}};
    std::vector<Contact> list;
    for (int i = 0; i < kContacts; ++i) {
        const auto place = static_cast<std::size_t>(i);
        auto digits = std::to_string(i + 1);
        digits.insert(0, 6 - digits.size(), '0');
        list.push_back(
            {"06-00" + digits, i % 3 != 0, AreaCode::parse(kTowns[place % 3]).value(), kTopics[place % 4]});
    }
    return list;
}

}  // namespace peilpunt::demo
