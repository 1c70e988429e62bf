// SPDX-License-Identifier: EUPL-1.2
// The council at a desk: signing in, reading, comparing.
import assert from "node:assert/strict";
import { desk, phone } from "./server.mjs";

export async function signIn(page, password, name = "regio") {
  await page.goto("/raad");
  await page.waitForURL("**/raad/aanmelden**");
  await page.locator("#naam").fill(name);
  await page.locator("#wachtwoord").fill(password);
  await page.locator("form button").click();
  await page.waitForURL(/\/raad$/);
}

export const councilTests = [
  [
    "what was spoken at a kiosk is heard by the council, and by nobody who is not signed in",
    async ({ context, password, shot, speak }) => {
      speak();
      const page = await (await context(desk)).newPage();
      await signIn(page, password);
      await page.goto("/raad/signalen?gemeente=GM0453&weg=kiosk&thema=wonen");
      await page.locator("[data-signal]", { hasText: "Alleen ingesproken" }).first().click();
      const player = page.locator("audio");
      await player.waitFor();
      await page.waitForFunction(() => document.querySelector("audio").readyState >= 1);
      const length = await player.evaluate((audio) => audio.duration);
      assert.ok(Math.abs(length - 3) < 0.1, `${length} s`);
      await player.evaluate((audio) => audio.play());
      await page.waitForFunction(() => document.querySelector("audio").currentTime > 0.5);
      await shot(page, "12b-ingesproken");
      const address = await player.evaluate((audio) => audio.src);
      const part = await page.request.get(address, { headers: { Range: "bytes=0-3" } });
      assert.deepEqual([part.status(), await part.text()], [206, "OggS"]);
      const stranger = await (await context(desk)).request.get(address);
      assert.doesNotMatch(stranger.headers()["content-type"], /audio/);
    },
  ],
  [
    "somebody sees where they are signed in, and ends it elsewhere",
    async ({ context, password, shot }) => {
      const here = await (await context(desk)).newPage();
      const there = await (await context(desk)).newPage();
      await signIn(there, password, "velsen");
      await signIn(here, password, "velsen");
      await here.getByRole("link", { name: "Mijn aanmeldingen" }).click();
      await here.locator("main tbody tr", { hasText: "Deze aanmelding" }).waitFor();
      const before = await here.locator("main tbody tr").count();
      assert.ok(before >= 2, `${before} sign-ins`);
      await shot(here, "18-aanmeldingen");
      await here.getByRole("button", { name: "Beëindig alle andere" }).click();
      await here.waitForFunction(() => document.querySelectorAll("main tbody tr").length === 1);
      await there.goto("/raad/signalen");
      await there.waitForURL("**/raad/aanmelden**");
      await here.getByRole("link", { name: "Wachtwoord wijzigen" }).click();
      await here.locator("#wachtwoord-oud").fill(password);
      await here.locator("#wachtwoord").fill("velsenvelsenvelsen");
      await here.locator("#wachtwoord-nog-eens").fill("velsenvelsenvelsen");
      await here.locator("main form button").click();
      await here.getByText("makkelijk te raden").waitFor();
      await shot(here, "19-wachtwoord");
    },
  ],
  [
    "nobody comes in with a wrong password",
    async ({ context, shot }) => {
      const page = await (await context(desk)).newPage();
      await page.goto("/raad/signalen?thema=wonen");
      await page.waitForURL("**/raad/aanmelden**");
      await page.locator("#naam").fill("regio");
      await page.locator("#wachtwoord").fill("verkeerd-wachtwoord");
      await page.locator("form button").click();
      assert.ok(await page.locator(".errbox").isVisible());
      assert.equal(await page.locator("#naam").inputValue(), "regio");
      await shot(page, "10-aanmelden");
    },
  ],
  [
    "a regional member starts, filters signals, reads one, and sees the outcome side by side",
    async ({ context, password, shot }) => {
      const page = await (await context(desk)).newPage();
      await signIn(page, password);
      assert.equal(await page.locator(".queue").count(), 3);
      await shot(page, "11-start");
      await page.goto("/raad/signalen");
      const before = await page.locator(".slist [data-signal]").count();
      assert.ok(before > 5, `${before} signals`);
      await shot(page, "12-signalen-leeg");
      await page.locator("#thema").selectOption("vervoer");
      await page.locator("form.filters button").click();
      await page.waitForURL(/thema=vervoer/);
      assert.doesNotMatch(page.url(), /wijk=/, "empty choices stay out of the address");
      for (const about of await page.locator(".slist .m span:first-child").allTextContents())
        if (!about.startsWith("Toetsen")) assert.match(about, /^Vervoer/);
      await page.locator(".slist [data-signal]").first().click();
      await page.locator(".pane .say").first().waitFor();
      await shot(page, "12-signalen");
      assert.doesNotMatch(await page.locator(".panes").innerText(), /\d\d:\d\d/, "no exact times");
      await page.keyboard.press("j");
      await page.waitForFunction(() => document.querySelectorAll("[data-signal]")[1]?.hasAttribute("data-current"));
      await page.locator(".chip").first().click();
      assert.doesNotMatch(page.url(), /thema=/);
      await page.goto("/raad/peilingen");
      await shot(page, "13-peilingen");
      await page.locator(".table a").first().click();
      assert.match(await page.locator("#voortgang").innerText(), /^Voortgang/);
      assert.equal(await page.locator("table.compare").count(), 0, "no figures while the poll is open");
      await shot(page, "13-voortgang", true);
      await page.goto("/raad/peilingen/hoe-willen-jongeren-meepraten-2017");
      assert.match(await page.locator("table.compare thead").first().innerText(), /Beverwijk[\s\S]*Heemskerk[\s\S]*Velsen/);
      await shot(page, "13-peiling");
      await shot(page, "13-peiling-lang", true);
      await page.goto("/raad/inzicht");
      assert.ok((await page.locator(".chart").count()) >= 4);
      await shot(page, "14-inzicht");
      await shot(page, "14-inzicht-lang", true);
      await page.goto("/beheer/kiosken");
      await shot(page, "15-kiosken");
      await page.locator(".me button").click();
      await page.waitForURL("**/raad/aanmelden");
      await page.goto("/raad");
      await page.waitForURL("**/raad/aanmelden**");
    },
  ],
  [
    "the list of signals goes on page by page without showing one twice",
    async ({ context, password }) => {
      const page = await (await context(desk)).newPage();
      await signIn(page, password);
      await page.goto("/raad/signalen");
      const seen = new Set();
      for (let pages = 0; pages < 3; pages += 1) {
        for (const href of await page.locator("[data-signal]").evaluateAll((links) => links.map((a) => a.pathname))) {
          assert.ok(!seen.has(href), "twice");
          seen.add(href);
        }
        const more = page.locator(".slist a.more");
        if ((await more.count()) === 0) break;
        await more.click();
        await page.waitForURL(/na=/);
      }
      assert.ok(seen.size > 25, `${seen.size} seen`);
    },
  ],
  [
    "a local member sees their own municipality only",
    async ({ context, password }) => {
      const page = await (await context(desk)).newPage();
      await signIn(page, password, "velsen");
      assert.match(await page.locator(".me").innerText(), /Velsen/);
      await page.goto("/raad/signalen?gemeente=GM0375");
      assert.equal(await page.locator("#gemeente").count(), 0);
      await page.locator("[data-signal]").first().click();
      assert.match(await page.locator(".qa").innerText(), /Velsen/);
      await page.goto("/raad/inzicht");
      assert.match(await page.locator(".head p").innerText(), /^Velsen/);
    },
  ],
  [
    "on a phone the list and the signal are two pages",
    async ({ context, password, shot }) => {
      const page = await (await context(phone)).newPage();
      await signIn(page, password);
      await shot(page, "16-start-telefoon");
      await page.goto("/raad/signalen");
      assert.ok(!(await page.locator(".pane").isVisible()));
      await shot(page, "16-signalen-telefoon");
      await page.locator("[data-signal]").first().click();
      assert.ok(!(await page.locator(".slist").isVisible()));
      await shot(page, "16-signaal-telefoon");
      await page.locator(".pane .back a").click();
      assert.ok(await page.locator(".slist").isVisible());
    },
  ],
];
