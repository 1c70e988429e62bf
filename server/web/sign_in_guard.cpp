// SPDX-License-Identifier: EUPL-1.2
#include "server/web/sign_in_guard.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <utility>

namespace peilpunt::web {

namespace {

using namespace std::chrono_literals;

constexpr auto kDeviceLives = std::chrono::days(180);
constexpr std::size_t kNumberBytes = 8;
constexpr std::size_t kSlots = 16'384;  ///< names, networks and devices that did something wrong lately

// Wrong passwords: a person who mistypes is far below, a program far above.
constexpr http::Rate kPerName{10, 10min};
constexpr http::Rate kPerNetwork{20, 1min};
constexpr http::Rate kInAll{60, 1min};
constexpr http::Rate kPerDevice{10, 10min};

/// What a count is of; as a route of RateLimiter.
enum Of : std::uint64_t { kName, kNetwork, kAll, kDevice };

http::Prefix key_of(std::string_view text) {
    http::Prefix key;
    const auto hash = seal::hash(text);
    std::copy_n(hash.begin(), key.bytes.size(), key.bytes.begin());
    return key;
}

std::string_view cookie_name(bool secure) { return secure ? "__Host-peilpunt-toestel" : "peilpunt-toestel"; }

}  // namespace

KnownDevices::KnownDevices(const app::Keys& keys)
    : key_(seal::keyed_hash(keys.ledger, "devices that people signed in on", 32)) {}

std::string KnownDevices::proof(std::string_view device, std::string_view name) const {
    std::string text(device);
    (text += '.') += name;
    return seal::to_base64(seal::keyed_hash(key_, text));
}

void KnownDevices::mark(http::Reply& reply, const http::Request& request, std::string_view name, Date today,
                        Random& random) const {
    std::string number(kNumberBytes, '\0');
    random.fill(std::span(reinterpret_cast<std::uint8_t*>(number.data()), number.size()));
    const auto until = (today + kDeviceLives).time_since_epoch().count();
    const std::string device = seal::to_base64(number) + '.' + std::to_string(until);
    http::set_cookie(reply, cookie_name(request.secure), device + '.' + proof(device, name), request.secure,
                     kDeviceLives);
}

std::optional<std::uint64_t> KnownDevices::number(const http::Request& request, std::string_view name,
                                                  Date today) const {
    const auto cookie = request.cookie(cookie_name(request.secure));
    const auto end = cookie.rfind('.');
    const auto middle = cookie.find('.');
    if (end == std::string_view::npos || middle == end) return std::nullopt;
    const auto device = cookie.substr(0, end);
    if (!seal::equal_constant_time(cookie.substr(end + 1), proof(device, name))) return std::nullopt;
    std::int64_t until = 0;
    std::from_chars(device.data() + middle + 1, device.data() + device.size(), until);
    const auto number = seal::from_base64(device.substr(0, middle));
    if (!number || number->size() != kNumberBytes || until <= today.time_since_epoch().count())
        return std::nullopt;
    std::uint64_t value = 0;
    std::memcpy(&value, number->data(), sizeof value);
    return value;
}

SignInGuard::SignInGuard(const app::Keys& keys, const Clock& clock)
    : devices_(keys), clock_(clock), wrong_(kSlots) {}

std::string SignInGuard::plain_name(std::string_view typed) {
    const auto from = typed.find_first_not_of(" \t");
    if (from == std::string_view::npos) return {};
    std::string name(typed.substr(from, typed.find_last_not_of(" \t") - from + 1));
    for (char& c : name)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return name;
}

bool SignInGuard::is_known(const http::Request& request, std::string_view name) const {
    return devices_.number(request, name, dutch_date(clock_.now())).has_value();
}

SignInGuard::Try SignInGuard::begin(const http::Request& request, std::string_view name) {
    Try one{0, std::string(name), http::prefix_of(request.peer),
            devices_.number(request, name, dutch_date(clock_.now()))};
    const auto now = clock_.steady();
    if (one.device) {
        if (wrong_.admit({}, kDevice ^ *one.device << 2, kPerDevice, now) == 0) return one;
        one.device.reset();  // somebody who stole it, perhaps: from here on a stranger
    }
    one.wait = count(one);
    return one;
}

int SignInGuard::count(const Try& one) {
    const auto now = clock_.steady();
    if (const int wait = wrong_.admit(one.network, kNetwork, kPerNetwork, now); wait > 0) return wait;
    int wait = wrong_.admit(key_of(one.name), kName, kPerName, now);
    if (wait == 0) {
        wait = wrong_.admit({}, kAll, kInAll, now);
        if (wait == 0) return 0;
        wrong_.give_back(key_of(one.name), kName, kPerName, now);
    }
    wrong_.give_back(one.network, kNetwork, kPerNetwork, now);
    return wait;
}

void SignInGuard::forget(const Try& one) {
    const auto now = clock_.steady();
    if (one.wait > 0) return;
    if (one.device) return wrong_.give_back({}, kDevice ^ *one.device << 2, kPerDevice, now);
    wrong_.give_back(one.network, kNetwork, kPerNetwork, now);
    wrong_.give_back(key_of(one.name), kName, kPerName, now);
    wrong_.give_back({}, kAll, kInAll, now);
}

}  // namespace peilpunt::web
