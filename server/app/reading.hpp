// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "server/store/store.hpp"

namespace peilpunt::app {

/// Whether the person reads what people told, one by one, and hears what they said: members and chairs of a
/// council do. Operators, officers and oversight see counts only.
inline bool may_read_words(const store::User& user) { return user.role == "raad"; }

}  // namespace peilpunt::app
