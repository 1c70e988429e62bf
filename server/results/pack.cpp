// SPDX-License-Identifier: EUPL-1.2
#include <string>
#include <string_view>

#include "server/results/tally.hpp"

namespace peilpunt::results {
namespace {

// Version 1: version byte, then numbers as little-endian base 128 (zigzag for counts) and texts with their
// length.
constexpr char kVersion = 1;

void put_number(std::string& out, std::uint64_t number) {
    while (number >= 0x80) {
        out.push_back(static_cast<char>(number | 0x80));
        number >>= 7;
    }
    out.push_back(static_cast<char>(number));
}

void put_count(std::string& out, std::int64_t count) {
    const auto bits = static_cast<std::uint64_t>(count);
    put_number(out, (bits << 1) ^ (count < 0 ? ~std::uint64_t{0} : 0));
}

void put_text(std::string& out, std::string_view text) {
    put_number(out, text.size());
    out.append(text);
}

/// Reads front to back; once something is wrong, everything after it reads as nothing.
class Reader {
  public:
    explicit Reader(std::string_view bytes) : bytes_(bytes) {}

    std::uint64_t number() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (bytes_.empty()) return fail();
            const auto byte = static_cast<std::uint8_t>(bytes_.front());
            bytes_.remove_prefix(1);
            if (shift == 63 && byte > 1) return fail();
            value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
            if (byte < 0x80) return value;
        }
        return fail();
    }
    std::int64_t count() {
        const auto bits = number();
        return static_cast<std::int64_t>((bits >> 1) ^ (~(bits & 1) + 1));
    }
    std::string text() {
        const auto size = number();
        if (size > bytes_.size()) {
            fail();
            return {};
        }
        std::string value(bytes_.substr(0, size));
        bytes_.remove_prefix(size);
        return value;
    }
    /// How many items follow; each takes at least two bytes.
    std::uint64_t items() {
        const auto count = number();
        return count > bytes_.size() / 2 ? fail() : count;
    }
    bool ok() const { return ok_; }
    bool at_end() const { return bytes_.empty(); }

  private:
    std::uint64_t fail() {
        ok_ = false;
        bytes_ = {};
        return 0;
    }
    std::string_view bytes_;
    bool ok_ = true;
};

Error damaged() { return {ErrorCode::damaged, "De telling is beschadigd."}; }

}  // namespace

std::string pack(const Tally& tally) {
    std::string out;
    out.reserve(256);
    out.push_back(kVersion);
    put_count(out, tally.responses);
    put_number(out, tally.questions.size());
    for (const auto& [id, question] : tally.questions) {
        put_text(out, id);
        put_count(out, question.answered);
        put_number(out, question.counts.size());
        for (const auto& [option, count] : question.counts) {
            put_text(out, option);
            put_count(out, count);
        }
    }
    return out;
}

Result<Tally> unpack(std::string_view bytes) {
    if (bytes.empty()) return damaged();
    if (bytes.front() != kVersion) {
        return Error{ErrorCode::unsupported, "De telling is van een andere versie van Peilpunt."};
    }
    Reader reader(bytes.substr(1));
    Tally tally;
    tally.responses = reader.count();
    for (auto questions = reader.items(); questions > 0 && reader.ok(); --questions) {
        auto id = reader.text();
        QuestionTally question;
        question.answered = reader.count();
        for (auto options = reader.items(); options > 0 && reader.ok(); --options) {
            auto option = reader.text();
            const auto count = reader.count();
            // Packed in order, so each goes to the end.
            question.counts.insert_or_assign(question.counts.end(), std::move(option), count);
        }
        tally.questions.insert_or_assign(tally.questions.end(), std::move(id), std::move(question));
    }
    if (!reader.ok() || !reader.at_end()) return damaged();
    return tally;
}

}  // namespace peilpunt::results
