// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/http/request.hpp"
#include "shared/model/sources.hpp"
#include "shared/model/time.hpp"

namespace peilpunt::app {
struct State;
}

namespace peilpunt::web {

/// What somebody typed into a form of the workspace.
struct KeptForm {
    std::string path;
    bool multipart = false;
    std::vector<std::pair<std::string, std::string>> fields;  ///< without the token
    std::string csrf_token;                                   ///< as it was sent
};
/// The texts of a form that was sent; files are left out. Nothing for what is no form, for one that is too
/// long, and for one with a password or another secret in it.
std::optional<KeptForm> read_kept_form(const http::Request& request, const app::State& state);

/// Forms that were sent with a sign-in that had ended, until their owner has signed in again: in memory only,
/// a quarter of an hour, one for each sign-in that ended. Thread-safe.
class KeptForms {
  public:
    explicit KeptForms(const Clock& clock) : clock_(clock) {}
    /// `token`: of the sign-in that ended; `person`: whose it was.
    void keep(std::string_view token, std::string person, KeptForm form);
    bool has(std::string_view token);
    /// Gives it once, to the same person in the same browser; to anybody else nothing.
    std::optional<KeptForm> take(std::string_view token, std::string_view person);

  private:
    struct Kept {
        std::string person;
        KeptForm form;
        TimePoint until;
    };
    void drop_old();

    const Clock& clock_;
    std::mutex mutex_;
    std::map<std::string, Kept, std::less<>> kept_;  ///< by hash of the token
};

}  // namespace peilpunt::web
