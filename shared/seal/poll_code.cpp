// SPDX-License-Identifier: EUPL-1.2
#include "shared/seal/poll_code.hpp"

#include <charconv>

namespace peilpunt::seal {
namespace {

constexpr std::uint64_t kOwn = 10'000'000;  // seven digits
constexpr std::uint64_t kProofs = 10'000;   // four
constexpr std::size_t kOwnDigits = 7, kPollDigits = 3, kMarkDigits = 1;

Receipt code_of(const CodeKey& key, const PollName& poll, std::uint64_t own) {
    const auto proof =
        keyed_number(key.secret(), "bewijs " + poll.id.str() + ' ' + std::to_string(own)) % kProofs;
    const auto number = static_cast<std::uint64_t>(short_number(poll));
    const auto mark = static_cast<std::uint64_t>(key.mark());
    return Receipt::from_number(((own * 1000 + number) * 10 + mark) * kProofs + proof);
}

template <class Number>
Number digits_of(const Receipt& code, std::size_t from, std::size_t count) {
    Number number = 0;
    const auto part = std::string_view(code.digits()).substr(from, count);
    std::from_chars(part.data(), part.data() + part.size(), number);
    return number;
}

}  // namespace

CodeKey CodeKey::of_kiosk(Secret secret) {
    const auto mark = static_cast<int>(1 + keyed_number(secret, "teken") % 9);
    return {std::move(secret), mark};
}

Receipt make_poll_code(const CodeKey& key, const PollName& poll, Random& random) {
    return code_of(key, poll, random.below(kOwn));
}

Receipt poll_code_of(const CodeKey& key, const PollName& poll, const ResponseId& response) {
    return code_of(key, poll, keyed_number(key.secret(), "volgcode-van " + response.str()) % kOwn);
}

CodeMarks marks_of(const Receipt& code) {
    if (code.digits().empty()) return {};
    return {digits_of<int>(code, kOwnDigits, kPollDigits),
            digits_of<int>(code, kOwnDigits + kPollDigits, kMarkDigits)};
}

bool proves(const CodeKey& key, const PollName& poll, const Receipt& code) {
    if (poll.number <= 0 || code.digits().empty()) return false;
    return code_of(key, poll, digits_of<std::uint64_t>(code, 0, kOwnDigits)) == code;
}

}  // namespace peilpunt::seal
