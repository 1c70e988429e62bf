// SPDX-License-Identifier: EUPL-1.2
// Two builds of the server in turns on the same machine: the newer one's speed as a part of the older one's.
//   node tests/bench/pair.mjs OLDER NEWER [rounds] [seconds a round]      (two programs peilpunt-server)
// Each pair of runs follows directly on the other, in changing order; told are the medians of the rounds' ratios, with the
// smallest and the largest. A busy machine slows both.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [older, newer, rounds = "7", seconds = "4"] = process.argv.slice(2);
if (!newer) {
  console.error("usage: node tests/bench/pair.mjs OLDER NEWER [rounds] [seconds a round]");
  process.exit(2);
}
const here = dirname(fileURLToPath(import.meta.url));
const work = mkdtempSync(join(tmpdir(), "peilpunt-pair-"));
const day = (offset) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

function run(program, args) {
  const done = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 26 });
  if (done.status !== 0) throw new Error(`${program} ${args.join(" ")}: ${done.stderr}${done.stdout}`);
  return done.stdout;
}
let made = 0;
/** A server on an example of its own. */
async function serve(program) {
  const data = join(work, String(++made));
  run(program, ["demo", "--data", data]);
  const poll = JSON.parse(readFileSync(join(here, "poll.json"), "utf8"));
  Object.assign(poll, { opent: day(-2), sluit: day(60) });
  poll.verwachting.terugkoppelingOp = day(90);
  writeFileSync(join(work, "poll.json"), JSON.stringify(poll));
  run(program, ["poll", "import", join(work, "poll.json"), "--data", data]);
  run(program, ["poll", "publish", "fietsen", "--data", data]);
  const child = spawn(program, ["serve", "--data", data, "--listen", "127.0.0.1:0", "--threads", "2", "--no-rate-limits"],
    { stdio: ["ignore", "pipe", "inherit"] });
  const url = await new Promise((found, failed) => {
    let said = "";
    child.stdout.on("data", (bytes) => {
      const at = /(http:\/\/127\.0\.0\.1:\d+)\//.exec((said += bytes));
      if (at) found(at[1]);
    });
    child.on("exit", () => failed(new Error(said)));
  });
  return { url, stop: () => new Promise((done) => (child.once("exit", done), child.kill("SIGTERM"))) };
}
function load(script, connections, url) {
  const said = run("wrk", ["-t", "2", "-c", String(connections), "-d", `${seconds}s`, "-s", join(here, script), url]);
  const [, perSecond, , p99, errors] = /FIGURE ([\d.]+) ([\d.]+) ([\d.]+) (\d+)/.exec(said).map(Number);
  return { perSecond, p99, errors };
}

const kLoads = [
  ["submissions, 64 connections", "submit.lua", 64, "/"],
  ["submissions, 256 connections", "submit.lua", 256, "/"],
  ["start page", "get.lua", 64, "/velsen"],
  ["page of a poll", "get.lua", 64, "/peiling/fietsen"],

];
try {
  console.log(`${rounds} rounds of ${seconds} s; newer / older: median (smallest to largest)`);
  for (const [name, script, connections, path] of kLoads) {
    const ratios = { perSecond: [], p99: [] };
    const seen = [[], []];
    for (let round = 0; round < Number(rounds); ++round) {
      const order = round % 2 === 0 ? [0, 1] : [1, 0];
      const figures = [];
      for (const which of order) {
        const server = await serve([older, newer][which]);
        load(script, connections, server.url + path); // once unmeasured: caches, files, connections
        figures[which] = load(script, connections, server.url + path);
        await server.stop();
        if (figures[which].errors) console.log(`   ${figures[which].errors} errors of the ${["older", "newer"][which]}`);
        seen[which].push(figures[which].perSecond);
      }
      for (const what of ["perSecond", "p99"]) ratios[what].push(figures[1][what] / figures[0][what]);
    }
    const told = (list) => `${median(list).toFixed(2)} (${Math.min(...list).toFixed(2)} to ${Math.max(...list).toFixed(2)})`;
    console.log(`${name.padEnd(30)} ${told(ratios.perSecond)} of ${Math.round(median(seen[0]))}/s; p99 ${told(ratios.p99)}`);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
