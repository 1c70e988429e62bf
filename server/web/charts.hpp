// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>

/// Charts as SVG for inside a page: no text in the picture, the number stands beside it in a table.
namespace peilpunt::web {

/// A bar of `share` (0..1) of the whole width; the largest of a group gets a yellow tip.
std::string bar(double share, bool largest = false);
/// The bar of a figure that is not shown.
std::string hidden_bar();
/// Ten dots, `filled` of them yellow; `label` says it in words. `about`: dashed, for what is not exact.
std::string dots(int filled, const std::string& label, bool about = false);

}  // namespace peilpunt::web
