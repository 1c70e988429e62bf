// SPDX-License-Identifier: EUPL-1.2
// What people type arrives as they typed it, or is told at the question; who says nothing is not counted.
import assert from "node:assert/strict";
import { signIn } from "./council.mjs";
import { everyKind } from "./polls.mjs";
import { code } from "./resident.mjs";
import { desk, phone } from "./server.mjs";

let opened = null;
async function forms(open) {
  opened ??= open(everyKind("formulier"));
  await opened;
  return "/peiling/formulier";
}

async function begin(page, address) {
  await page.goto(address);
  await page.locator("[data-begin]").click();
}
const next = (page) => page.locator("[data-next]").click();
const skip = (page) => page.locator("[data-skip]").click();
const current = (page) => page.locator(".q.current").getAttribute("data-q");
const fault = (page) => page.locator(".q.current [data-need]").innerText();

/** Skips what may be skipped from the question on the screen, chooses a municipality, and stops at the check. */
async function toTheCheck(page) {
  for (let step = 0; step < 20 && !(await page.locator("[data-send]").isVisible()); step += 1) {
    if ((await current(page)) !== "gemeente") await skip(page);
    else {
      await page.locator(".q.current label.choice").first().click();
      await next(page);
    }
  }
}

export const formTests = [
  [
    "a number is kept as it was typed and told at the question, and 0 is an answer",
    async ({ context, open, shot }) => {
      const address = await forms(open);
      const page = await (await context({ ...phone, locale: "en-US" })).newPage();
      await begin(page, address);
      const field = page.locator(".q.current input");
      for (const [typed, says] of [
        ["12e", /heel getal/],
        ["1,5", /heel getal/],
        ["veel", /heel getal/],
        ["21", /0 tot en met 20/],
        ["-1", /0 tot en met 20/],
      ]) {
        await field.fill(typed);
        await next(page);
        assert.match(await fault(page), says);
        assert.equal(await field.inputValue(), typed);
        assert.equal(await field.getAttribute("aria-invalid"), "true");
      }
      await shot(page, "20-getal-fout");
      await field.fill("0");
      await next(page);
      assert.equal(await current(page), "punten");
      await toTheCheck(page);
      assert.equal(await page.locator(".answers dd").first().innerText(), "0");
      await page.locator("[data-send]").click();
      assert.match((await page.locator(".slip .code").textContent()).trim(), code);
    },
  ],
  [
    "a number in the digits of another script is understood, and blanks are no answer",
    async ({ context, open }) => {
      const page = await (await context(phone)).newPage();
      await begin(page, await forms(open));
      const field = page.locator(".q.current input");
      await field.fill("\u0661\u0662");
      await next(page);
      assert.equal(await current(page), "punten", "twelve in Arabic digits");
      await page.locator("[data-back]").click();
      await field.fill("\u00a0\u200b\u2060");
      await next(page);
      assert.equal(await current(page), "punten", "what nobody sees was skipped");
      await toTheCheck(page);
      assert.match(await page.locator(".answers dd").first().innerText(), /overgeslagen/i);
    },
  ],
  [
    "points that do not add up, and a text that is too long, are told at the question",
    async ({ context, open, shot }) => {
      const page = await (await context(phone)).newPage();
      await begin(page, await forms(open));
      await skip(page);
      const points = page.locator(".q.current .point input");
      const left = page.locator(".q.current .left");
      await points.nth(0).fill("9");
      assert.match(await left.innerText(), /^Nog 1 punt te verdelen/);
      await next(page);
      assert.match(await fault(page), /precies 10 punten/);
      await shot(page, "20-punten-fout");
      await points.nth(1).fill("2");
      assert.match(await left.innerText(), /^1 punt te veel/);
      await points.nth(1).fill("2e");
      await next(page);
      assert.match(await fault(page), /heel getal/);
      assert.equal(await points.nth(1).inputValue(), "2e");
      await points.nth(1).fill("1");
      await next(page);
      assert.equal(await current(page), "enkel");
      for (let i = 0; i < 3; i += 1) await skip(page);
      assert.equal(await current(page), "open");
      await page.locator(".q.current textarea").fill("x".repeat(51));
      await next(page);
      assert.match(await fault(page), /50 tekens/);
      assert.equal((await page.locator(".q.current textarea").inputValue()).length, 51, "nothing is cut off");
      await page.locator(".q.current textarea").fill("😀".repeat(50));
      await next(page);
      assert.equal(await current(page), "schaal");
    },
  ],
  [
    "a form in which nothing was answered is refused in a sentence, with and without scripts",
    async ({ context, open }) => {
      const address = await forms(open);
      const page = await (await context(phone)).newPage();
      await begin(page, address);
      await toTheCheck(page);
      await page.locator("[data-send]").click();
      assert.match(await page.locator("[data-check] [data-need]").innerText(), /ten minste één vraag/);
      const plain = await (await context({ ...phone, javaScriptEnabled: false })).newPage();
      await plain.goto(address);
      await plain.locator("#vraag-gemeente label.choice").first().click();
      await plain.locator("form.poll button.big").click();
      assert.match(await plain.locator(".errbox").innerText(), /ten minste één vraag/);
    },
  ],
  [
    "back after the thanks shows the start card, with nothing to send again",
    async ({ context, open, shot }) => {
      const page = await (await context(phone)).newPage();
      await begin(page, await forms(open));
      await page.locator(".q.current input").fill("3");
      await next(page);
      await toTheCheck(page);
      await page.locator("[data-send]").click();
      await page.locator(".slip .code").waitFor();
      await page.goBack();
      await page.locator("[data-thanked]").waitFor();
      assert.ok(!(await page.locator("[data-send]").isVisible()));
      assert.ok(await page.locator("[data-begin]").isVisible());
      assert.ok(!(await page.locator("[data-resume]").isVisible()));
      await shot(page, "20-net-meegedaan");
      await page.locator("[data-begin]").click();
      assert.equal(await page.locator(".q.current input").inputValue(), "", "nothing is left of it");
    },
  ],
  [
    "the next person on a browser does not see what somebody began to tell",
    async ({ context, shot }) => {
      const visit = await context(phone);
      let page = await visit.newPage();
      await page.goto("/signaal");
      await page.locator("#tekst").fill("Dit is van mij alleen");
      await page.close();
      page = await visit.newPage();
      await page.goto("/signaal");
      await page.locator("[data-resume]").waitFor();
      assert.ok(!(await page.locator("#tekst").isVisible()));
      assert.equal(await page.locator("#tekst").inputValue(), "");
      await shot(page, "20-signaal-verder");
      await page.locator("[data-forget]").click();
      assert.ok(await page.locator("#tekst").isVisible());
      assert.equal(await page.locator("#tekst").inputValue(), "");
      await page.reload();
      assert.ok(await page.locator("#tekst").isVisible(), "it is gone");
      await page.locator("#tekst").fill("Dit maak ik later af");
      await page.reload();
      await page.locator("[data-go-on]").click();
      assert.equal(await page.locator("#tekst").inputValue(), "Dit maak ik later af");
    },
  ],
  [
    "what somebody chose on the home page goes along to the council",
    async ({ context, password, shot }) => {
      const page = await (await context(phone)).newPage();
      await page.goto("/velsen");
      await page.locator(".tile").nth(2).click();
      assert.ok(await page.locator("input[name=soort][value=voorstel]").isChecked());
      await page.locator("#tekst").fill("Zet een bank bij het station, dat is mijn idee.");
      await page.locator("form[data-draft] button.big").click();
      await page.locator(".slip .code").waitFor();
      const council = await (await context(desk)).newPage();
      await signIn(council, password);
      await council.goto("/raad/signalen?soort=voorstel&gemeente=GM0453");
      await council.locator("[data-signal]", { hasText: "dat is mijn idee" }).first().click();
      assert.match(await council.locator(".pane").innerText(), /Ik heb een idee/);
      await shot(council, "21-soort");
    },
  ],
  [
    "a signal is in view when it is opened, and only a button says that it was read",
    async ({ context, password, shot }) => {
      const giver = await (await context(phone)).newPage();
      await giver.goto("/signaal");
      await giver.locator("#tekst").fill("Bij de knop gelezen, dat zeggen wij na.");
      await giver.locator("input[name=gemeente][value=GM0453]").locator("..").click();
      await giver.locator("form[data-draft] button.big").click();
      const given = (await giver.locator(".slip .code").textContent()).trim();
      const steps = async () => {
        await giver.goto("/volg");
        await giver.locator("#code").fill(given);
        await giver.locator("form[action^='/volg'] button").click();
        return giver.locator(".staff").innerText();
      };
      const context_ = await context({ viewport: { width: 1366, height: 768 } });
      const page = await context_.newPage();
      await signIn(page, password);
      await page.goto("/raad/signalen?gemeente=GM0453");
      const rows = page.locator("[data-signal]");
      await rows.nth(12).click();
      const pane = await page.locator(".pane blockquote, .pane audio").first().boundingBox();
      assert.ok(pane.y >= 0 && pane.y + Math.min(pane.height, 100) <= 768, `the words are at ${pane.y}`);
      await shot(page, "21-dertiende");
      await page.goto("/raad/signalen?gemeente=GM0453");
      const mine = page.locator("[data-signal]", { hasText: "dat zeggen wij na" });
      const href = await mine.getAttribute("href");
      for (const method of ["GET", "HEAD"])
        await page.request.fetch(href, { method, headers: { "Sec-Purpose": "prefetch" } });
      await mine.click();
      assert.doesNotMatch(await steps(), /heeft het gelezen/);
      await page.getByRole("button", { name: "Gelezen", exact: true }).click();
      await page.locator(".pane .nl-data-badge", { hasText: "Gelezen" }).waitFor();
      assert.match(await steps(), /heeft het gelezen/);
    },
  ],
  [
    "the operator comes to no words",
    async ({ context, password }) => {
      const page = await (await context(desk)).newPage();
      await signIn(page, password, "beheer");
      assert.equal(await page.locator("a[href^='/raad/signalen']").count(), 0);
      assert.equal((await page.request.get("/raad/signalen")).status(), 403);
    },
  ],
  [
    "capitals and a slash at the end lead to the page",
    async ({ context }) => {
      const page = await (await context(phone)).newPage();
      for (const [asked, address] of [
        ["/Velsen", "/velsen"],
        ["/velsen/?taal=en", "/velsen?taal=en"],
        ["/Signaal/", "/signaal"],
        ["/peiling/hoe-wil-jij-meepraten/", "/peiling/hoe-wil-jij-meepraten"],
        ["/Peiling/hoe-wil-jij-meepraten/Uitkomst", "/peiling/hoe-wil-jij-meepraten/uitkomst"],
      ]) {
        const reply = await page.request.get(asked, { maxRedirects: 0 });
        assert.deepEqual([reply.status(), reply.headers().location], [308, address]);
      }
      assert.equal((await page.request.get("/api/v1/peilingen/", { maxRedirects: 0 })).status(), 404);
      assert.equal((await page.request.get("/niets/hier/", { maxRedirects: 0 })).status(), 404);
    },
  ],
];
