// SPDX-License-Identifier: EUPL-1.2
// Real programs under load, with one kind of fault a round: killed programs, a bad network, full disks, disks that
// cannot sync. After each round everything comes to rest and the database is checked.
//   node tests/faults/run.mjs BUILD [--rounds N]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Given, Kiosk, Network, Phone, Server, pause, run, stored, within, wrongs } from "./world.mjs";

const build = resolve(process.argv[2] ?? "build/dev");
const rounds = Number(process.argv[process.argv.indexOf("--rounds") + 1]) || 16;
const work = mkdtempSync(join(tmpdir(), "peilpunt-faults-"));
const folder = (name) => join(work, name);
const upTo = (bound) => Math.floor(Math.random() * bound);

// A small disk of its own for each side, where this user may mount one.
const mounted = [];
function disk(name, size) {
  mkdirSync(folder(name), { recursive: true });
  if (run("mount", ["-t", "tmpfs", "-o", `size=${size},mode=700`, "none", folder(name)]).status === 0) mounted.push(folder(name));
  return join(folder(name), "data");
}
const serverData = disk("server", "64m");
const kioskData = disk("kiosk", "8m");
const smallDisks = mounted.length === 2;

function finish() {
  for (const path of mounted) run("umount", ["-l", path]);
  rmSync(work, { recursive: true, force: true });
}

const preload = (side) => ({ LD_PRELOAD: join(build, "tests/faults/libfailing_fsync.so"), FAILING_FSYNC: folder(`${side}-cannot-sync`) });
const given = new Given();
const server = new Server(build, serverData, preload("server"));
const network = new Network(server);
const kiosks = [0, 1].map((i) => new Kiosk(build, `kiosk${i}`, join(kioskData, `${i}`), network, given, preload("kiosk")));
const phone = new Phone(server, given);
const some = () => kiosks[upTo(kiosks.length)];

/** Fills a disk to the last byte until `end` is called. */
function fill(side) {
  const ballast = join(folder(side), "ballast");
  run("sh", ["-c", `head -c 1g /dev/zero > '${ballast}' 2>/dev/null`]);
  return () => rmSync(ballast, { force: true });
}

/** While `path` exists nothing may be acknowledged by `who`. */
async function cannotSync(side, who) {
  const flag = folder(`${side}-cannot-sync`);
  writeFileSync(flag, "");
  await pause(300); // what was under way ends
  const before = count(who);
  await pause(900);
  const during = count(who) - before;
  rmSync(flag);
  if (during > 0) throw new Error(`${during} acknowledged by a ${side} that cannot sync`);
}
const count = (who) => [...given.all].filter(([text, thanked]) => thanked && text.includes(who)).length;

const kinds = [
  ["process", "server killed", async () => {
    for (let i = 0; i < 3; ++i) {
      await pause(upTo(500));
      await server.kill();
      await server.start();
    }
  }],
  ["process", "kiosk killed", async () => {
    for (let i = 0; i < 4; ++i) {
      await pause(upTo(400));
      const one = some();
      await one.kill();
      one.start();
    }
  }],
  ["process", "both killed", async () => {
    await pause(upTo(500));
    await Promise.all([server.kill(), some().kill()]);
    await pause(upTo(500));
    await server.start();
  }],
  ["network", "cut, held up and sent twice", async () => {
    network.faults = { cut: 40, delay: 30, twice: 30 };
    // Kiosks keep their connection; each new one meets other faults.
    for (let i = 0; i < 10; ++i) {
      network.drop();
      await pause(250);
    }
  }],
  ["disk", "full at the server", smallDisks && (async () => {
    const empty = fill("server");
    await pause(1000);
    empty();
    await pause(300);
  })],
  ["disk", "full at the kiosk", smallDisks && (async () => {
    const empty = fill("kiosk");
    await pause(1000);
    empty();
    await pause(300);
  })],
  ["disk", "no sync at the server", async () => {
    await cannotSync("server", "telefoon");
    const before = count("telefoon");
    await pause(400);
    if (count("telefoon") > before) throw new Error("a server goes on after a failed sync as if nothing had happened");
    await server.kill();
    await server.start();
  }],
  ["disk", "no sync at the kiosk", () => cannotSync("kiosk", "kiosk")],
];

/** Everybody gives something now and again until `end`. */
function load() {
  const timers = [
    setInterval(() => kiosks.forEach((kiosk) => kiosk.give()), 25),
    setInterval(() => phone.give(), 15),
  ];
  return async () => {
    timers.forEach(clearInterval);
    await pause(100);
  };
}

/** All faults end; everything that waits arrives. */
async function rest() {
  network.faults = { cut: 0, delay: 0, twice: 0 };
  if (!server.process && !(await server.start())) return "the server does not start";
  for (const kiosk of kiosks) if (!kiosk.process) kiosk.start();
  const empty = await within(40_000, async () => {
    for (const kiosk of kiosks) {
      if (!kiosk.process) kiosk.start();
      if ((await kiosk.ask()) !== 0) return false;
    }
    return true;
  });
  return empty ? "" : `still waiting 40 s after the last fault: ${kiosks.map((kiosk) => kiosk.waiting)}`;
}

const database = join(serverData, "peilpunt.db");
const verify = (data) => run(server.program, ["verify", "--data", data]);

/** Each check must see what it is for. */
function controls() {
  const missed = [];
  const more = new Given();
  for (const [text, thanked] of given.all) more.all.set(text, thanked);
  more.thank("kanarie-niemand-1-abcdef");
  if (wrongs(more, stored(database)).length === 0) missed.push("a loss");
  const [text] = stored(database).keys();
  more.all.delete("kanarie-niemand-1-abcdef");
  more.all.delete(text);
  if (wrongs(more, stored(database)).length === 0) missed.push("an invention");
  const copy = folder("copy");
  if (run(server.program, ["backup", copy, "--data", serverData]).status !== 0) return ["a backup"];
  run("sqlite3", [join(copy, "peilpunt.db"), "INSERT INTO signals SELECT day, part, randomblob(16), piece, municipality, area, theme, perspective, channel, venue, language, is_read, words FROM signals WHERE id=(SELECT id FROM signals WHERE CAST(words AS TEXT) LIKE '%kanarie%' LIMIT 1)"]);
  if (wrongs(given, stored(join(copy, "peilpunt.db"))).length === 0) missed.push("a doubling");
  if (verify(copy).status === 0) missed.push("a count that is wrong");
  return missed;
}

const table = new Map();
let failed = 0;
try {
  if (run(server.program, ["demo", "--data", serverData]).status !== 0) throw new Error("demo failed");
  if (!(await server.start())) throw new Error("the server does not start");
  await network.open();
  for (const [i, kiosk] of kiosks.entries()) {
    const code = run(server.program, ["kiosk", "pair", "--data", serverData, "--venue", `Plek ${i}`, "--municipality", "GM0453"]).stdout.trim();
    mkdirSync(kiosk.data, { recursive: true });
    kiosk.start(code.split(/\s+/).pop());
    if (!(await within(20_000, async () => (await kiosk.ask()) === 0))) throw new Error("a kiosk does not pair");
    await kiosk.kill();
    kiosk.start();
  }
  for (let round = 0; round < rounds; ++round) {
    const [layer, name, fault] = kinds[round % kinds.length];
    const row = table.get(name) ?? { layer, name, runs: 0, outcome: fault ? "ok" : "skipped: may not mount a small disk here" };
    table.set(name, row);
    if (!fault) continue;
    row.runs += 1;
    const stop = load();
    let problem = "";
    try {
      await pause(200);
      await fault();
    } catch (error) {
      problem = error.message;
    }
    await stop();
    problem ||= await rest();
    problem ||= wrongs(given, stored(database)).slice(0, 3).join("; ");
    const checked = verify(serverData);
    if (checked.status !== 0) problem ||= `verify: ${checked.stderr.split("\n")[0]}`;
    if (!problem) continue;
    failed += 1;
    row.outcome = `round ${round}: ${problem}`;
    console.log(`FAILED  ${name}, ${row.outcome}`);
  }
  const missed = controls();
  failed += missed.length;
  for (const what of missed) console.log(`FAILED  the checks did not see ${what}`);
} catch (error) {
  failed += 1;
  console.log(`FAILED  ${error.stack}`);
}
network.close();
for (const kiosk of kiosks) await kiosk.kill();
await server.kill();
finish();

for (const row of table.values()) console.log(`${row.layer.padEnd(8)} ${row.name.padEnd(28)} ${String(row.runs).padStart(4)} rounds  ${row.outcome}`);
console.log(`${given.all.size} given, ${given.thanked()} thanked; connections cut ${network.done.cut} and dropped ${network.done.dropped}, held up ${network.done.delayed}, sent twice ${network.done.doubled}`);
console.log(`${table.size + 1 - Math.min(failed, table.size + 1)} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
