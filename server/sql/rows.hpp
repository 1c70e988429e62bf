// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace peilpunt::sql {

/// Marks what goes to a column of bytes and not of text.
struct Bytes {
    std::string_view data;
};

/// One value of a statement. It looks at the caller's data, so it lives no longer than the call. Nothing has
/// a type too (an empty optional of it): PostgreSQL wants to know it.
class Param {
  public:
    enum class Type { number, text, bytes };
    template <std::integral T>
    Param(T value) : number_(static_cast<std::int64_t>(value)) {}
    Param(std::string_view text) : type_(Type::text), data_(text) {}
    Param(const std::string& text) : type_(Type::text), data_(text) {}
    Param(const char* text) : type_(Type::text), data_(text) {}
    Param(Bytes bytes) : type_(Type::bytes), data_(bytes.data) {}
    template <class T>
    Param(const std::optional<T>& value) : Param(value ? Param(*value) : Param(T())) {
        null_ = !value;
    }

    Type type() const { return type_; }
    bool is_null() const { return null_; }
    std::int64_t number() const { return number_; }
    std::string_view data() const { return data_; }

  private:
    Type type_ = Type::number;
    bool null_ = false;
    std::int64_t number_ = 0;
    std::string_view data_;
};

/// What a statement gave: all of its rows, in memory. Asking a column for another type than it has is a bug:
/// std::logic_error.
class Rows {
  public:
    using Value = std::variant<std::monostate, std::int64_t, std::string>;

    class Row {
      public:
        std::int64_t number(int column) const;
        /// Text or bytes.
        const std::string& text(int column) const;
        bool is_null(int column) const;

      private:
        friend class Rows;
        Row(const Rows& rows, std::size_t first) : rows_(&rows), first_(first) {}
        const Value& at(int column) const;
        const Rows* rows_;
        std::size_t first_;
    };
    class Iterator {
      public:
        Row operator*() const { return (*rows_)[row_]; }
        Iterator& operator++() {
            ++row_;
            return *this;
        }
        bool operator==(const Iterator& other) const { return row_ == other.row_; }

      private:
        friend class Rows;
        Iterator(const Rows& rows, int row) : rows_(&rows), row_(row) {}
        const Rows* rows_;
        int row_;
    };

    /// `values`: row after row.
    Rows(int columns, std::vector<Value> values, std::int64_t changes)
        : columns_(columns), values_(std::move(values)), changes_(changes) {}
    int size() const { return columns_ == 0 ? 0 : static_cast<int>(values_.size()) / columns_; }
    bool empty() const { return size() == 0; }
    /// Throws std::logic_error when there is no such row.
    Row operator[](int row) const;
    Iterator begin() const { return {*this, 0}; }
    Iterator end() const { return {*this, size()}; }
    /// How many rows the statement inserted, updated or deleted.
    std::int64_t changes() const { return changes_; }

  private:
    int columns_;
    std::vector<Value> values_;
    std::int64_t changes_;
};

}  // namespace peilpunt::sql
