// SPDX-License-Identifier: EUPL-1.2
#include "server/store/common/rows.hpp"

#include <algorithm>
#include <charconv>

#include "shared/seal/seal.hpp"

namespace peilpunt::store {

std::int64_t day_of(Date date) { return date.time_since_epoch().count(); }

std::int64_t month_number(Date date) {
    const std::chrono::year_month_day day(date);
    return static_cast<int>(day.year()) * 12 + static_cast<std::int64_t>(static_cast<unsigned>(day.month())) -
           1;
}

std::string month_text(std::int64_t number) {
    const auto month = number % 12 + 1;
    return std::to_string(number / 12) + (month < 10 ? "-0" : "-") + std::to_string(month);
}

std::optional<std::pair<std::int64_t, std::int64_t>> days_of_month(const std::string& month) {
    const auto first = parse_date(month + "-01");
    if (!first) return std::nullopt;
    const std::chrono::year_month_day day(*first);
    const Date next = std::chrono::sys_days((day.year() / day.month() + std::chrono::months(1)) / 1);
    return std::pair(day_of(*first), day_of(next));
}

std::string pack_words(const Signal& signal) {
    // 0x1f (unit separator) never occurs in accepted text: rules::check_signal refuses control characters.
    return signal.text + '\x1f' + signal.what_helps + '\x1f' + signal.own_part + '\x1f' +
           std::string(word(signal.kind)) +
           (signal.recording.empty() ? "" : '\x1f' + seal::to_base64(signal.recording));
}

void unpack_words(std::string_view bytes, Signal& signal) {
    const auto next = [&bytes] {
        const std::string_view part = bytes.substr(0, bytes.find('\x1f'));
        bytes.remove_prefix(std::min(bytes.size(), part.size() + 1));
        return part;
    };
    signal.text = next();
    signal.what_helps = next();
    signal.own_part = next();
    signal.kind = signal_kind_of(next()).value_or(SignalKind::unsaid);
    if (const auto recording = seal::from_base64(next())) signal.recording = *recording;
}

NewQuarantine apart_of(const NewRecording& recording) {
    return {.ledger = {},
            .row_id = recording.id,
            .kind = "opname",
            .reason = "andere-inhoud",
            .counts_as = "",
            .kiosk = recording.kiosk,
            .moment = recording.moment,
            .body = recording.ogg};
}

std::string cursor_of(const SignalRow& row) {
    return std::to_string(day_of(row.origin.moment.date)) + '.' +
           std::to_string(static_cast<int>(row.origin.moment.part)) + '.' + seal::to_base64(row.id.bytes());
}

std::optional<std::tuple<std::int64_t, std::int64_t, std::string>> parse_cursor(std::string_view text) {
    const auto first = text.find('.');
    const auto second = first == std::string_view::npos ? first : text.find('.', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    std::int64_t day = 0;
    std::int64_t part = 0;
    const auto id = seal::from_base64(text.substr(second + 1));
    if (std::from_chars(text.data(), text.data() + first, day).ptr != text.data() + first)
        return std::nullopt;
    if (std::from_chars(text.data() + first + 1, text.data() + second, part).ptr != text.data() + second)
        return std::nullopt;
    if (!id || id->size() != 16) return std::nullopt;
    return std::tuple(day, part, *id);
}

}  // namespace peilpunt::store
