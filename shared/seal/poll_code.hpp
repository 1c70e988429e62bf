// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "shared/model/ids.hpp"
#include "shared/model/receipt.hpp"
#include "shared/seal/seal.hpp"

/// Volgcodes of polls, which nobody keeps, because they prove themselves. Of the sixteen digits seven are the
/// code's own, three are the number of the poll, one marks the key that made it, four prove all that, and the
/// last is the check digit that every volgcode has. docs/decisions/2026-11-30-codes-of-polls.md has the odds.
namespace peilpunt::seal {

/// A poll as codes name it.
struct PollName {
    PollId id;
    int number = 0;  ///< from 1; a code has its last three digits, and its proof covers the id
    bool operator==(const PollName&) const = default;
};

/// What makes codes and checks them: one for all phones, one for each kiosk.
class CodeKey {
  public:
    /// Of phones; 32 bytes that only the server has.
    static CodeKey of_web(Secret secret) { return {std::move(secret), 0}; }
    /// Of a kiosk; 32 bytes that it shares with the server.
    static CodeKey of_kiosk(Secret secret);
    const Secret& secret() const { return secret_; }
    /// The digit that marks it in a code: 0 for phones, 1 to 9 for a kiosk; kiosks may have the same.
    int mark() const { return mark_; }

  private:
    CodeKey(Secret secret, int mark) : secret_(std::move(secret)), mark_(mark) {}
    Secret secret_;
    int mark_ = 0;
};

/// A new code, by chance alone: nothing leads from what was given to it.
Receipt make_poll_code(const CodeKey& key, const PollName& poll, Random& random);
/// The code of a response: always the same, so that it need not be kept to be told again.
Receipt poll_code_of(const CodeKey& key, const PollName& poll, const ResponseId& response);

/// What a code says before it is proved.
struct CodeMarks {
    int poll = 0;  ///< the last three digits of the poll's number
    int key = 0;   ///< CodeKey::mark
};
CodeMarks marks_of(const Receipt& code);
inline int short_number(const PollName& poll) { return poll.number % 1000; }
/// Whether `key` made this code for `poll`.
bool proves(const CodeKey& key, const PollName& poll, const Receipt& code);

}  // namespace peilpunt::seal
