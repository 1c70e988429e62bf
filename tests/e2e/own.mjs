// SPDX-License-Identifier: EUPL-1.2
// From an empty folder to the first answer: the wizard, signing in, a real poll, an answer on a phone. Timed.
//   node tests/e2e/own.mjs BUILD [--shots DIR]
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { deflateSync, crc32 } from "node:zlib";
import { Pace } from "./pace.mjs";
import { desk, phone, startBrowser } from "./server.mjs";

const build = process.argv[2];
if (!build || build.startsWith("--")) {
  console.error("usage: node tests/e2e/own.mjs BUILD [--shots DIR]");
  process.exit(2);
}
const at = process.argv.indexOf("--shots");
const shots = at < 0 ? null : process.argv[at + 1];
if (shots) mkdirSync(shots, { recursive: true });

const program = join(resolve(build), "peilpunt-server");
const folder = mkdtempSync(join(tmpdir(), "peilpunt-own-"));
const data = join(folder, "data");
const axe = readFileSync(resolve("node_modules/axe-core/axe.min.js"), "utf8");

/** Starts the server; `{child, said, matching}`: what it says, and a wait for a word of it. */
function serve() {
  const child = spawn(program, ["serve", "--data", data, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
  const server = { child, text: "" };
  const waiting = [];
  const look = () => {
    for (const one of [...waiting]) {
      const found = one.pattern.exec(server.text);
      if (found) waiting.splice(waiting.indexOf(one), 1), one.resolve(found);
    }
  };
  child.stdout.on("data", (bytes) => ((server.text += bytes), look()));
  server.matching = (pattern) =>
    new Promise((done, failed) => {
      waiting.push({ pattern, resolve: done });
      setTimeout(() => failed(new Error(`the server did not say ${pattern}: ${server.text}`)), 60_000).unref();
      look();
    });
  server.stop = () => new Promise((done) => (child.once("exit", done), child.kill("SIGTERM")));
  return server;
}
function run(args, input = "") {
  const done = spawnSync(program, [...args, "--data", data], { encoding: "utf8", input, timeout: 60_000 });
  assert.equal(done.status, 0, `${args.join(" ")}: ${done.stderr}`);
  return done.stdout;
}
/** The code of now, or of some steps later, as an app makes it (RFC 6238). */
function codeOf(secret, later = 0) {
  const bits = [...secret].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const mac = createHmac("sha1", key).update(step).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
/** A PNG of one colour. */
function png(side) {
  const chunk = (name, bytes) => {
    const body = Buffer.concat([Buffer.from(name, "latin1"), bytes]);
    const head = Buffer.alloc(4);
    head.writeUInt32BE(bytes.length);
    const tail = Buffer.alloc(4);
    tail.writeUInt32BE(sum(body));
    return Buffer.concat([head, body, tail]);
  };
  const size = Buffer.alloc(13);
  size.writeUInt32BE(side, 0);
  size.writeUInt32BE(side, 4);
  size.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(side * 3, 0x5a)]);
  const pixels = Buffer.concat(Array.from({ length: side }, () => row));
  return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), chunk("IHDR", size), chunk("IDAT", deflateSync(pixels)), chunk("IEND", Buffer.alloc(0))]);
}
/** CRC-32 as PNG has it; Node 18 has none of its own. */
function sum(bytes) {
  if (crc32) return crc32(bytes);
  let value = ~0;
  for (const byte of bytes) {
    value ^= byte;
    for (let i = 0; i < 8; ++i) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return ~value >>> 0;
}
async function clean(page, what) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => (await globalThis.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })).violations);
  assert.deepEqual(found.map((one) => `${one.id}: ${one.nodes[0].html}`), [], what);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  assert.ok(!wide, `${what} is wider than the screen`);
}
async function shot(page, name) {
  if (shots) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}

const browser = await startBrowser();
let server = serve();
try {
  // A start that nobody finished: nothing is made, and the next start has another address.
  const first = (await server.matching(/http:\/\/127\.0\.0\.1:\d+\/inrichten\/\S+/))[0];
  const half = await (await browser.newContext({ ...desk, javaScriptEnabled: false })).newPage();
  await half.goto(first);
  await half.locator("[name=regio]").fill("Half");
  await half.locator("[name=knop][value=erbij]").click();
  await server.stop();
  assert.deepEqual(readdirSync(data).filter((name) => name !== "bezet"), [], "nothing half made");
  server = serve();
  const address = (await server.matching(/http:\/\/127\.0\.0\.1:\d+\/inrichten\/\S+/))[0];
  assert.notEqual(address.split("/").pop(), first.split("/").pop());
  const url = new URL(address).origin;
  const begun = performance.now();

  // Whoever has not the address sees nothing of it.
  const stranger = await browser.newContext(desk);
  for (const path of ["/", "/raad", "/inrichten/raden", "/inrichten/raden/sleutels"])
    assert.equal((await stranger.request.get(url + path)).status(), 404, path);

  // Without scripts, as on a locked-down desk.
  const context = await browser.newContext({ ...desk, locale: "nl-NL", javaScriptEnabled: false });
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  const pace = new Pace(/Velsen|Beverwijk|Heemskerk|IJmond/g);
  pace.watch(page);
  const checked = await (await browser.newContext({ ...desk, colorScheme: "dark" })).newPage();
  const narrow = await (await browser.newContext({ ...phone, viewport: { width: 320, height: 640 } })).newPage();
  const look = async (name) => {
    for (const [how, other] of [["dark", checked], ["narrow", narrow]]) {
      await other.goto(page.url());
      await clean(other, `${name} (${how})`);
      await shot(other, `${name}-${how}`);
    }
    await shot(page, name);
  };

  await page.goto(address);
  pace.paused = true; // so are the mistakes that nobody makes
  await page.locator("[name=knop][value=verder]").click();
  assert.equal(await page.locator(".errbox li").count(), 2, "the name and a municipality are missing");
  pace.paused = false;
  await page.locator("[name=regio]").fill("IJmond");
  for (const place of ["Velsen", "gm0375", "Heemskerk"]) {
    await page.locator("[name=gemeente]").fill(place);
    await page.locator("[name=knop][value=erbij]").click();
  }
  pace.paused = true;
  await page.locator("[name=gemeente]").fill("Atlantis");
  await page.locator("[name=knop][value=erbij]").click();
  assert.match(await page.locator(".errbox").innerText(), /Atlantis/);
  await page.locator("[name=gemeente]").fill("");
  await look("own-1");
  // Somebody goes away and comes back.
  await page.goto(address);
  assert.equal(await page.locator("[name=regio]").inputValue(), "IJmond");
  assert.equal(await page.locator("main .lines li").count(), 3);
  pace.paused = false;
  await page.locator("[name=knop][value=verder]").click();

  // The sender: a script and 20 MB are refused in a sentence, colours are mended.
  await page.waitForURL("**/afzender");
  assert.equal(await page.locator("[aria-current=page]").innerText(), "Velsen");
  const logo = page.locator("input[type=file]");
  pace.paused = true;
  await logo.setInputFiles({ name: "logo.svg", mimeType: "image/svg+xml", buffer: Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>") });
  await page.locator(".go button").click();
  assert.match(await page.locator(".errbox").innerText(), /PNG/);
  await logo.setInputFiles({ name: "groot.png", mimeType: "image/png", buffer: Buffer.alloc(20_000_000, 1) });
  await page.locator(".go button").click();
  assert.match(await page.locator(".errbox").innerText(), /200 kB/);
  pace.paused = false;
  await logo.setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: png(64) });
  await page.locator("[name='sender.GM0453.colour.action']").fill("#2E7D4F");
  await page.locator(".go button").click();
  assert.match(await page.locator(".fix").innerText(), /#[0-9A-F]{6}/);
  await look("own-2");
  await page.locator(".fix button").click();
  assert.equal(await page.locator(".errbox").count(), 0);
  await page.locator("[name='sender.GM0453.email']").fill("peilpunt@velsen.example");
  for (let i = 0; i < 4; ++i) await page.locator(".go button").click(); // Beverwijk, Heemskerk and IJmond stay as they are
  assert.match(page.url(), /wie=raden/);
  await page.locator("[name='body.GM0453.name']").fill("Participatieraad Velsen");
  await page.locator("[name='body.RG01.name']").fill("regionale participatieraad");
  await look("own-2-raden");
  await page.locator(".go button").click();
  await page.locator("[name='help.lines.nl']").fill("Direct gevaar|112\nSociaal team|0255 567 200");
  await page.locator("[name='security.contact']").fill("veilig@ijmond.example");
  await look("own-2-hulp");
  await page.locator(".go button").click();

  // The keys: shown, typed over.
  await page.waitForURL("**/sleutels");
  const phrase = (await page.locator(".secret .words").first().innerText()).trim().split(/\s+/).join(" ");
  const pin = (await page.locator(".words.num").innerText()).replace(/\D/g, "");
  assert.equal(phrase.split(" ").length, 7);
  assert.equal(pin.length, 8);
  await look("own-3");
  const password = "een lange zin om mee te beginnen";
  await page.locator("[name=naam]").fill("Sam Visser");
  await page.locator("[name=gebruiker]").fill("sam");
  await page.locator("[name=wachtwoord]").fill(password);
  await page.locator("[name=wachtzin]").fill("een andere zin");
  await page.locator(".go button").click();
  assert.match(await page.locator(".errbox").innerText(), /andere zin/);
  await page.locator("[name=wachtzin]").fill(`  ${phrase.toUpperCase()} `);
  await page.locator("[name=wachtwoord]").fill(password);
  await page.locator(".go button").click();
  await page.waitForURL("**/raad/aanmelden");

  // Once: the address is used, and nothing of it works any more.
  for (const path of ["", "/gebied", "/sleutels"])
    assert.equal((await stranger.request.get(address + path)).status(), 410, path);
  for (const secret of [phrase, pin, password])
    for (const name of ["peilpunt.db", "contact.db", "peilpunt.db-wal"])
      assert.ok(!readFileSync(join(data, name)).includes(secret), `${name} holds a secret`);

  // The operator comes in and finds the settings.
  await page.locator("#naam").fill("sam ");
  await page.locator("#wachtwoord").fill(password);
  await page.locator("form button").click();
  await page.waitForURL(/\/raad$/);
  assert.equal(await page.locator(".example").count(), 0, "no banner");
  pace.paused = true; // nobody has to see the settings first
  const desktop = await browser.newContext({ ...desk, storageState: await context.storageState() });
  const settings = await desktop.newPage();
  // The codes that an app would show, made here of the secret on the page.
  await settings.goto(`${url}/raad/tweede-stap`);
  await clean(settings, "the second step");
  await shot(settings, "own-4-tweede-stap");
  const secret = await settings.locator("[data-secret]").innerText();
  await settings.locator("#code").fill(codeOf(secret));
  await settings.locator("main form button").click();
  assert.equal(await settings.locator("[data-codes] li").count(), 10);
  await clean(settings, "codes for recovery");
  await shot(settings, "own-4-herstelcodes");
  const again = await (await browser.newContext(desk)).newPage();
  for (const [code, address] of [["", /aanmelden$/], [codeOf(secret, 1), /\/raad$/]]) {
    await again.goto(`${url}/raad/aanmelden`);
    await again.locator("#naam").fill("sam");
    await again.locator("#wachtwoord").fill(password);
    await again.locator("#code").fill(code);
    await again.locator("form button").click();
    await again.waitForURL(address);
  }
  await settings.goto(`${url}/beheer/instellingen`);
  await clean(settings, "settings");
  await shot(settings, "own-4-instellingen");
  await page.goto(`${url}/beheer/instellingen?wijzig=kiosk.silent_days`);
  await page.locator("[name='kiosk.silent_days']").fill("7");
  await page.locator(".edit .nl-button--primary").click();
  assert.match(await page.locator(".edit").innerText(), /Zeg in één zin waarom/);
  await page.locator("[name=reden]").fill("afgesproken met de buurthuizen");
  await page.locator(".edit .nl-button--primary").click();
  await settings.goto(`${url}/beheer/instellingen?wijzig=sender.GM0453.colour.action#rij-sender.GM0453.colour.action`);
  await clean(settings, "a setting that is edited");
  await shot(settings, "own-4-wijzig");
  assert.match(run(["setting", "get", "kiosk.silent_days"]), /^7/);

  pace.paused = false;
  // A poll of today, from the command line.
  const poll = JSON.parse(readFileSync(resolve("tests/e2e/first-poll.json"), "utf8"));
  const day = (offset) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  Object.assign(poll, { opent: day(-1), sluit: day(20) });
  poll.verwachting.terugkoppelingOp = day(60);
  writeFileSync(join(folder, "poll.json"), JSON.stringify(poll));
  for (const args of [["import", join(folder, "poll.json")], ["publish", poll.slug]]) {
    run(["poll", ...args]);
    pace.type(`peilpunt-server poll ${args.join(" ")} --data /srv/peilpunt\n`.replace(folder, "."));
  }
  // Its texts and dates; the rest stands in the example of docs/operating.md.
  JSON.stringify(poll, (key, value) => (key === "nl" && pace.type(value), value));
  for (const date of [poll.opent, poll.sluit, poll.verwachting.terugkoppelingOp]) pace.type(date);

  // An answer on a phone.
  const mobile = await (await browser.newContext({ ...phone, locale: "nl-NL" })).newPage();
  const told = async () => (await (await stranger.request.get(`${url}/peiling/${poll.slug}`)).text()).includes(poll.titel.nl);
  for (let i = 0; i < 100 && !(await told()); ++i) await new Promise((done) => setTimeout(done, 200));
  await mobile.goto(`${url}/velsen`);
  assert.match(await mobile.locator(".foot").innerText(), /peilpunt@velsen\.example/);
  assert.ok(await mobile.locator(".brand img").evaluate((image) => image.complete && image.naturalWidth === 64));
  await clean(mobile, "the page of Velsen in its own colours");
  await shot(mobile, "own-5-velsen");
  const plain = await (await browser.newContext({ ...phone, locale: "nl-NL", javaScriptEnabled: false })).newPage();
  pace.watch(plain);
  await plain.goto(`${url}/peiling/${poll.slug}`);
  await plain.locator("input[type=radio]").first().check({ force: true });
  const where = plain.locator("[name=gemeente]:not([type=hidden])");
  if ((await where.count()) > 0 && (await where.first().evaluate((one) => one.tagName)) === "SELECT") await where.first().selectOption("GM0453");
  else if ((await where.count()) > 0) await plain.locator("[name=gemeente][value=GM0453]").check({ force: true });
  await plain.locator("form button").last().click();
  pace.paused = true;
  const thanks = await plain.locator("main").innerText();
  assert.match(thanks, /[Bb]edankt|[Dd]ank/);
  await shot(plain, "own-6-bedankt");
  const seconds = Math.round((performance.now() - begun) / 1000);

  await mobile.goto(`${url}/signaal`);
  assert.match(await mobile.locator("main").innerText(), /regionale participatieraad leest het: inwoners die de gemeente advies geven/);
  const security = await (await stranger.request.get(`${url}/.well-known/security.txt`)).text();
  assert.match(security, /^Contact: mailto:veilig@ijmond\.example\n/);
  await server.stop();
  assert.match(run(["verify"]), /is whole/);
  assert.ok(pace.seconds < 600, `${pace}`);
  console.log(`ok      from an empty folder to the first answer: ${seconds} s by a machine; by the pace of a person ${pace}`);
} catch (error) {
  console.log(`FAILED  from an empty folder to the first answer\n${error.stack}`);
  process.exitCode = 1;
} finally {
  server.child.kill("SIGTERM");
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
