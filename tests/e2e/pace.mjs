// SPDX-License-Identifier: EUPL-1.2
// How long a person would need for what a browser test does: the keystroke-level model (Card, Moran and Newell, 1980)
// with an average typist, and 238 words a minute (Brysbaert, 2019) for reading every line that was not there before. It
// counts nobody's doubts; it is no measurement of people, but it grows with everything that they have to type, click and read.
const kKey = 0.28; // seconds
const kPoint = 1.1;
const kThink = 1.35; // before each field or button
const kWordsPerMinute = 238;

export class Pace {
  #seconds = { typing: 0, pointing: 0, thinking: 0, reading: 0 };
  #seen = new Set();
  /** What differs from one page to the next alike, such as names of places: who knows the first page reads on. */
  constructor(alike = /$^/g) {
    this.alike = alike;
  }
  paused = false; // while a test looks at what such a person would not open

  type(text) {
    if (!this.paused) this.#seconds.typing += kKey * text.length;
    this.#point();
  }
  #point() {
    if (this.paused) return;
    this.#seconds.pointing += kPoint;
    this.#seconds.thinking += kThink;
  }
  /** Counts what is typed and clicked on this page from now on, and what each page says. */
  watch(page) {
    const count = (locator) => {
      const { fill, click, check, selectOption } = locator;
      const counted = (what, then) => (...args) => (then(...args), what.apply(locator, args));
      locator.fill = counted(fill, (text) => this.type(text));
      locator.click = counted(click, () => this.#point());
      locator.check = counted(check, () => this.#point());
      locator.selectOption = counted(selectOption, () => this.#point());
      for (const name of ["first", "last"]) {
        const other = locator[name].bind(locator);
        locator[name] = () => count(other());
      }
      return locator;
    };
    const locator = page.locator.bind(page);
    page.locator = (...args) => count(locator(...args));
    page.on("load", async () => {
      const words = await page.innerText("main").catch(() => "");
      if (this.paused) return;
      const fresh = words.replace(this.alike, "").split("\n").filter((line) => line.trim() && !this.#seen.has(line));
      for (const line of fresh) this.#seen.add(line);
      this.#seconds.reading += (fresh.join(" ").split(/\s+/).length / kWordsPerMinute) * 60;
    });
  }
  toString() {
    const all = Object.values(this.#seconds).reduce((a, b) => a + b);
    const parts = Object.entries(this.#seconds).map(([name, seconds]) => `${name} ${Math.round(seconds)}`);
    return `${Math.floor(all / 60)} min ${Math.round(all % 60)} s (${parts.join(", ")} s)`;
  }
  get seconds() {
    return Object.values(this.#seconds).reduce((a, b) => a + b);
  }
}
