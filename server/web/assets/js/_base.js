// SPDX-License-Identifier: EUPL-1.2
// What the pages' scripts share; the build puts it before each of them. Everything works without any of these.
"use strict";

const store = {
  days: 3,
  key: (name) => `peilpunt:${name}`,
  today: () => Math.floor(Date.now() / 86400000),
  read(name) {
    try {
      const draft = JSON.parse(localStorage.getItem(store.key(name)));
      if (draft && store.today() - draft.day <= store.days) return draft;
      localStorage.removeItem(store.key(name));
    } catch {
      /* no storage: nothing is kept */
    }
    return null;
  },
  write(name, draft) {
    try {
      localStorage.setItem(store.key(name), JSON.stringify({ day: store.today(), ...draft }));
    } catch {
      /* full or switched off */
    }
  },
  wipe(name) {
    try {
      localStorage.removeItem(store.key(name));
    } catch {
      /* nothing was there */
    }
  },
};

// Whether this tab has seen the thanks of a poll; it forgets when it closes.
const thanks = {
  key: (poll) => `peilpunt:bedankt/${poll}`,
  wereSaid(poll) {
    try {
      return sessionStorage.getItem(thanks.key(poll)) !== null;
    } catch {
      return false;
    }
  },
  remember(poll) {
    try {
      sessionStorage.setItem(thanks.key(poll), "ja");
    } catch {
      /* nothing is kept */
    }
  },
};

const find = (selector, from = document) => from.querySelector(selector);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
// In a page that is read from right to left each value keeps its own order.
const apart = (value) => (document.documentElement.dir === "rtl" ? `\u2068${value}\u2069` : value);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => apart(values[name]));

// ---- what was typed ----

// Nothing that anybody would see: the same idea of blank as the server's.
const isBlank = (text) => /^[\s\p{Default_Ignorable_Code_Point}\u0085\u2800\ufff9-\ufffb]*$/u.test(text);

// ---- a form's values, for keeping and putting back ----

function valuesOf(form) {
  const values = {};
  for (const [name, value] of new FormData(form)) if (value !== "") (values[name] ??= []).push(value);
  delete values.revisie;
  return values;
}

function putBack(form, values) {
  for (const field of form.elements) {
    const kept = values[field.name];
    if (!field.name || field.name === "revisie") continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = Boolean(kept?.includes(field.value));
    else if (kept) field.value = kept[0];
  }
}
