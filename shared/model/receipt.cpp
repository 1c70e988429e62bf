// SPDX-License-Identifier: EUPL-1.2
#include "shared/model/receipt.hpp"

#include "shared/model/digits.hpp"

namespace peilpunt {
namespace {

constexpr std::uint64_t kNumbers = 1'000'000'000'000'000;  // fifteen digits
constexpr std::size_t kDigits = 16;

/// The check digit of ISO/IEC 7812 for the fifteen digits before it.
char check_digit(std::string_view payload) {
    int sum = 0;
    bool doubled = true;
    for (std::size_t i = payload.size(); i-- > 0; doubled = !doubled) {
        int digit = payload[i] - '0';
        if (doubled) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return static_cast<char>('0' + (10 - sum % 10) % 10);
}

Error wrong(const char* message) { return Error{ErrorCode::invalid, message}; }

}  // namespace

Receipt Receipt::random(Random& random) { return from_number(random.below(kNumbers)); }

Receipt Receipt::from_number(std::uint64_t number) {
    number %= kNumbers;
    std::string digits(kDigits - 1, '0');
    for (std::size_t i = digits.size(); i-- > 0; number /= 10) {
        digits[i] = static_cast<char>('0' + number % 10);
    }
    digits.push_back(check_digit(digits));
    Receipt receipt;
    receipt.digits_ = std::move(digits);
    return receipt;
}

Result<Receipt> Receipt::parse(std::string_view text) {
    std::string digits;
    if (text.size() > 256) return wrong("Een volgcode heeft 16 cijfers.");
    for (const char c : plain_digits(text)) {
        if (c >= '0' && c <= '9') {
            digits.push_back(c);
        } else if (c != ' ' && c != '.' && c != '-' && c != '\t' && c != '\n' && c != '\r') {
            return wrong("Een volgcode heeft alleen cijfers.");
        }
    }
    if (digits.size() != kDigits) return wrong("Een volgcode heeft 16 cijfers.");
    if (check_digit(std::string_view(digits).substr(0, kDigits - 1)) != digits.back()) {
        return wrong("Deze volgcode klopt niet. Kijk de cijfers nog eens na.");
    }
    Receipt receipt;
    receipt.digits_ = std::move(digits);
    return receipt;
}

std::string Receipt::grouped() const {
    std::string text;
    for (std::size_t i = 0; i < digits_.size(); ++i) {
        if (i > 0 && i % 4 == 0) text.push_back(' ');
        text.push_back(digits_[i]);
    }
    return text;
}

}  // namespace peilpunt
