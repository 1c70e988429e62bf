// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <boost/system/result.hpp>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace peilpunt {

/// What went wrong, in the few kinds that a caller can act on.
enum class ErrorCode {
    invalid,         ///< the input breaks a rule; `faults` names each one
    not_found,       ///< no such poll, signal, kiosk ...
    conflict,        ///< it exists already, or has changed meanwhile
    closed,          ///< the poll no longer takes answers
    too_large,       ///< over one of the limits
    unauthorized,    ///< who are you? (also: wrong password, unknown user: they answer alike)
    forbidden,       ///< known, but not allowed
    busy,            ///< try again later (queue full)
    storage_full,    ///< the disk took nothing; nothing was acknowledged
    storage_failed,  ///< the disk failed; writing stopped until a restart
    damaged,         ///< a file or message is not what it claims to be
    unsupported,     ///< too old, too new, or a kind that is not known here
    internal,        ///< a bug
};

/// One fault in a submission, as the wire names it (architecture: `fouten:[{veld, code, melding}]`).
struct Fault {
    std::string field;    ///< wire name of the field, e.g. "antwoorden.v3"
    std::string code;     ///< stable, kebab-case, e.g. "te-lang"
    std::string message;  ///< plain Dutch (B1), safe to show to anyone
    /// What was filled in in the message, by name, so that it can be told in another language
    /// (text::message).
    std::vector<std::pair<std::string, std::string>> values{};
    bool operator==(const Fault&) const = default;
};

/// An error that may be shown: `message` holds no secrets, answers or paths of other users.
struct Error {
    ErrorCode code = ErrorCode::internal;
    std::string message;
    std::vector<Fault> faults{};
    bool operator==(const Error&) const = default;
};

template <class T>
using Result = boost::system::result<T, Error>;

/// Thrown by `Result::value()` when the caller was sure that there is a value; a bug, or a failing start.
class ResultError : public std::runtime_error {
  public:
    explicit ResultError(Error error) : std::runtime_error(error.message), error_(std::move(error)) {}
    const Error& error() const { return error_; }

  private:
    Error error_;
};

[[noreturn]] inline void throw_exception_from_error(const Error& error, const boost::source_location&) {
    throw ResultError(error);
}

}  // namespace peilpunt
