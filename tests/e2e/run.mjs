// SPDX-License-Identifier: EUPL-1.2
// Pages as people meet them: a phone with and without scripts, a council member at a desk.
//   node tests/e2e/run.mjs BUILD [--shots DIR] [--only WORD]
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { councilTests } from "./council.mjs";
import { formTests } from "./forms.mjs";
import { languageTests } from "./languages.mjs";
import { narrowTests } from "./narrow.mjs";
import { residentTests } from "./resident.mjs";
import { startBrowser, startServer } from "./server.mjs";
import { soundTests } from "./sound.mjs";

const build = process.argv[2];
if (!build || build.startsWith("--")) {
  console.error("usage: node tests/e2e/run.mjs BUILD [--shots DIR] [--only WORD]");
  process.exit(2);
}
const option = (name) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? null : process.argv[at + 1];
};
const shots = option("--shots");
const only = option("--only");
if (shots) mkdirSync(shots, { recursive: true });

const server = await startServer(resolve(build));
const browser = await startBrowser();
let passed = 0;
let failed = 0;

/** What a test gets: fresh contexts whose requests to other hosts fail the test, and pictures when asked for. */
function world(foreign, contexts) {
  return {
    url: server.url,
    password: server.password,
    speak: server.speak,
    run: server.run,
    open: server.open,
    async context(settings) {
      const context = await browser.newContext({ locale: "nl-NL", baseURL: server.url, ...settings });
      context.on("request", (request) => {
        if (!request.url().startsWith(server.url) && !/^(data|blob):/.test(request.url())) foreign.push(request.url());
      });
      context.setDefaultTimeout(20_000);
      contexts.push(context);
      return context;
    },
    async shot(page, name, full = false) {
      if (shots) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: full });
    },
  };
}

const tests = [...residentTests, ...councilTests, ...soundTests, ...languageTests, ...formTests, ...narrowTests];
for (const [name, test] of tests) {
  if (only && !name.includes(only)) continue;
  const foreign = [];
  const contexts = [];
  try {
    await test(world(foreign, contexts));
    if (foreign.length > 0) throw new Error(`asked other hosts: ${foreign.join(", ")}`);
    passed += 1;
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n        ${String(error.message ?? error).split("\n").slice(0, 12).join("\n        ")}`);
  } finally {
    for (const context of contexts) await context.close();
  }
}
await browser.close();
await server.stop();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
