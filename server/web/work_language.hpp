// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <string_view>

#include "server/http/request.hpp"

namespace peilpunt::web {

/// Of the languages that the workspace speaks: what `?taal=` asks for, else what was chosen before on this
/// browser, else what the browser likes best (Accept-Language), else Dutch.
std::string work_language(const http::Request& request);

/// Whether `?taal=` asks for one that the workspace speaks: the browser then keeps it.
bool asks_work_language(const http::Request& request);
/// The browser keeps it for a year.
void keep_work_language(http::Reply& reply, std::string_view language, bool secure);

}  // namespace peilpunt::web
