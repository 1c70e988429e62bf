// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <string_view>

#include "shared/model/result.hpp"
#include "shared/model/sources.hpp"

namespace peilpunt {

/// The volgcode: fifteen random digits and a Luhn check digit (ISO/IEC 7812, as on a bank card).
/// Not streamable: whoever holds it can follow what became of what was given.
class Receipt {
  public:
    Receipt() = default;
    /// Any device can make one offline.
    static Receipt random(Random& random);
    /// From 8 uniformly random bytes (a keyed hash, for instance).
    static Receipt from_number(std::uint64_t number);
    /// Accepts digits with spaces, dots or dashes between; refuses a wrong check digit.
    static Result<Receipt> parse(std::string_view text);
    const std::string& digits() const { return digits_; }
    /// "4810 7263 9505 1234"
    std::string grouped() const;
    bool operator==(const Receipt&) const = default;

  private:
    std::string digits_;
};

}  // namespace peilpunt
