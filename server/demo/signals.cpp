// SPDX-License-Identifier: EUPL-1.2
#include <string_view>

#include "server/demo/areas.hpp"
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

/// Forms and kiosks offer districts; the texts know the neighbourhood.
AreaCode district_of(const AreaTree& tree, const AreaCode& area) {
    const Area* found = tree.find(area);
    return found && area.level() == AreaLevel::neighbourhood ? found->parent : area;
}

/// What somebody would have chosen first, on the home page or at the kiosk; some skip it.
SignalKind kind_for(const SignalText& text, std::size_t place) {
    if (place % 4 == 3) return SignalKind::unsaid;
    if (text.perspective == Perspective::client) return SignalKind::need;
    return text.what_helps.empty() || text.own_part.empty() ? SignalKind::notice : SignalKind::proposal;
}

}  // namespace

std::vector<GivenSignal> signals(Date today) {
    Repeatable random(1975);
    const AreaTree tree(areas());
    std::vector<GivenSignal> given;
    for (const auto& text : signal_texts()) {
        Signal signal;
        signal.id = ResponseId::random(random);
        signal.text = text.text;
        signal.theme = text.theme;
        signal.kind = kind_for(text, given.size());
        signal.area = district_of(tree, AreaCode::parse(text.area).value());
        signal.municipality = signal.area.municipality();
        // Only the form on the web asks who somebody is in the story.
        if (text.channel == Channel::web) signal.perspective = text.perspective;
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
