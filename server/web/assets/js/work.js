// SPDX-License-Identifier: EUPL-1.2
// Small helps in the workspace; every page works without.
"use strict";

document.querySelector("[data-focus]")?.focus();
document.querySelector("[data-current]")?.scrollIntoView({ block: "nearest" });

// j and k walk through the signals, as the list says; never while somebody types.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  const signals = [...document.querySelectorAll("[data-signal]")];
  if (signals.length === 0) return;
  const at = signals.findIndex((link) => link.hasAttribute("data-current"));
  const to = event.key === "j" ? at + 1 : event.key === "k" ? at - 1 : -1;
  if (to >= 0 && to < signals.length) signals[to].click();
});

// Choices that were not made stay out of the address.
for (const form of document.querySelectorAll("form.filters")) {
  form.addEventListener("submit", () => {
    for (const select of form.querySelectorAll("select")) select.disabled = select.value === "";
  });
}
