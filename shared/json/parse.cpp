// SPDX-License-Identifier: EUPL-1.2
#include <cmath>
#include <nlohmann/json.hpp>
#include <vector>

#include "shared/json/json.hpp"
#include "shared/text/fault.hpp"

namespace peilpunt::json {
namespace {

using Tree = nlohmann::json;

Error refused(ErrorCode code, text::Key key, text::FaultValues values = {}) {
    auto fault = text::make_fault("", key, std::move(values));
    auto words = fault.message;
    return Error{code, std::move(words), {std::move(fault)}};
}

/// Builds the tree while it is read and stops at the first thing over a bound. Neither this nor the parser
/// that feeds it calls itself for what lies deeper, so no input can use up the stack.
class GuardedBuilder {
  public:
    explicit GuardedBuilder(const Bounds& bounds) : bounds_(bounds) {}
    Tree& tree() { return tree_; }
    const Error& error() const { return error_; }

    bool null() { return place(nullptr) != nullptr; }
    bool boolean(bool value) { return place(value) != nullptr; }
    bool number_integer(std::int64_t value) { return place(value) != nullptr; }
    bool number_unsigned(std::uint64_t value) {
        if (value > static_cast<std::uint64_t>(INT64_MAX))
            return stop(ErrorCode::invalid, "fout.getal-te-groot");
        return place(static_cast<std::int64_t>(value)) != nullptr;
    }
    bool number_float(double value, const std::string& written) {
        // A whole number that comes as floating point was too long for 64 bits.
        if (written.find_first_of(".eE") == std::string::npos)
            return stop(ErrorCode::invalid, "fout.getal-te-groot");
        // 4.0 and 4e0 are integers, as JSON Schema has it; beyond 2^53 a double no longer says which one.
        constexpr double kExact = 9007199254740992.0;
        if (std::trunc(value) == value && std::abs(value) <= kExact)
            return place(static_cast<std::int64_t>(value)) != nullptr;
        return place(value) != nullptr;
    }
    bool string(std::string& value) {
        if (value.find('\0') != std::string::npos) return stop(ErrorCode::invalid, "fout.ongeldige-tekens");
        return place(std::move(value)) != nullptr;
    }
    bool binary(Tree::binary_t&) { return stop(ErrorCode::invalid, "fout.verkeerd-soort"); }
    bool start_object(std::size_t) { return open(Tree::object()); }
    bool end_object() { return close(); }
    bool start_array(std::size_t) { return open(Tree::array()); }
    bool end_array() { return close(); }
    bool key(std::string& name) {
        const auto [at, added] = open_.back()->get_ref<Tree::object_t&>().try_emplace(std::move(name));
        if (!added) return stop(ErrorCode::invalid, "fout.dubbel-veld", at->first);
        member_ = &at->second;
        return true;
    }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) {
        error_ = refused(ErrorCode::invalid, "fout.ongeldige-json", {{"plaats", std::to_string(position)}});
        return false;
    }

  private:
    template <class Value>
    Tree* place(Value&& value) {
        if (++nodes_ > bounds_.nodes) {
            stop(ErrorCode::invalid, "fout.bericht-te-veel-delen");
            return nullptr;
        }
        if (open_.empty()) {
            tree_ = std::forward<Value>(value);
            return &tree_;
        }
        if (auto* list = open_.back()->get_ptr<Tree::array_t*>()) {
            return &list->emplace_back(std::forward<Value>(value));
        }
        *member_ = std::forward<Value>(value);
        return member_;
    }
    bool open(Tree&& container) {
        if (open_.size() >= static_cast<std::size_t>(bounds_.depth)) {
            return stop(ErrorCode::invalid, "fout.bericht-te-diep");
        }
        auto* placed = place(std::move(container));
        if (placed) open_.push_back(placed);
        return placed != nullptr;
    }
    bool close() {
        open_.pop_back();
        return true;
    }
    bool stop(ErrorCode code, text::Key key, std::string field = {}) {
        error_ = refused(code, key);
        error_.faults.front().field = std::move(field);
        return false;
    }

    const Bounds& bounds_;
    Tree tree_;
    std::vector<Tree*> open_;  ///< the containers that are not closed yet, outermost first
    Tree* member_ = nullptr;   ///< where the value of the last key goes
    std::size_t nodes_ = 0;
    Error error_;
};

}  // namespace

Result<nlohmann::json> parse(std::string_view text, const Bounds& bounds) {
    if (text.size() > bounds.bytes) return refused(ErrorCode::too_large, "fout.bericht-te-groot");
    GuardedBuilder builder(bounds);
    if (!Tree::sax_parse(text, &builder)) return builder.error();
    return Result<Tree>(boost::system::in_place_value, std::move(builder.tree()));
}

}  // namespace peilpunt::json
