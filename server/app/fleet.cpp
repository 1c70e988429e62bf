// SPDX-License-Identifier: EUPL-1.2
#include "server/app/fleet.hpp"

#include "server/app/rights.hpp"
#include "shared/model/digits.hpp"
#include "shared/text/characters.hpp"

namespace peilpunt::app {
namespace {

constexpr auto kPairingTime = std::chrono::minutes(15);

}  // namespace

Fleet::Fleet(store::Store& store, const Keys& keys, const Clock& clock, Random& random,
             std::function<bool(const AreaCode&)> is_area)
    : store_(store), keys_(keys), clock_(clock), random_(random), is_area_(std::move(is_area)) {}

std::string pairing_hash(const Keys& keys, std::string_view code) {
    std::string plain;
    for (const char c : plain_digits(code))
        if (c != '-' && c != ' ') plain += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return seal::keyed_hash(keys.ledger, "koppelcode " + plain);
}

std::vector<store::Kiosk> Fleet::list(const Actor& actor) {
    const auto reach = reach_of(actor, Right::see_kiosks);
    if (reach.is_nowhere()) return {};
    auto all = store_.kiosks();
    std::erase_if(all, [&](const store::Kiosk& kiosk) { return !reach.covers(kiosk.municipality); });
    return all;
}

FleetTotals Fleet::totals() {
    FleetTotals totals;
    for (const auto& kiosk : store_.kiosks()) {
        if (kiosk.revoked) continue;
        ++totals.kiosks;
        totals.waiting += kiosk.waiting;
        totals.missing += kiosk.missing();
    }
    return totals;
}

std::map<std::string, std::int64_t> Fleet::refused_strangers(const Actor& actor) {
    if (!may(actor, Right::see_kiosks)) return {};
    return store_.refused_strangers();
}

Result<std::string> Fleet::make_pairing_code(const Actor& actor, std::string_view venue,
                                             const AreaCode& municipality) {
    if (text::is_blank(venue) || venue.size() > 100)
        return Error{ErrorCode::invalid, "a venue has a name of 1 to 100 characters"};
    if (municipality.level() != AreaLevel::municipality || !is_area_(municipality) ||
        !reaches(actor, Right::manage_kiosks, municipality))
        return Error{ErrorCode::invalid, "there is no municipality " + municipality.str() + " here"};
    // No letters or digits that look alike.
    constexpr std::string_view kLetters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
    std::string code;
    for (int i = 0; i < 8; ++i) code += kLetters[random_.below(kLetters.size())];
    const auto added = store_.add_pairing(pairing_hash(keys_, code), venue, municipality,
                                          clock_.now() + kPairingTime, actor.id());
    if (!added) return added.error();
    return code.substr(0, 4) + '-' + code.substr(4);
}

Result<std::int64_t> Fleet::revoke(const Actor& actor, KioskId id, std::optional<Date> since) {
    const auto kiosk = store_.kiosk(id);
    if (!kiosk || !reaches(actor, Right::manage_kiosks, kiosk->municipality))
        return Error{ErrorCode::not_found, "there is no such kiosk"};
    if (const auto revoked = store_.revoke_kiosk(id, actor.id()); !revoked) return revoked.error();
    if (!since) return std::int64_t{0};
    return store_.set_apart_since(kiosk->venue, *since, actor.id());
}

std::vector<std::string> Fleet::users_of_key(std::string_view key_id) {
    std::vector<std::string> all;
    for (const auto& kiosk : store_.kiosks()) {
        if (kiosk.revoked) continue;
        const auto name = kiosk.id.str() + " (" + kiosk.venue + ")";
        if (kiosk.keys.empty())
            all.push_back(name + ", which has not said yet");
        else if (kiosk.keys.contains(std::string(key_id)))
            all.push_back(name);
    }
    return all;
}

}  // namespace peilpunt::app
