// SPDX-License-Identifier: EUPL-1.2
// The regional set-up on loopback, as child processes: 3 etcd, 3 Patroni with PostgreSQL, HAProxy, 2 peilpunt-servers.
// Phones send answers; the primary is killed in between; then every acknowledged answer is asked for again.
// Usage: node docs/cluster/run.mjs BUILD [--async] [--seconds N]      (see README.md)
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const words = process.argv.slice(2);
const build = resolve(words.find((word) => !word.startsWith("--")) ?? "build/release");
const synchronous = !words.includes("--async");
const seconds = Number(words[words.indexOf("--seconds") + 1] || 60);
const here = dirname(fileURLToPath(import.meta.url));
const work = mkdtempSync(join(tmpdir(), "peilpunt-cluster-"));
const server = join(build, "peilpunt-server");
const pgBin = join("/usr/lib/postgresql", readdirSync("/usr/lib/postgresql").sort((a, b) => b - a)[0], "bin");
// PostgreSQL refuses root.
const who = process.getuid() === 0
  ? { uid: Number(execFileSync("id", ["-u", "postgres"])), gid: Number(execFileSync("id", ["-g", "postgres"])) } : {};
const children = [];
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const say = (text) => console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${text}`);
const began = performance.now();

function child(name, program, args, options = {}) {
  const process_ = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], cwd: work, detached: true, ...options });
  const log = [];
  for (const stream of [process_.stdout, process_.stderr]) stream.on("data", (bytes) => log.push(bytes.toString()));
  const entry = { name, process: process_, log };
  children.push(entry);
  return entry;
}
const end = (entry, signal) => {
  try {
    process.kill(-entry.process.pid, signal);
  } catch { /* gone already */ }
};
const freePort = () =>
  new Promise((resolve) => {
    const socket = createServer().listen(0, "127.0.0.1", () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
async function until(what, check, limit = 90_000) {
  const deadline = performance.now() + limit;
  while (performance.now() < deadline) {
    const found = await check().catch(() => undefined);
    if (found) return found;
    await wait(300);
  }
  throw new Error(`${what} did not happen in ${limit / 1000} s`);
}
const run = (program, args) => {
  const done = spawnSync(program, args, { encoding: "utf8", cwd: work });
  if (done.status !== 0) throw new Error(`${program} ${args.join(" ")}: ${done.stderr}`);
  return done.stdout;
};

async function startEtcd() {
  const nodes = [];
  for (let i = 0; i < 3; ++i) nodes.push({ name: `etcd${i}`, client: await freePort(), peer: await freePort() });
  const all = nodes.map((node) => `${node.name}=http://127.0.0.1:${node.peer}`).join(",");
  for (const node of nodes)
    child(node.name, "etcd", ["--name", node.name, "--data-dir", join(work, node.name), "--initial-cluster", all,
      "--initial-cluster-state", "new", "--listen-client-urls", `http://127.0.0.1:${node.client}`,
      "--advertise-client-urls", `http://127.0.0.1:${node.client}`, "--listen-peer-urls", `http://127.0.0.1:${node.peer}`,
      "--initial-advertise-peer-urls", `http://127.0.0.1:${node.peer}`], who);
  return nodes.map((node) => `127.0.0.1:${node.client}`);
}

async function startPatroni(etcd) {
  const nodes = [];
  for (let i = 0; i < 3; ++i) {
    const node = { name: `pg${i}`, rest: await freePort(), port: await freePort() };
    const template = readFileSync(join(here, "patroni.yml"), "utf8");
    const values = { NAME: node.name, REST: node.rest, PORT: node.port, ETCD: etcd.join(","), DATA: join(work, node.name),
      BIN: pgBin, SYNCHRONOUS: String(synchronous), WORK: work };
    const file = join(work, `${node.name}.yml`);
    writeFileSync(file, template.replace(/\{\{(\w+)\}\}/g, (_, key) => values[key]));
    node.entry = child(node.name, "patroni", [file], who);
    nodes.push(node);
  }
  return nodes;
}
const primaryOf = async (nodes) => {
  for (const node of nodes) {
    const reply = await fetch(`http://127.0.0.1:${node.rest}/primary`).catch(() => undefined);
    if (reply?.status === 200) return node;
  }
  return undefined;
};

async function startBalancer(nodes, servers) {
  const database = await freePort(), web = await freePort();
  const template = readFileSync(join(here, "haproxy.cfg"), "utf8");
  const lines = (list, text) => list.map((one, i) => `    server ${one.name ?? `web${i}`} 127.0.0.1:${one.port} ${text(one)}`).join("\n");
  const values = { DATABASE: database, WEB: web, NODES: lines(nodes, (node) => `check port ${node.rest}`),
    SERVERS: lines(servers, (one) => `send-proxy-v2 check port ${one.admin}`) };
  writeFileSync(join(work, "haproxy.cfg"), template.replace(/\{\{(\w+)\}\}/g, (_, key) => values[key]));
  child("haproxy", "haproxy", ["-db", "-f", join(work, "haproxy.cfg")]);
  return { database, web };
}

/** A phone: one answer after the other; the same id again until it is told "stored" or "was there". */
async function phone(url, state) {
  while (!state.stop) {
    const body = JSON.stringify({ id: randomUUID(), revisie: 1, gemeente: "GM0453", leeftijdsgroep: "16-17", taal: "nl",
      antwoorden: { v1: "dijk", v2: "ja", v3: "x".repeat(200) } });
    for (;;) {
      const status = await post(url, body);
      if (status === 200 || status === 201) {
        state.acknowledged.push(body);
        const now = performance.now();
        state.longest = Math.max(state.longest, now - state.last);
        state.last = now;
        break;
      }
      ++state.refused;
      await wait(200);
    }
  }
}
const post = (url, body) =>
  fetch(`${url}/api/v1/peilingen/fietsen/inzendingen`, { method: "POST", body, headers: { "content-type": "application/json" } })
    .then(async (reply) => (await reply.text(), reply.status))
    .catch(() => 0);

try {
  if (who.uid) chownSync(work, who.uid, who.gid);
  say(`3 etcd, 3 Patroni, ${synchronous ? "synchronous" : "asynchronous"} replication`);
  const nodes = await startPatroni(await startEtcd());
  const first = await until("a primary", () => primaryOf(nodes));
  say(`${first.name} is primary`);
  const servers = [];
  for (let i = 0; i < 2; ++i) servers.push({ port: await freePort(), admin: await freePort() });
  const ports = await startBalancer(nodes, servers);
  const database = `postgresql://postgres@127.0.0.1:${ports.database}/postgres`;
  // A cluster that just began has nobody to fail over to, and HAProxy believes every node until it has asked it: then
  // one connection in three ends at another.
  const ready = synchronous ? "count(*) FILTER (WHERE sync_state='sync')>0" : "count(*)=2";
  const says = () => spawnSync(join(pgBin, "psql"), [database, "-Atc", `SELECT ${ready} FROM pg_stat_replication`], { encoding: "utf8" });
  await until("the primary with its standbys, and only it", async () => Array.from({ length: 6 }, says).every((done) => done.stdout.trim() === "t"));
  const data = join(work, "data");
  mkdirSync(data);
  run(server, ["demo", "--data", data, "--database", database]);
  const poll = JSON.parse(readFileSync(join(here, "../../tests/bench/poll.json"), "utf8"));
  const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  Object.assign(poll, { opent: day(-2), sluit: day(60) });
  poll.verwachting.terugkoppelingOp = day(90);
  writeFileSync(join(work, "poll.json"), JSON.stringify(poll));
  run(server, ["poll", "import", join(work, "poll.json"), "--data", data, "--database", database]);
  run(server, ["poll", "publish", "fietsen", "--data", data, "--database", database]);
  for (const one of servers)
    one.entry = child("peilpunt", server, ["serve", "--data", data, "--database", database, "--listen", `127.0.0.1:${one.port}`,
      "--admin", `127.0.0.1:${one.admin}`, "--trusted-proxy", "127.0.0.1", "--proxy-protocol", "--no-rate-limits"]);
  const url = `http://127.0.0.1:${ports.web}`;
  await until("a server", async () => (await fetch(`${url}/api/v1/peilingen`)).status === 200);

  const state = { acknowledged: [], refused: 0, longest: 0, last: performance.now(), stop: false };
  const phones = Array.from({ length: 16 }, () => phone(url, state));
  await wait(5000);
  // What the primary acknowledges in its last second does not reach a standby: as when the network goes first.
  const senders = run(join(pgBin, "psql"), [database, "-Atc", "SELECT pid FROM pg_stat_replication"]).trim().split("\n").map(Number);
  for (const pid of senders) process.kill(pid, "SIGSTOP");
  say(`${state.acknowledged.length} answers acknowledged; the primary's way to its standbys is cut`);
  await wait(1000);
  say(`${state.acknowledged.length} answers acknowledged; kill -9 of ${first.name} with all its PostgreSQL processes`);
  state.longest = 0;
  end(first.entry, "SIGKILL");
  for (const pid of senders) process.kill(pid, "SIGKILL");
  spawnSync("pkill", ["-KILL", "-f", `^${pgBin}/postgres -D ${join(work, first.name)} `]);
  const second = await until("a new primary", async () => {
    const found = await primaryOf(nodes.filter((node) => node !== first));
    return found !== first && found;
  });
  say(`${second.name} is primary`);
  await wait(Math.max(5, seconds - 30) * 1000);
  say(`kill -9 of one of the two peilpunt-servers`);
  end(servers[0].entry, "SIGKILL");
  await wait(5000);
  state.stop = true;
  await Promise.all(phones);
  say(`${state.acknowledged.length} answers acknowledged, ${state.refused} attempts refused and repeated, longest time without ` +
    `any acknowledgement ${(state.longest / 1000).toFixed(1)} s`);

  const again = { there: 0, lost: 0 };
  const queue = [...state.acknowledged];
  await Promise.all(Array.from({ length: 8 }, async () => {
    for (let body = queue.pop(); body; body = queue.pop()) {
      let status = 0;
      while (status !== 200 && status !== 201) status = await post(url, body);
      ++again[status === 200 ? "there" : "lost"];
    }
  }));
  const stored = Number(run(join(pgBin, "psql"), [database, "-Atc", "SELECT count(*) FROM peilpunt.responses r JOIN peilpunt.polls p " +
    "ON p.id=r.poll AND p.revision=1 WHERE slug='fietsen' AND piece=0"]));
  say(`asked for again: ${again.there} were there, ${again.lost} were lost; ${stored} rows for ${state.acknowledged.length} answers`);
  say(run(server, ["verify", "--data", data, "--database", database]).trim());
  const lostNone = again.lost === 0 && stored === state.acknowledged.length;
  // The control has to lose some, or this run could not have shown it.
  process.exitCode = lostNone === synchronous ? 0 : 1;
} catch (error) {
  console.error(error.message);
  for (const entry of children) console.error(`--- ${entry.name}\n${entry.log.join("").split("\n").slice(-8).join("\n")}`);
  process.exitCode = 1;
} finally {
  for (const entry of children) end(entry, "SIGTERM");
  await wait(3000);
  for (const entry of children) end(entry, "SIGKILL");
  rmSync(work, { recursive: true, force: true });
}
