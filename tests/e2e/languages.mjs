// SPDX-License-Identifier: EUPL-1.2
// The languages of residents: each by its own name, in its own direction, from the first page to the thanks.
import assert from "node:assert/strict";
import { code, poll, walk } from "./resident.mjs";
import { desk, phone } from "./server.mjs";
import { examine, examined, noSidewaysScroll } from "./sound.mjs";

const languages = {
  tr: { name: "Türkçe", own: /[ğışç]/, foreign: /[\u0400-\u06ff]/ },
  pl: { name: "Polski", own: /[ąęłśż]/, foreign: /[\u0400-\u06ff]/ },
  uk: { name: "Українська", own: /[іїє]/, foreign: /[ыэёъ]/ },
  ar: { name: "العربية", own: /[\u0600-\u06ff]/, foreign: /[?;]/ },
};
const narrow = { ...phone, viewport: { width: 320, height: 700 } };

/** Where the left edge of an element is, against the middle of the page. */
async function isOnTheRight(page, selector) {
  const box = await page.locator(selector).first().boundingBox();
  return box.x + box.width / 2 > page.viewportSize().width / 2;
}

export const languageTests = [
  ...Object.entries(languages).map(([language, { name, own, foreign }]) => [
    `a poll is answered in ${name}, on a phone`,
    async ({ context, shot }) => {
      const page = await (await context({ ...phone, ...examined })).newPage();
      await page.goto(poll);
      await page.locator(".langs summary").click();
      await page.getByRole("link", { name, exact: true }).click();
      const html = page.locator("html");
      assert.equal(await html.getAttribute("lang"), language);
      assert.equal(await html.getAttribute("dir"), language === "ar" ? "rtl" : null);
      await shot(page, `20-${language}-begin`, true);
      await examine(page, `the poll in ${language}`);
      await page.locator("[data-begin]").click();
      await shot(page, `21-${language}-vraag`);
      await walk(page);
      await shot(page, `22-${language}-nakijken`, true);
      await examine(page, `the last look in ${language}`);
      const words = await page.locator("main").innerText();
      assert.match(words, own);
      assert.doesNotMatch(words, foreign);
      await page.locator("[data-send]").click();
      await page.locator(".slip .code").waitFor();
      assert.match((await page.locator(".slip .code").textContent()).trim(), code);
      assert.equal(await html.getAttribute("lang"), language);
      await shot(page, `23-${language}-bedankt`, true);
      await examine(page, `thanks in ${language}`);
      await page.goto(`${poll}/uitkomst?taal=${language}`);
      await shot(page, `24-${language}-uitkomst`, true);
      await examine(page, `the outcome in ${language}`);
    },
  ]),
  [
    "no page in another language scrolls sideways at 320 px",
    async ({ context, shot }) => {
      for (const language of Object.keys(languages)) {
        const page = await (await context(narrow)).newPage(); // a fresh phone: nothing was answered before
        for (const path of ["/", poll, `${poll}/uitkomst`, "/signaal", "/volg", "/meedoen", "/privacy", "/toegankelijkheid"]) {
          await page.goto(`${path}?taal=${language}`);
          await noSidewaysScroll(page, `${path} in ${language}`);
        }
        await page.goto(`${poll}?taal=${language}`);
        await page.locator("[data-begin]").click();
        for (let step = 0; step < 6; step += 1) {
          await noSidewaysScroll(page, `${poll} in ${language}, step ${step}`);
          if (step === 1) await shot(page, `25-${language}-vraag-320`);
          const choices = page.locator(".q.current label.choice");
          if (await choices.count()) await choices.first().click();
          await page.locator("[data-next]").click();
        }
      }
    },
  ],
  [
    "Arabic runs from right to left: the page, its arrows, and a number in groups",
    async ({ context, shot }) => {
      const page = await (await context(desk)).newPage();
      await page.goto("/?taal=ar");
      await shot(page, "26-ar-home-1280", true);
      assert.ok(await isOnTheRight(page, ".brand"), "the name stands on the right");
      const flip = (selector) => page.locator(selector).first().evaluate((node) => getComputedStyle(node).transform);
      assert.equal(await flip(".pollcard .nl-button > .i"), "matrix(-1, 0, 0, 1, 0, 0)");
      await page.goto("/volg?taal=ar");
      assert.equal(await page.locator("#code").evaluate((node) => getComputedStyle(node).direction), "ltr");
      await page.goto("/?taal=nl");
      assert.ok(!(await isOnTheRight(page, ".brand")), "and on the left in Dutch");
      assert.equal(await flip(".pollcard .nl-button > .i"), "none");
    },
  ],
  [
    "what a poll has in Dutch only is marked as Dutch on an Arabic page",
    async ({ context }) => {
      const page = await (await context(phone)).newPage();
      await page.goto(`${poll}?taal=ar`);
      const owner = page.locator(".promise dd").first();
      assert.equal(await owner.getAttribute("lang"), "nl");
      assert.equal(await owner.getAttribute("dir"), "ltr");
      assert.equal(await page.locator("#titel").getAttribute("lang"), null, "the title has a translation");
    },
  ],
];
