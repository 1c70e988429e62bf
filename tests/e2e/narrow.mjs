// SPDX-License-Identifier: EUPL-1.2
// Nothing is wider than a screen of 320 px, whatever words people set.
import assert from "node:assert/strict";
import { signIn } from "./council.mjs";
import { everyKind } from "./polls.mjs";

const long = "Verkeersveiligheidsbevorderingsmaatregelenoverlegstructuurtje";
const narrow = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true };

let opened = null;
async function longWords(open, run) {
  opened ??= (async () => {
    run(["kiosk", "pair", "--venue", long, "--municipality", "GM0453"]);
    await open(everyKind("lange-woorden", {}, () => long));
  })();
  await opened;
}

/** How much wider than the screen the page is, and what sticks out. */
const sticksOut = (page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const wide = document.documentElement.scrollWidth;
    if (wide <= width && innerWidth <= width) return "";
    const out = [...document.body.querySelectorAll("*")].filter((node) => {
      const box = node.getBoundingClientRect();
      return box.width > 0 && (box.right > width + 1 || box.left < -1) && !node.closest(".scroll, .vh, nav");
    });
    return `${wide} px: ${out.map((node) => `${node.tagName}.${node.className}`).slice(-5).join(", ")}`;
  });

const fits = async (page, what) => assert.equal(await sticksOut(page), "", what);

export const narrowTests = [
  [
    "no page for residents is wider than 320 px with words of 60 letters",
    async ({ context, open, run, shot }) => {
      await longWords(open, run);
      for (const language of ["nl", "ar"]) {
        const page = await (await context(narrow)).newPage();
        for (const path of ["/", "/velsen", "/signaal", "/volg", "/meedoen", "/privacy", "/toegankelijkheid", "/geen-pagina",
          "/peiling/lange-woorden", "/peiling/lange-woorden/uitkomst", "/peiling/hoe-wil-jij-meepraten/uitkomst"]) {
          await page.goto(`${path}?taal=${language}`);
          await fits(page, `${path} ${language}`);
        }
        const plain = await (await context({ ...narrow, javaScriptEnabled: false })).newPage();
        await plain.goto(`/peiling/lange-woorden?taal=${language}`);
        await shot(plain, `22-lang-zonder-script-${language}`, true);
        await fits(plain, `without scripts ${language}`);
        await plain.locator("form.poll button.big").click();
        await fits(plain, `with faults ${language}`);
      }
    },
  ],
  [
    "no step of a poll is wider than 320 px with words of 60 letters",
    async ({ context, open, run, shot }) => {
      await longWords(open, run);
      const page = await (await context(narrow)).newPage();
      await page.goto("/peiling/lange-woorden");
      await page.locator("[data-begin]").click();
      for (let step = 0; step < 20 && !(await page.locator("[data-send]").isVisible()); step += 1) {
        const question = page.locator(".q.current");
        const id = await question.getAttribute("data-q");
        await fits(page, id);
        if (id === "punten") {
          const [word, minus] = [question.locator("label span").last(), question.locator(".stepper").last()];
          const [a, b] = [await word.boundingBox(), await minus.boundingBox()];
          assert.ok(a.y + a.height <= b.y || a.x + a.width <= b.x, "a word runs under a button");
          await shot(page, "22-lang-punten");
        }
        if (id === "getal") await question.locator("input").fill("7");
        else if (id === "punten") await question.locator("input").first().fill("10");
        else if (id === "open") await question.locator("textarea").fill("kort");
        else if (id === "rang") await question.locator(".rank").first().click();
        else if (id === "schaal") await question.locator(".step").first().click();
        else if (id !== "wijk") await question.locator("label.choice").last().click();
        if (id === "enkel") await question.locator(".note-field input").fill(long);
        await fits(page, `${id} answered`);
        await page.locator("[data-next]").click();
      }
      await fits(page, "the check");
      await shot(page, "22-lang-nakijken", true);
      await page.locator("[data-send]").click();
      await page.locator(".slip .code").waitFor();
      await fits(page, "the thanks");
      const given = await page.locator(".slip .code").textContent();
      await page.goto("/volg");
      await page.locator("#code").fill(given);
      await page.locator("form[action^='/volg'] button").click();
      await page.locator(".staff").waitFor();
      await fits(page, "the steps");
    },
  ],
  [
    "no page of the workspace is wider than 320 px with words of 60 letters",
    async ({ context, open, run, password, shot }) => {
      await longWords(open, run);
      const giver = await (await context(narrow)).newPage();
      await giver.goto("/signaal");
      for (const field of ["#tekst", "#helpt", "#zelf"]) await giver.locator(field).fill(`${long} ${long}`);
      await giver.locator("input[name=gemeente][value=GM0453]").locator("..").click();
      await giver.locator("form[data-draft] button.big").click();
      await giver.locator(".slip .code").waitFor();
      for (const name of ["regio", "beheer"]) {
        const page = await (await context(narrow)).newPage();
        await signIn(page, password, name);
        const paths = ["/raad", "/raad/peilingen", "/raad/peilingen/lange-woorden", "/raad/inzicht", "/beheer/kiosken"];
        if (name === "regio") paths.push("/raad/signalen");
        for (const path of paths) {
          await page.goto(path);
          await fits(page, `${path} ${name}`);
        }
        if (name !== "regio") continue;
        await page.goto("/raad/signalen");
        await page.locator("[data-signal]", { hasText: long }).first().click();
        await fits(page, "a signal");
        await shot(page, "22-lang-signaal", true);
      }
    },
  ],
];
