// SPDX-License-Identifier: EUPL-1.2
// Lints schemas/openapi.json: with the recommended rules of Spectral and Redocly, and with our own.
//   node tests/openapi/run.mjs
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import redocly from "@redocly/openapi-core";
import spectralCore from "@stoplight/spectral-core";
import spectralParsers from "@stoplight/spectral-parsers";
import spectralRulesets from "@stoplight/spectral-rulesets";
import { ownRules } from "./rules.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const file = join(root, "schemas/openapi.json");
const text = readFileSync(file, "utf8");

let passed = 0;
let failed = 0;
function check(name, faults) {
  if (faults.length === 0) {
    passed += 1;
    console.log(`ok      ${name}`);
    return;
  }
  failed += 1;
  console.log(`FAILED  ${name}`);
  for (const fault of faults) console.log(`        ${fault}`);
}

/** What Spectral has to say about a description: rule, place and message of each fault, warnings too. */
async function spectral(source, ruleset) {
  const linter = new spectralCore.Spectral();
  linter.setRuleset(ruleset);
  const found = await linter.run(new spectralCore.Document(source, spectralParsers.Json, file));
  return found.map(({ code, path, message }) => ({ rule: String(code), told: `${code} at ${path.join(".")}: ${message}` }));
}

function asRule({ given, judge }) {
  const judged = (value, options, context) => {
    const message = judge(value, context);
    return message ? [{ message }] : [];
  };
  return { given, severity: "error", message: "{{error}}", then: { function: judged } };
}

const own = { rules: Object.fromEntries(Object.entries(ownRules).map(([name, rule]) => [name, asRule(rule)])) };

const recommended = await spectral(text, { extends: [[spectralRulesets.oas, "recommended"]] });
check("recommended rules of Spectral", recommended.map(({ told }) => told));

const config = await redocly.createConfig({ extends: ["recommended"] });
const told = await redocly.lint({ ref: file, config });
check("recommended rules of Redocly", told.map((one) => `${one.ruleId} at ${one.location[0].pointer}: ${one.message}`));
const open = redocly.lintFromString({ source: text.replace(/"security": \[\],/, ""), config });
check("  finds a planted fault", (await open).some(({ ruleId }) => ruleId === "security-defined") ? [] : ["not found"]);

const faults = await spectral(text, own);
for (const [name, { plant }] of Object.entries(ownRules)) {
  check(name, faults.filter(({ rule }) => rule === name).map((fault) => fault.told));
  const api = JSON.parse(text);
  plant(api);
  const found = await spectral(JSON.stringify(api), own);
  check("  finds a planted fault", found.some(({ rule }) => rule === name) ? [] : ["not found"]);
}

// API-18: what changed in each version, and how long an old one stays, is told to those who use it.
const { version } = JSON.parse(text).info;
const history = readFileSync(join(root, "docs/api.md"), "utf8");
check("api-18-history", history.includes(`\n### ${version}\n`) ? [] : [`docs/api.md has no section for ${version}`]);

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
