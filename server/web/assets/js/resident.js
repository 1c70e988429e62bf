// SPDX-License-Identifier: EUPL-1.2
// Everything works without this script. With it: one question at a time, answers kept on the device until they are
// sent, and a code that can be saved or shared.
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

const find = (selector, from = document) => from.querySelector(selector);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
// In a page that is read from right to left each value keeps its own order.
const apart = (value) => (document.documentElement.dir === "rtl" ? `\u2068${value}\u2069` : value);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => apart(values[name]));

function pictureOf(name, attributes, children = []) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

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

// ---- the poll ----

class PollWalk {
  constructor(form) {
    this.form = form;
    this.name = `${form.dataset.poll}/${form.dataset.revision}`;
    const shell = find("#schil").content.cloneNode(true);
    this.words = find("[data-words]", shell).dataset;
    this.head = find(".poll-head", shell);
    this.progress = find("[data-progress]", this.head);
    this.nav = find(".pollnav", shell);
    this.check = find("[data-check]", shell);
    this.need = find("[data-need]", shell);
    this.offline = find("[data-offline]", shell);
    this.less = find("[data-less]", shell);
    this.more = find("[data-more]", shell);
    form.prepend(this.head);
    find(".read", form).append(this.check);
    form.append(this.nav);
    this.questions = all(".q", form);
    this.title = document.title;
    for (const question of this.questions) this.dress(question);
    this.listen();
    this.start();
  }

  // -- what is asked --

  field(question, selector) {
    return all(selector, question).filter((node) => node.name && !node.closest(".note-field"));
  }

  answerOf(id) {
    const question = this.questions.find((one) => one.dataset.q === id);
    if (!question || !this.isShown(question)) return [];
    return this.field(question, "input:checked").map((node) => node.value);
  }

  isShown(question) {
    const { if: earlier, any } = question.dataset;
    return !earlier || any.split(" ").some((value) => this.answerOf(earlier).includes(value));
  }

  // Asked, or still to be decided by a question that was not answered yet.
  mayCome(question) {
    const { if: earlier } = question.dataset;
    if (!earlier || this.isShown(question)) return true;
    const other = this.questions.find((one) => one.dataset.q === earlier);
    return Boolean(other) && this.mayCome(other) && !this.isAnswered(other);
  }

  isAnswered(question) {
    if (find("input:checked", question)) return true;
    return all("select, textarea, input:not([type=radio]):not([type=checkbox])", question).some(
      (node) => !node.closest(".note-field") && node.value.trim() !== "" && node.value !== "0",
    );
  }

  shown() {
    return this.questions.filter((question) => this.isShown(question));
  }

  isAbout(question) {
    return Boolean(question.closest("[data-about]"));
  }

  clear(question) {
    for (const node of all("input, select, textarea", question)) {
      if (node.type === "radio" || node.type === "checkbox") node.checked = false;
      else node.value = "";
    }
    question.redraw?.();
  }

  // -- helpers for ranking and points, which have plain fields underneath --

  dress(question) {
    if (question.dataset.kind === "rangorde") this.dressRanking(question);
    if (question.dataset.kind === "punten") this.dressPoints(question);
    if (question.dataset.kind === "meervoudig") this.limitChoices(question);
    if (question.dataset.q === "wijk") this.followMunicipality(question);
  }

  dressRanking(question) {
    const places = all("select", question);
    const tiles = find(".rank-tiles", question);
    const state = document.createElement("p");
    state.className = "left";
    state.setAttribute("role", "status");
    find(".rank-plain", question).hidden = true;
    tiles.hidden = false;
    tiles.before(state);
    question.redraw = () => {
      const order = places.map((place) => place.value).filter(Boolean);
      for (const tile of all(".rank", tiles)) {
        const at = order.indexOf(tile.dataset.value);
        tile.setAttribute("aria-pressed", String(at >= 0));
        find(".n", tile).textContent = at >= 0 ? String(at + 1) : "";
        find(".vh", tile)?.remove();
        if (at >= 0) {
          const spoken = document.createElement("span");
          spoken.className = "vh";
          spoken.textContent = `, ${fill(this.words.rank, { nummer: at + 1 })}`;
          tile.append(spoken);
        }
      }
      const left = places.length - order.length;
      state.textContent = left ? fill(this.words.rankLeft, { over: left }) : this.words.rankDone;
    };
    tiles.addEventListener("click", (event) => {
      const tile = event.target.closest(".rank");
      if (!tile) return;
      let order = places.map((place) => place.value).filter(Boolean);
      if (order.includes(tile.dataset.value)) order = order.filter((value) => value !== tile.dataset.value);
      else if (order.length < places.length) order.push(tile.dataset.value);
      places.forEach((place, i) => (place.value = order[i] ?? ""));
      question.redraw();
      this.keep();
    });
    question.redraw();
  }

  dressPoints(question) {
    const total = Number(question.dataset.max);
    const step = total >= 50 ? 10 : 1;
    const inputs = all(".point input", question);
    const left = find(".left", question);
    question.redraw = () => {
      const given = inputs.reduce((sum, input) => sum + (Number(input.value) || 0), 0);
      left.textContent = given === total ? left.dataset.done : fill(left.dataset.left, { over: total - given });
      return total - given;
    };
    for (const input of inputs) {
      const row = document.createElement("span");
      row.className = "amount";
      input.replaceWith(row);
      const buttons = [this.less, this.more].map((model, i) => {
        const button = model.cloneNode(true);
        const name = find("label span", row.parentNode).textContent;
        button.setAttribute("aria-label", `${button.getAttribute("aria-label")}: ${name}`);
        button.addEventListener("click", () => {
          const now = Number(input.value) || 0;
          const change = i === 0 ? -Math.min(step, now) : Math.min(step, question.redraw());
          input.value = String(now + Math.max(change, -now));
          question.redraw();
          this.keep();
        });
        return button;
      });
      row.append(buttons[0], input, buttons[1]);
      input.addEventListener("input", () => question.redraw());
    }
    question.redraw();
  }

  limitChoices(question) {
    const max = Number(question.dataset.max);
    const boxes = this.field(question, "input[type=checkbox]");
    question.redraw = () => {
      const full = boxes.filter((box) => box.checked).length >= max;
      for (const box of boxes) box.disabled = full && !box.checked;
    };
    question.addEventListener("change", () => question.redraw());
    question.redraw();
  }

  followMunicipality(question) {
    const groups = all("optgroup", question);
    const select = find("select", question);
    const match = () => {
      const chosen = find("input[name=gemeente]:checked, input[type=hidden][name=gemeente]", this.form)?.value;
      for (const group of groups) {
        const off = Boolean(chosen) && group.dataset.in !== chosen;
        group.hidden = off;
        group.disabled = off;
        if (off && group.contains(select.selectedOptions[0])) select.value = "";
      }
    };
    this.form.addEventListener("change", match);
    question.redraw = match;
    match();
  }

  // -- walking through --

  start() {
    const draft = store.read(this.name);
    this.form.dataset.ready = "";
    if (draft?.values) {
      putBack(this.form, draft.values);
      for (const question of this.questions) question.redraw?.();
      find("[data-resume]").hidden = false;
      this.at = draft.at;
    }
    if (history.state?.step) this.go(history.state.step, false);
  }

  listen() {
    find("[data-begin]")?.addEventListener("click", (event) => {
      event.preventDefault();
      const steps = this.steps();
      const kept = steps.includes(this.at) ? this.at : steps[0];
      this.go(kept, true);
    });
    find("[data-forget]")?.addEventListener("click", () => {
      store.wipe(this.name);
      location.reload();
    });
    find("[data-back]", this.nav).addEventListener("click", () => this.move(-1));
    find("[data-next]", this.nav).addEventListener("click", () => this.next());
    find("[data-skip]", this.nav).addEventListener("click", () => {
      this.clear(this.current());
      this.keep();
      this.move(1);
    });
    find("[data-stop]", this.head).addEventListener("click", (event) => {
      event.preventDefault();
      this.leave();
      history.pushState({}, "");
    });
    this.form.addEventListener("change", () => {
      this.need.remove();
      this.keep();
    });
    this.form.addEventListener("input", () => this.keep());
    this.form.addEventListener("submit", (event) => this.submit(event));
    addEventListener("popstate", (event) => {
      if (event.state?.step) this.go(event.state.step, false);
      else this.leave();
    });
    addEventListener("pageshow", () => (find("[data-send]", this.nav).disabled = false));
  }

  steps() {
    return [...this.shown().map((question) => question.dataset.q), "nakijken"];
  }

  current() {
    return this.questions.find((question) => question.dataset.q === this.at);
  }

  keep() {
    const id = this.form.elements.id.value;
    store.write(this.name, { id, at: this.at, values: valuesOf(this.form) });
  }

  move(by) {
    const steps = this.steps();
    const to = steps.indexOf(this.at) + by;
    if (to < 0) {
      this.leave();
      history.pushState({}, "");
    } else if (to < steps.length) {
      this.go(steps[to], true);
    }
  }

  next() {
    const question = this.current();
    if (question && "required" in question.dataset && !this.isAnswered(question)) {
      find(".lead:last-of-type, legend", question).after(this.need);
      this.need.setAttribute("role", "alert");
      find("input, select, textarea, button", question)?.focus();
      return;
    }
    this.move(1);
  }

  leave() {
    document.body.classList.remove("asking");
    delete this.form.dataset.open;
    find("[data-resume]").hidden = !store.read(this.name);
    document.title = this.title;
    scrollTo(0, 0);
    find("[data-begin]")?.focus();
  }

  go(step, record) {
    const steps = this.steps();
    this.at = steps.includes(step) ? step : steps[0];
    document.body.classList.add("asking");
    this.form.dataset.open = "";
    this.need.remove();
    this.offline.remove();
    const question = this.current();
    for (const one of this.questions) one.classList.toggle("current", one === question);
    this.check.classList.toggle("current", !question);
    if (!question) this.showAnswers();
    this.showProgress(question);
    find("[data-next]", this.nav).hidden = !question;
    find("[data-send]", this.nav).hidden = Boolean(question);
    find("[data-skip]", this.nav).hidden = !question || "required" in question.dataset;
    if (record) history.pushState({ step: this.at }, "");
    this.keep();
    scrollTo(0, 0);
    find("h2", question ?? this.check).focus({ preventScroll: true });
  }

  showProgress(question) {
    const asked = this.questions.filter((one) => !this.isAbout(one) && this.mayCome(one));
    const number = asked.indexOf(question) + 1;
    const done = number || asked.length;
    const text = number
      ? fill(this.progress.dataset.progress, { nummer: number, totaal: asked.length })
      : this.words.end;
    this.progress.textContent = text;
    const heading = find("h2 .q-text, h2", question ?? this.check).textContent;
    document.title = `${text}: ${heading}`;
    this.drawGauge(done, asked.length);
  }

  drawGauge(done, total) {
    const x = (i) => (3 + (i * 314) / total).toFixed(1);
    const parts = [pictureOf("path", { class: "ax", d: "M3 12H317" })];
    for (let i = 0; i <= total; i += 1) {
      const high = i === 0 || i === total || i === Math.floor(total / 2);
      parts.push(pictureOf("path", { class: "tk", d: `M${x(i)} ${high ? 2 : 6}V12` }));
    }
    parts.push(pictureOf("path", { class: "on", d: `M3 12H${x(done)}` }));
    parts.push(pictureOf("circle", { class: "fl", cx: x(done), cy: "12", r: "8" }));
    find(".gauge", this.head).replaceChildren(...parts);
  }

  // -- looking back and sending --

  spoken(question) {
    const kind = question.dataset.kind;
    if (kind === "rangorde")
      return all("select", question)
        .filter((place) => place.value)
        .map((place, i) => `${i + 1}. ${place.selectedOptions[0].text}`)
        .join(", ");
    if (kind === "punten")
      return all(".point", question)
        .map((point) => [find("input", point).value, find("label span", point).textContent])
        .filter(([value]) => Number(value) > 0)
        .map(([value, name]) => `${name} ${value}`)
        .join(", ");
    if (kind === "lijst") {
      const select = find("select", question);
      return select.value ? select.selectedOptions[0].text : "";
    }
    const chosen = this.field(question, "input:checked");
    if (chosen.length) return chosen.map((node) => find("span:not(.tick)", node.parentNode).textContent).join(", ");
    return find("textarea, input[type=number]", question)?.value.trim() ?? "";
  }

  showAnswers() {
    const rows = this.shown().map((question) => {
      const row = document.createElement("div");
      const name = document.createElement("dt");
      const value = document.createElement("dd");
      const change = document.createElement("dd");
      const button = document.createElement("button");
      name.textContent = find(".q-text", question).textContent;
      const said = this.spoken(question);
      value.textContent = said || this.words.skipped;
      value.classList.toggle("none", !said);
      change.className = "change";
      button.type = "button";
      button.className = "nl-button nl-button--subtle";
      button.textContent = this.words.change;
      const which = document.createElement("span");
      which.className = "vh";
      which.textContent = `: ${name.textContent}`;
      button.append(which);
      button.addEventListener("click", () => this.go(question.dataset.q, true));
      change.append(button);
      row.append(name, value, change);
      return row;
    });
    find(".answers", this.check).replaceChildren(...rows);
  }

  submit(event) {
    if (this.form.dataset.open === undefined) return;
    if (this.at !== "nakijken") {
      event.preventDefault();
      this.next();
      return;
    }
    const missing = this.shown().find((one) => "required" in one.dataset && !this.isAnswered(one));
    if (missing) {
      event.preventDefault();
      this.go(missing.dataset.q, true);
      this.next();
      return;
    }
    if (navigator.onLine === false) {
      event.preventDefault();
      this.check.append(this.offline);
      return;
    }
    for (const question of this.questions) if (!this.isShown(question)) this.clear(question);
    for (const box of all("input:disabled", this.form)) box.disabled = false;
    this.keep();
    find("[data-send]", this.nav).disabled = true;
  }
}

// ---- telling something: what was typed stays on the device until it is sent ----

function keepDraft(form) {
  const name = form.dataset.draft;
  const draft = store.read(name);
  if (draft?.values && !form.closest("main").querySelector(".errbox")) putBack(form, draft.values);
  form.addEventListener("input", () => store.write(name, { values: valuesOf(form) }));
  form.addEventListener("change", () => store.write(name, { values: valuesOf(form) }));
  const groups = all("optgroup", form);
  form.addEventListener("change", () => {
    const chosen = find("input[name=gemeente]:checked", form)?.value;
    for (const group of groups) group.hidden = Boolean(chosen) && group.dataset.in !== chosen;
  });
}

// ---- the thanks page ----

function thank(main) {
  const prefix = main.dataset.wipe;
  try {
    for (const key of Object.keys(localStorage))
      if (key === store.key(prefix) || key.startsWith(`${store.key(prefix)}/`)) localStorage.removeItem(key);
  } catch {
    /* nothing is kept */
  }
  const code = find("[data-code]", main)?.textContent;
  const buttons = find("[data-code-buttons]", main);
  const status = find("[data-status]", main);
  if (code && buttons) {
    buttons.hidden = false;
    find("[data-save]", buttons).addEventListener("click", (event) => {
      const { file, text } = event.currentTarget.dataset;
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([`${text}\n${code}\n${location.origin}/volg\n`], { type: "text/plain" }));
      link.download = file;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    });
    const copy = find("[data-copy]", buttons);
    copy.hidden = !navigator.clipboard;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code);
      copy.textContent = copy.dataset.done;
      status.textContent = copy.dataset.done;
    });
  }
}

function offerShare(link) {
  if (!navigator.share) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    navigator.share({ title: link.dataset.share, url: link.href }).catch(() => {});
  });
}

const pollForm = find("form[data-poll]:not([data-plain])");
if (pollForm) new PollWalk(pollForm);
all("form[data-draft]").forEach(keepDraft);
all("[data-wipe]").forEach(thank);
all("[data-share]").forEach(offerShare);
// The QR code of a kiosk carries the number after the #, which no server log sees; it leaves the address at once.
const codeField = find("#code");
if (codeField && /^#\d{16}$/.test(location.hash)) {
  codeField.value = location.hash.slice(1).replace(/(\d{4})(?=\d)/g, "$1 ");
  history.replaceState(null, "", location.pathname + location.search);
}
find("[data-focus]")?.focus();
