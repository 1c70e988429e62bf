// SPDX-License-Identifier: EUPL-1.2
#include <string_view>

#include "server/demo/demo.hpp"
#include "server/demo/repeatable.hpp"
#include "server/demo/signal_texts.hpp"

namespace peilpunt::demo {
namespace {

DayPart part_for(const SignalText& text, std::size_t place) {
    // Screens in community centres and talks are by day; people write at home in the evening too.
    if (text.channel == Channel::web) return place % 3 == 0 ? DayPart::afternoon : DayPart::evening;
    return place % 2 == 0 ? DayPart::morning : DayPart::afternoon;
}

}  // namespace

std::vector<GivenSignal> signals(Date today) {
    Repeatable random(1975);
    std::vector<GivenSignal> given;
    for (const auto& text : signal_texts()) {
        Signal signal;
        signal.id = ResponseId::random(random);
        signal.text = text.text;
        signal.theme = text.theme;
        signal.area = AreaCode::parse(text.area).value();
        signal.municipality = signal.area.municipality();
        signal.perspective = text.perspective;
        signal.what_helps = text.what_helps;
        signal.own_part = text.own_part;
        signal.language = text.language;
        Origin origin;
        origin.channel = text.channel;
        origin.venue = text.venue;
        origin.moment = {today - std::chrono::days(text.days_ago), part_for(text, given.size())};
        given.push_back({std::move(signal), std::move(origin)});
    }
    return given;
}

}  // namespace peilpunt::demo
