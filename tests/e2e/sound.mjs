// SPDX-License-Identifier: EUPL-1.2
// What holds on every page: nothing for axe to find, light and dark; no sideways scroll; small enough; no inline style.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import { signIn } from "./council.mjs";
import { poll } from "./resident.mjs";
import { desk, phone } from "./server.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const residentPages = ["/", "/velsen", poll, `${poll}/uitkomst`, "/signaal", "/volg", "/meedoen", "/privacy", "/toegankelijkheid",
  "/bestaat-niet", "/?taal=en", "/?taal=nl-simple", "/?taal=uk", "/?taal=ar"];
const workPages = ["/raad", "/raad/signalen", "/raad/peilingen", "/raad/peilingen/hoe-wil-jij-meepraten", "/raad/inzicht",
  "/beheer/kiosken"];

export async function examine(page, name) {
  await page.evaluate(axe);
  const found = await page.evaluate(() =>
    window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  const faults = found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).slice(0, 3).join("; ")}`);
  assert.deepEqual(faults, [], name);
}

// axe is put into the page by the test, which the page's own policy forbids to everybody else.
export const examined = { bypassCSP: true };

export async function noSidewaysScroll(page, name) {
  const [width, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(width <= room, `${name} is ${width} px wide in ${room}`);
}

export const soundTests = [
  ...["light", "dark"].map((colorScheme) => [
    `axe finds nothing on residents' pages, ${colorScheme}`,
    async ({ context, shot }) => {
      const page = await (await context({ ...phone, ...examined, colorScheme })).newPage();
      for (const path of residentPages) {
        await page.goto(path);
        await examine(page, path);
      }
      await page.goto(poll);
      await page.locator("[data-begin]").click();
      for (let step = 0; step < 20 && !(await page.locator("[data-send]").isVisible()); step += 1) {
        await examine(page, `${poll}, step ${step}`);
        if (colorScheme === "dark" && step === 3) await shot(page, "02b-donker");
        if (await page.locator(".q.current label.choice").count()) await page.locator(".q.current label.choice").first().click();
        await page.locator("[data-next]").click();
      }
      await examine(page, "the last look");
      await page.locator("[data-send]").click();
      await page.locator(".slip").waitFor();
      await examine(page, "thanks");
      if (colorScheme === "dark") await shot(page, "03-bedankt-donker");
    },
  ]),
  ...["light", "dark"].map((colorScheme) => [
    `axe finds nothing in the workspace, ${colorScheme}`,
    async ({ context, password, shot }) => {
      const page = await (await context({ ...desk, ...examined, colorScheme })).newPage();
      await page.goto("/raad/aanmelden");
      await examine(page, "sign in");
      await signIn(page, password);
      for (const path of workPages) {
        await page.goto(path);
        await examine(page, path);
        if (colorScheme === "dark" && path === "/raad/inzicht") await shot(page, "14-inzicht-donker");
      }
      await page.goto("/raad/signalen");
      await page.locator("[data-signal]").first().click();
      await examine(page, "a signal");
    },
  ]),
  ...[320, 390].map((width) => [
    `no page scrolls sideways at ${width} px`,
    async ({ context, password, shot }) => {
      const page = await (await context({ ...phone, viewport: { width, height: 700 } })).newPage();
      for (const path of residentPages) {
        await page.goto(path);
        await noSidewaysScroll(page, path);
        if (width === 320 && path === "/") await shot(page, "17-home-320");
      }
      await page.goto(poll);
      await page.locator("[data-begin]").click();
      for (let step = 0; step < 12; step += 1) {
        await noSidewaysScroll(page, `${poll}, step ${step}`);
        if (width === 320 && step === 1) await shot(page, "17-vraag-320");
        if (await page.locator("[data-send]").isVisible()) break;
        if (await page.locator(".q.current label.choice").count()) await page.locator(".q.current label.choice").first().click();
        await page.locator("[data-next]").click();
      }
      await signIn(page, password);
      for (const path of workPages) {
        await page.goto(path);
        await noSidewaysScroll(page, path);
      }
    },
  ]),
  [
    "the first poll page comes in under 30 kB with everything it needs",
    async ({ context }) => {
      const page = await (await context(phone)).newPage();
      const sizes = [];
      page.on("requestfinished", async (request) => {
        const { responseBodySize } = await request.sizes();
        sizes.push([new URL(request.url()).pathname, responseBodySize]);
      });
      await page.goto(poll, { waitUntil: "networkidle" });
      await page.waitForTimeout(300);
      const bytes = sizes.reduce((sum, [, size]) => sum + size, 0);
      assert.ok(sizes.length >= 5, sizes.join(" "));
      assert.ok(bytes < 30_000, `${bytes} bytes: ${sizes.join("; ")}`);
    },
  ],
  [
    "no page carries a style or script of its own, and each has a language, a title and a skip link",
    async ({ context, password }) => {
      const page = await (await context(desk)).newPage();
      await signIn(page, password);
      for (const path of [...residentPages, ...workPages]) {
        const reply = await page.request.get(path);
        const html = await reply.text();
        assert.doesNotMatch(html, /<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)/, path);
        assert.match(html, /<html lang="(nl|en|uk|ar" dir="rtl)">/, path);
        assert.match(html, /<title>[^<]{6,}<\/title>/, path);
        assert.match(html, /href="#inhoud"/, path);
        assert.match(reply.headers()["content-security-policy"], /default-src 'none'/, path);
      }
    },
  ],
  [
    "a page that is the same for everybody but for one piece unpacks to the same bytes",
    async ({ url }) => {
      const read = async (encoding) => {
        const reply = await fetch(url + poll, { headers: { "accept-encoding": encoding } });
        return reply.text();
      };
      const [packed, plain] = [await read("gzip"), await read("identity")];
      const without = (html) => html.replace(/name="id" value="[^"]+"/, "");
      assert.equal(without(packed), without(plain));
      assert.notEqual(packed, plain, "each page has an id of its own");
      assert.ok(gzipSync(plain).length < plain.length);
    },
  ],
];
