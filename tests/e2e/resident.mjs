// SPDX-License-Identifier: EUPL-1.2
// Residents: telling, answering and following, on a phone.
import assert from "node:assert/strict";
import { phone } from "./server.mjs";

export const poll = "/peiling/hoe-wil-jij-meepraten";
export const closedPoll = "/peiling/hoe-willen-jongeren-meepraten-2017";
export const code = /^\d{4} \d{4} \d{4} \d{4}$/;

/** Answers the question that is on the screen, whatever its kind. */
async function answer(page) {
  const question = page.locator(".q.current");
  const kind = await question.getAttribute("data-kind");
  if (kind === "rangorde") {
    const tiles = question.locator(".rank");
    const max = Number(await question.getAttribute("data-max"));
    for (let i = 0; i < max; i += 1) await tiles.nth(i).click();
    assert.equal(await tiles.first().getAttribute("aria-pressed"), "true");
  } else if (kind === "open") {
    await question.locator("textarea").fill("Meer licht op het fietspad");
  } else if (kind !== "lijst") {
    await question.locator("label.choice").first().click();
  }
}

/** Fills the plain page in without scripts: the first answer of each required question. */
async function answerPlain(page) {
  await page.locator("#vraag-v1 label.choice").first().click();
  await page.locator("#vraag-v2 label.choice").first().click();
  await page.locator("#vraag-v3 label.choice").first().click();
  await page.locator("#vraag-v5 label.choice").nth(1).click();
  await page.locator("#vraag-v7 select").first().selectOption({ index: 2 });
  await page.locator("#vraag-gemeente label.choice").last().click();
}

export async function walk(page, from = 0) {
  for (let step = from; step < 20; step += 1) {
    if (await page.locator("[data-send]").isVisible()) return step;
    await answer(page);
    await page.locator("[data-next]").click();
  }
  throw new Error("the poll does not end");
}

export const residentTests = [
  [
    "a phone with scripts answers the poll one question at a time and gets thanks, a code and the outcome",
    async ({ context, shot }) => {
      const page = await (await context(phone)).newPage();
      await page.goto("/");
      await shot(page, "01-home");
      await shot(page, "01-home-lang", true);
      await page.locator(".pollcard a.big").first().click();
      await page.waitForURL(`**${poll}`);
      await shot(page, "02-start");
      await page.locator("[data-begin]").click();
      assert.equal(await page.locator(".q.current").count(), 1);
      assert.match(await page.title(), /^Vraag 1 van \d+/);
      await shot(page, "02a-vraag");
      await page.locator("[data-next]").click();
      await page.locator("[data-need]").waitFor();
      await shot(page, "02a-fout");
      const kinds = new Set();
      for (let step = 0; step < 20 && !(await page.locator("[data-send]").isVisible()); step += 1) {
        const question = page.locator(".q.current");
        const kind = await question.getAttribute("data-kind");
        for (const box of await question.locator("label.choice, button.rank, label.step").all()) {
          const { height } = await box.boundingBox();
          assert.ok(height >= 44, `${kind}: a target is ${height} px high`);
        }
        await answer(page);
        if (!kinds.has(kind)) await shot(page, `02-${kind}`);
        kinds.add(kind);
        await page.locator("[data-next]").click();
      }
      assert.ok(kinds.has("rangorde") && kinds.has("schaal") && kinds.has("meervoudig"), [...kinds].join());
      await shot(page, "02-nakijken", true);
      await page.locator("[data-send]").click();
      await page.locator(".slip .code").waitFor();
      assert.match((await page.locator(".slip .code").textContent()).trim(), code);
      assert.doesNotMatch(new URL(page.url()).pathname, /\d{4}/, "the code must not be in the address");
      assert.equal(await page.evaluate(() => localStorage.length), 0, "answers must be wiped from the phone");
      assert.ok((await page.locator(".dots.about").count()) > 0, "how it stands, about");
      assert.equal(await page.locator(".chart").count(), 0, "no figures while the poll is open");
      await shot(page, "03-bedankt");
      await shot(page, "03-bedankt-lang", true);
      await page.getByRole("link", { name: "Bekijk alles" }).click();
      await page.waitForURL("**/uitkomst");
      await shot(page, "04-uitkomst");
      await shot(page, "04-uitkomst-lang", true);
      assert.match(await page.locator("main").innerText(), /Ongeveer 400 jongeren/);
      assert.doesNotMatch(await page.locator("main").innerText(), /\d%/, "no exact shares");
      await page.goto(`${closedPoll}/uitkomst`);
      assert.match(await page.locator("main").innerText(), /671 jongeren[\s\S]*84%/);
      assert.equal(await page.locator(".dots.about").count(), 0, "an uitslag is not about");
      await shot(page, "04-uitslag");
      await shot(page, "04-uitslag-lang", true);
    },
  ],
  [
    "a phone without scripts answers the same poll on one page",
    async ({ context, shot }) => {
      const page = await (await context({ ...phone, javaScriptEnabled: false })).newPage();
      await page.goto(poll);
      await shot(page, "02-zonder-script", true);
      await page.locator("form.poll button.big").click();
      assert.ok((await page.locator(".errbox li a").count()) >= 4, "each missing answer is named");
      await shot(page, "03b-fout");
      await answerPlain(page);
      await page.locator("form.poll button.big").click();
      assert.equal(await page.locator(".errbox").count(), 0, "nothing is missing any more");
      assert.match((await page.locator(".slip .code").textContent()).trim(), code);
    },
  ],
  [
    "a page with faults comes back as it was",
    async ({ context }) => {
      const page = await (await context({ ...phone, javaScriptEnabled: false })).newPage();
      await page.goto(poll);
      await page.locator("#vraag-v1 label.choice").nth(1).click();
      await page.locator("#vraag-v10 textarea").fill("Een zin met <tekens> & meer");
      await page.locator("form.poll button.big").click();
      assert.ok(await page.locator("#vraag-v1 input").nth(1).isChecked());
      assert.equal(await page.locator("#vraag-v10 textarea").inputValue(), "Een zin met <tekens> & meer");
      assert.ok(await page.locator("#vraag-v2.bad .err").isVisible());
    },
  ],
  [
    "a question that hangs on another shows only after that answer",
    async ({ context }) => {
      const page = await (await context(phone)).newPage();
      await page.goto(poll);
      await page.locator("[data-begin]").click();
      const asked = [];
      for (let step = 0; step < 20 && !(await page.locator("[data-send]").isVisible()); step += 1) {
        const id = await page.locator(".q.current").getAttribute("data-q");
        asked.push(id);
        if (id === "v5") await page.locator(".q.current label.choice").nth(1).click();
        else await answer(page);
        await page.locator("[data-next]").click();
      }
      assert.ok(!asked.includes("v6"), asked.join());
      await page.locator(".answers dd.change button").nth(4).click();
      await page.locator(".q.current label.choice").first().click();
      await page.locator("[data-next]").click();
      assert.equal(await page.locator(".q.current").getAttribute("data-q"), "v6");
    },
  ],
  [
    "answers survive a closed tab and a lost connection until they are sent",
    async ({ context }) => {
      const visit = await context(phone);
      let page = await visit.newPage();
      await page.goto(poll);
      await page.locator("[data-begin]").click();
      await answer(page);
      await page.locator("[data-next]").click();
      await answer(page);
      await page.close();
      page = await visit.newPage();
      await page.goto(poll);
      await page.locator("[data-resume]").waitFor();
      await page.locator("[data-begin]").click();
      assert.equal(await page.locator(".q.current").getAttribute("data-q"), "v2");
      assert.ok(await page.locator(".q.current input").first().isChecked());
      await walk(page);
      await visit.setOffline(true);
      await page.locator("[data-send]").click();
      await page.locator("[data-offline]").waitFor();
      await visit.setOffline(false);
      await page.locator("[data-send]").click();
      assert.match((await page.locator(".slip .code").textContent()).trim(), code);
    },
  ],
  [
    "the phone's back button goes to the question before",
    async ({ context }) => {
      const page = await (await context(phone)).newPage();
      await page.goto(poll);
      await page.locator("[data-begin]").click();
      await answer(page);
      await page.locator("[data-next]").click();
      assert.equal(await page.locator(".q.current").getAttribute("data-q"), "v2");
      await page.goBack();
      assert.equal(await page.locator(".q.current").getAttribute("data-q"), "v1");
    },
  ],
  [
    "the poll can be answered with the keyboard alone",
    async ({ context }) => {
      const page = await (await context(phone)).newPage();
      await page.goto(poll);
      await page.locator("[data-begin]").focus();
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Space");
      assert.ok(await page.locator(".q.current input:checked").count());
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => document.querySelector(".q.current")?.dataset.q === "v2");
    },
  ],
  [
    "sending twice counts once and gives the same code",
    async ({ context }) => {
      const page = await (await context({ ...phone, javaScriptEnabled: false })).newPage();
      await page.goto(poll);
      await answerPlain(page);
      const body = await page.evaluate(() => new URLSearchParams(new FormData(document.querySelector("form.poll"))).toString())
        .catch(() => null);
      const id = await page.locator("input[name=id]").inputValue();
      const form = { id, revisie: "1", "a.v1": "ja", "a.v2": "werk", "a.v3": "app", "a.v5": "nee", gemeente: "GM0453" };
      const send = () => page.request.post(poll, { form });
      const [first, second] = [await send(), await send()];
      assert.deepEqual([first.status(), second.status()], [201, 200], body ?? "");
      const codes = [await first.text(), await second.text()].map((text) => /data-code>([\d ]+)</.exec(text)[1]);
      assert.equal(codes[0], codes[1]);
    },
  ],
  [
    "somebody tells something and follows the code",
    async ({ context, shot }) => {
      const page = await (await context(phone)).newPage();
      await page.goto("/velsen");
      await page.locator(".tile").first().click();
      await shot(page, "06-signaal");
      await shot(page, "06-signaal-lang", true);
      await page.locator("form[data-draft] button.big").click();
      assert.ok(await page.locator("#fout-tekst").isVisible());
      await page.locator("#tekst").fill("De lamp bij de bushalte is stuk. Het is er ’s avonds heel donker.");
      await page.locator("form[data-draft] button.big").click();
      const given = (await page.locator(".slip .code").textContent()).trim();
      assert.match(given, code);
      assert.ok(await page.locator(".help a[href='tel:112']").isVisible(), "help comes first");
      await shot(page, "06-bedankt");
      await page.goto("/volg");
      await shot(page, "05-volg-vraag");
      await page.locator("#code").fill("1234 5678 9012 3456");
      await page.locator("form[action^='/volg'] button").click();
      assert.ok(await page.locator("#code-fout").isVisible());
      await page.locator("#code").fill(given);
      await page.locator("form[action^='/volg'] button").click();
      await page.locator(".staff li").first().waitFor();
      assert.doesNotMatch(await page.content(), /bushalte/, "whoever holds the code must not read the words");
      assert.doesNotMatch(new URL(page.url()).pathname, /\d{4}/);
      await shot(page, "05-volg");
    },
  ],
  [
    "the number in a kiosk's QR code stands in the field of the follow page, and no longer in the address",
    async ({ context }) => {
      const page = await (await context(phone)).newPage();
      await page.goto("/volg#4810726395051234");
      await page.waitForFunction(() => document.querySelector("#code").value !== "");
      assert.equal(await page.locator("#code").inputValue(), "4810 7263 9505 1234");
      assert.equal(new URL(page.url()).hash, "");
    },
  ],
  [
    "with forced colours only the chosen answer has a tick",
    async ({ context, shot }) => {
      const page = await (await context({ ...phone, forcedColors: "active" })).newPage();
      await page.goto(poll);
      await page.locator("[data-begin]").click();
      await page.locator(".q.current label.choice").first().click();
      const ticks = await page.locator(".q.current .choice .tick").evaluateAll((all) =>
        all.map((tick) => getComputedStyle(tick, "::after").visibility));
      assert.deepEqual(ticks, ["visible", ...Array(ticks.length - 1).fill("hidden")]);
      await shot(page, "02-kleuren-van-de-bezoeker");
    },
  ],
  [
    "nobody under sixteen leaves a number without a parent",
    async ({ context, shot }) => {
      const page = await (await context({ ...phone, javaScriptEnabled: false })).newPage();
      await page.goto("/meedoen");
      await shot(page, "07-meedoen", true);
      await page.getByLabel("Jonger dan 16").check();
      await page.locator("#c-gemeente").selectOption({ label: "Velsen" });
      await page.locator("#tel").fill("06 12 34 56 78");
      await page.locator("form[action^='/meedoen'] button").click();
      assert.ok(await page.locator("#fout-ouder").isVisible());
      await shot(page, "07-meedoen-fout", true);
      assert.equal(await page.locator("#tel").inputValue(), "06 12 34 56 78");
      await page.locator("#ouder").check();
      await page.locator("form[action^='/meedoen'] button").click();
      assert.match(await page.locator("h1").textContent(), /Fijn/);
    },
  ],
  [
    "another language is kept in every link",
    async ({ context }) => {
      const page = await (await context(phone)).newPage();
      await page.goto("/");
      await page.locator(".langs summary").click();
      await page.getByRole("link", { name: "English" }).click();
      assert.equal(await page.locator("html").getAttribute("lang"), "en");
      await page.locator(".pollcard a.big").first().click();
      assert.equal(await page.locator("html").getAttribute("lang"), "en");
      assert.match(page.url(), /taal=en/);
      await page.locator("[data-begin]").click();
      assert.match(await page.title(), /^Question 1 of/);
    },
  ],
];
