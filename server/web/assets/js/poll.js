// SPDX-License-Identifier: EUPL-1.2
// The poll, one question at a time; answers kept on the device until they are sent.

// A digit of any script as 0 to 9: the digits of a script stand together, ten in a row.
function plainDigit(digit) {
  const code = digit.codePointAt(0);
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((code - first) % 10);
}

// The whole number that was typed, in the digits of any script; null when it is none.
function wholeNumber(text) {
  const plain = text.replace(/[\s\p{Cf}]/gu, "").replace(/\p{Nd}/gu, plainDigit);
  return /^-?\d{1,15}$/.test(plain) ? Number(plain) : null;
}

function pictureOf(name, attributes, children = []) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
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

  // The one place that says what an answer is: 0 is one, but no points to anything are none.
  isAnswered(question) {
    if (find("input:checked", question)) return true;
    const points = question.dataset.kind === "punten";
    return all("select, textarea, input:not([type=radio]):not([type=checkbox])", question).some(
      (node) => !node.closest(".note-field") && !isBlank(node.value) && !(points && wholeNumber(node.value) === 0),
    );
  }

  // What is wrong with the answer as it stands, as the server would say it; "" when nothing is.
  faultOf(question) {
    const { words } = this;
    const { kind } = question.dataset;
    const max = Number(question.dataset.max);
    if (!this.isAnswered(question)) {
      if (!("required" in question.dataset)) return "";
      return kind === "open" || kind === "getal" ? words.fillIn : words.choose;
    }
    const letters = (field) => [...field.value.trim()].length;
    const note = all(".note-field input", question).find((field) => letters(field) > 200);
    if (note) return fill(words.noteLong, { max: 200 });
    if (kind === "open" && letters(find("textarea", question)) > max) return fill(words.long, { max });
    if (kind === "getal") {
      const number = wholeNumber(find("input", question).value);
      if (number === null) return words.noNumber;
      return number < 0 || number > max ? fill(words.range, { max }) : "";
    }
    if (kind === "punten") {
      const given = all(".point input", question).map((input) => (isBlank(input.value) ? 0 : wholeNumber(input.value)));
      if (given.some((number) => number === null || number < 0)) return words.noNumber;
      const sum = given.reduce((all, number) => all + number, 0);
      return sum === max ? "" : fill(words.sum, { max, nu: sum });
    }
    return "";
  }

  // Says it at the question, and ties it to the field for who cannot see it.
  tell(question, fault) {
    const field = find("input:not([type=hidden]), select, textarea, button", question);
    find("span", this.need).textContent = fault;
    find(".lead:last-of-type, legend", question).after(this.need);
    if (field?.matches("textarea, input[type=text]")) {
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", this.need.id);
    }
    field?.focus();
  }

  untell() {
    this.need.remove();
    for (const field of all("[aria-invalid]", this.form)) {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    }
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
      const over = total - inputs.reduce((sum, input) => sum + (wholeNumber(input.value) ?? 0), 0);
      const { done, left: some, one, over: many, oneOver } = left.dataset;
      const text = over === 0 ? done : over === 1 ? one : over === -1 ? oneOver : over > 0 ? some : many;
      left.textContent = fill(text, { over: Math.abs(over) });
      return over;
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
          const now = isBlank(input.value) ? 0 : wholeNumber(input.value);
          if (now === null) return this.tell(question, this.words.noNumber);
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
    // Back after the thanks: the answers are gone from here, so there is nothing to look over or to send again.
    const thanked = !draft && thanks.wereSaid(this.form.dataset.poll);
    find("[data-thanked]").hidden = !thanked;
    if (thanked && history.state?.step) history.replaceState({}, "");
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
      this.untell();
      this.keep();
    });
    this.form.addEventListener("input", () => this.keep());
    this.form.addEventListener("submit", (event) => this.submit(event));
    addEventListener("popstate", (event) => {
      if (event.state?.step) this.go(event.state.step, false);
      else this.leave();
    });
    addEventListener("pageshow", (event) => {
      // A page that the browser kept has the id of what was sent; a new one is asked for.
      if (event.persisted && !store.read(this.name) && thanks.wereSaid(this.form.dataset.poll)) location.reload();
      find("[data-send]", this.nav).disabled = false;
    });
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
    const fault = question && this.faultOf(question);
    if (fault) this.tell(question, fault);
    else this.move(1);
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
    this.untell();
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
        .filter(([value]) => wholeNumber(value) > 0)
        .map(([value, name]) => `${name} ${value}`)
        .join(", ");
    if (kind === "lijst") {
      const select = find("select", question);
      return select.value ? select.selectedOptions[0].text : "";
    }
    const chosen = this.field(question, "input:checked");
    if (chosen.length) return chosen.map((node) => find("span:not(.tick)", node.parentNode).textContent).join(", ");
    const typed = find("textarea, .field > input", question)?.value ?? "";
    return isBlank(typed) ? "" : typed.trim();
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
      value.dir = "auto";
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
    const wrong = this.shown().find((one) => this.faultOf(one));
    if (wrong) {
      event.preventDefault();
      this.go(wrong.dataset.q, true);
      this.next();
      return;
    }
    if (!this.shown().some((one) => !this.isAbout(one) && this.isAnswered(one))) {
      event.preventDefault();
      this.tell(this.check, this.words.nothing);
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

const pollForm = find("form[data-poll]:not([data-plain])");
if (pollForm) new PollWalk(pollForm);
find("[data-focus]")?.focus();
