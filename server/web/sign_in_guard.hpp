// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "server/app/keys.hpp"
#include "server/http/rate_limit.hpp"
#include "server/http/request.hpp"
#include "shared/model/sources.hpp"
#include "shared/model/time.hpp"

namespace peilpunt::web {

/// Devices on which somebody signed in before: a cookie that says for which name and until when, under a key
/// of the server. Nothing of it is stored here. Thread-safe.
class KnownDevices {
  public:
    explicit KnownDevices(const app::Keys& keys);
    /// Makes this browser known for `name`.
    void mark(http::Reply& reply, const http::Request& request, std::string_view name, Date today,
              Random& random) const;
    /// The number of this browser, when it is known for `name`.
    std::optional<std::uint64_t> number(const http::Request& request, std::string_view name,
                                        Date today) const;

  private:
    std::string proof(std::string_view device, std::string_view name) const;
    seal::Secret key_;
};

/// How often wrong passwords may be tried. What strangers do wrong is counted by name, by network and in all;
/// a known device is only counted by itself, so that nobody can lock out somebody else. Good sign-ins do not
/// count. In memory only, under keys of a day. Thread-safe.
class SignInGuard {
  public:
    explicit SignInGuard(const app::Keys& keys, const Clock& clock);
    /// The name as the store has it: small letters, no spaces around it.
    static std::string plain_name(std::string_view typed);
    bool is_known(const http::Request& request, std::string_view name) const;

    /// A try that was counted before the password is looked at, so that many at once are counted too.
    struct Try {
        int wait = 0;  ///< seconds until the next one may; 0: go on
        std::string name;
        http::Prefix network;
        std::optional<std::uint64_t> device;
    };
    Try begin(const http::Request& request, std::string_view name);
    /// It was good after all, or no password was looked at: it does not count.
    void forget(const Try& one);
    const KnownDevices& devices() const { return devices_; }

  private:
    int count(const Try& one);
    KnownDevices devices_;
    const Clock& clock_;
    http::RateLimiter wrong_;
};

}  // namespace peilpunt::web
