// SPDX-License-Identifier: EUPL-1.2
// What must hold after every run, and at moments in between.
#include <algorithm>

#include "server/store/registry/outcomes.hpp"
#include "tests/sim/simulation.hpp"

namespace peilpunt::sim {

std::string Simulation::wrong_now() {
    const Found found = server_.found();
    std::set<EnvelopeId> here;
    for (const auto& kiosk : kiosks_) {
        here.merge(kiosk->ids());
        if (kiosk->disk.holds("kanarie-")) return "readable on a kiosk's disk";
    }
    std::size_t known = 0;
    for (const auto& item : items_) {
        const auto at = found.words.find(item.words);
        const int times = at == found.words.end() ? 0 : at->second;
        known += times > 0 ? 1 : 0;
        if (times > 1)
            return "doubled: " + item.words + (item.is_signal ? ", a signal" : ", an answer") + "; of " +
                   std::to_string(items_.size()) + " given " + std::to_string(found.responses) +
                   " answers, " + std::to_string(found.signals) + " signals, " + std::to_string(found.apart) +
                   " set apart";
        if (times == 1 || !item.thanked) continue;
        if (item.by_phone) return "lost, and the phone was told that it was stored: " + item.words;
        if (!here.contains(EnvelopeId(item.id.uuid())))
            return "lost, neither on the kiosk nor at the server: " + item.words;
    }
    if (known != found.words.size()) return "stored what nobody gave";
    return {};
}

std::string Simulation::wrong_at_rest() {
    if (!server_.runs()) return "the server does not start on a good disk";
    for (const auto& kiosk : kiosks_) {
        if (!kiosk->runs()) return "a kiosk does not start on a good disk";
        const auto status = kiosk->outbox().status();
        if (kiosk->waiting() > 0)
            return "hours after the last fault " + std::to_string(kiosk->waiting()) +
                   " still wait: " + status.last_error;
        if (status.parked > 0) return "set aside for good";
    }
    const Found found = server_.found();
    for (const auto& item : items_)
        if (item.thanked && !found.words.contains(item.words)) return "never arrived: " + item.words;
    for (const auto& item : items_) {
        if (!item.code) continue;
        const auto followed = server_.app().follow(*item.code);
        // A code that was drawn by chance is kept with what it stands for; what is set apart has none.
        if (!followed && !item.code_proves && found.set_apart.contains(item.words)) continue;
        if (!followed || followed->is_signal != item.is_signal)
            return "a code that was shown leads nowhere: " + item.words;
    }
    return wrong_to_the_council(found);
}

std::string Simulation::wrong_to_the_council(const Found& found) {
    const auto faults = server_.store().verify();
    if (!faults.empty()) return "verify: " + faults.front();
    std::int64_t counted = 0;
    for (const auto& [key, tally] : server_.store().cells(tests::test_poll().id, 1))
        counted += tally.responses;
    if (counted != found.responses)
        return "counted " + std::to_string(counted) + " of " + std::to_string(found.responses) + " answers";
    if (server_.store().quarantined() != found.apart) return "set apart and not shown";
    if (auto wrong = wrong_in_signals(found); !wrong.empty()) return wrong;
    const Poll poll = tests::test_poll();
    results::test::Attack attack(poll);
    for (const auto& release :
         store::Outcomes(server_.store().database(), server_.store().journal()).releases(poll.id)) {
        attack.read(release);
        ++counts_["releases"];
    }
    if (const auto told = attack.found(); !told.empty()) return "the results give away: " + told.front();
    for (const auto& kiosk : server_.store().kiosks())
        if (!kiosk.revoked && kiosk.missing() != 0)
            return "the fleet page says that " + std::to_string(kiosk.missing()) + " are missing from " +
                   kiosk.venue;
    return {};
}

std::string Simulation::wrong_in_signals(const Found& found) {
    const auto everywhere = tests::actor("raad", "RG01");
    std::int64_t read = 0;
    std::int64_t heard = 0;
    for (std::string cursor;;) {
        const auto page = server_.app().signals().list(everywhere, {}, cursor, 100);
        for (const auto& row : page.rows) {
            const auto begin = row.signal.text.find("kanarie-");
            const auto end = row.signal.text.find('.', begin);
            if (begin == std::string::npos ||
                !found.words.contains(row.signal.text.substr(begin, end - begin)))
                return "the council reads what was not given";
            ++read;
            if (row.signal.recording.empty()) continue;
            if (!server_.app().signals().recording(everywhere, row.id))
                return "the council cannot hear what was spoken: " + row.signal.text;
            ++heard;
        }
        if ((cursor = page.next).empty()) break;
    }
    if (read != found.signals) return "the council cannot read every signal";
    const auto spoken = std::count_if(items_.begin(), items_.end(), [&](const Item& item) {
        return item.spoken && found.words.contains(item.words);
    });
    return heard == spoken ? "" : "a recording came loose from its signal";
}

}  // namespace peilpunt::sim
