// SPDX-License-Identifier: EUPL-1.2
// The real server, kiosks without a window, phones, and a bad network between them.
import { spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createServer, connect } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const upTo = (bound) => Math.floor(Math.random() * bound);

/** Waits until `what()` is true; false when it takes too long. */
export async function within(ms, what) {
  for (const end = Date.now() + ms; Date.now() < end; await pause(50)) if (await what()) return true;
  return false;
}

export const run = (program, args) => spawnSync(program, args, { encoding: "utf8", timeout: 120_000, maxBuffer: 1 << 30 });

/** The serving program on one folder, at the same port each time it starts. */
export class Server {
  constructor(build, data, preload) {
    Object.assign(this, { program: join(build, "peilpunt-server"), data, preload, port: 0, process: null });
  }
  async start() {
    const args = ["serve", "--data", this.data, "--listen", `127.0.0.1:${this.port}`, "--no-rate-limits"];
    const started = spawn(this.program, args, { stdio: ["ignore", "pipe", "ignore"], env: { ...process.env, ...this.preload } });
    this.process = started;
    let said = "";
    started.stdout.on("data", (bytes) => (said += bytes));
    started.on("exit", () => (this.process = this.process === started ? null : this.process));
    await within(20_000, () => /Peilpunt:.*:(\d+)\//.test(said) || this.process !== started);
    const found = /Peilpunt:.*:(\d+)\//.exec(said);
    if (found) this.port = Number(found[1]);
    return found !== null;
  }
  async kill() {
    const ending = this.process;
    if (!ending) return;
    const ended = new Promise((resolve) => ending.once("exit", resolve));
    ending.kill("SIGKILL");
    await ended;
  }
}

/** Passes bytes on to the server; cuts, holds up and sends twice when told to. */
export class Network {
  constructor(server) {
    this.server = server;
    this.faults = { cut: 0, delay: 0, twice: 0 };
    this.done = { cut: 0, dropped: 0, delayed: 0, doubled: 0 };
    this.joined = new Set();
    this.listener = createServer((client) => this.join(client));
  }
  async open() {
    await new Promise((resolve) => this.listener.listen(0, "127.0.0.1", resolve));
    this.port = this.listener.address().port;
  }
  close() {
    this.listener.close();
  }
  /** Breaks every connection that there is. */
  drop() {
    this.done.dropped += this.joined.size;
    for (const end of [...this.joined]) end();
  }
  join(client) {
    const server = connect(this.server.port, "127.0.0.1");
    const both = [client, server];
    const end = () => {
      this.joined.delete(end);
      both.forEach((one) => one.destroy());
    };
    this.joined.add(end);
    both.forEach((one) => one.on("error", end).on("close", end));
    const happens = (name) => Math.random() * 100 < this.faults[name];
    // Somewhere in the request or in the answer the line breaks.
    let left = happens("cut") ? upTo(3000) : Infinity;
    const hold = happens("delay") ? upTo(1500) : 0;
    if (hold > 0) this.done.delayed += 1;
    const again = happens("twice") ? connect(this.server.port, "127.0.0.1").on("error", () => {}) : null;
    if (again) this.done.doubled += 1;
    const pass = (from, to, copy) =>
      from.on("data", async (bytes) => {
        const some = bytes.subarray(0, left);
        left -= some.length;
        if (hold > 0) await pause(hold);
        to.write(some);
        copy?.write(some);
        if (left > 0) return;
        this.done.cut += 1;
        setTimeout(end, 1);
      });
    pass(client, server, again);
    pass(server, client, null);
    again?.on("data", () => {});
    client.on("close", () => again?.destroy());
  }
}

/** What was given, and whether somebody was thanked for it. */
export class Given {
  constructor() {
    this.all = new Map();
    this.number = 0;
  }
  next(who) {
    const text = `kanarie-${who}-${++this.number}-${Math.random().toString(36).slice(2, 8)}`;
    this.all.set(text, false);
    return text;
  }
  thank(text) {
    this.all.set(text, true);
  }
  thanked() {
    return [...this.all.values()].filter(Boolean).length;
  }
}

export class Kiosk {
  constructor(build, name, data, network, given, preload) {
    Object.assign(this, { program: join(build, "tests/faults/kiosk_driver"), name, data, network, given, preload, process: null, waiting: null });
  }
  start(code) {
    const args = [this.data, `http://127.0.0.1:${this.network.port}`, ...(code ? [code] : [])];
    const started = spawn(this.program, args, { stdio: ["pipe", "pipe", "ignore"], env: { ...process.env, ...this.preload } });
    this.process = started;
    started.stdin.on("error", () => {});
    started.on("exit", () => (this.process = this.process === started ? null : this.process));
    createInterface({ input: started.stdout }).on("line", (line) => {
      const [word, text] = line.split(" ");
      if (word === "dank") this.given.thank(text);
      if (word === "wacht") this.waiting = Number(text);
    });
  }
  give() {
    this.process?.stdin.write(`geef ${this.given.next(this.name)}\n`);
  }
  /** How many wait there; null when it does not say. */
  async ask() {
    this.waiting = null;
    this.process?.stdin.write("wacht\n");
    await within(2000, () => this.waiting !== null || !this.process);
    return this.waiting;
  }
  async kill() {
    const ending = this.process;
    if (!ending) return;
    const ended = new Promise((resolve) => ending.once("close", resolve));
    ending.kill("SIGKILL");
    await ended;
  }
}

/** Posts signals straight to the server, as phones do; the same one again when no answer came. */
export class Phone {
  constructor(server, given) {
    Object.assign(this, { server, given });
  }
  async give() {
    const text = this.given.next("telefoon");
    const body = JSON.stringify({ id: randomUUID(), tekst: `De lamp is stuk ${text}.`, gemeente: "GM0453", taal: "nl" });
    for (let tries = 0; tries < 3; ++tries) {
      try {
        const reply = await fetch(`http://127.0.0.1:${this.server.port}/api/v1/signalen`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body,
          signal: AbortSignal.timeout(5000),
        });
        await reply.arrayBuffer();
        if (reply.status === 201 || reply.status === 200) return this.given.thank(text);
        return;
      } catch {
        await pause(20);
      }
    }
  }
}

/** Every text that was given and is in the database, as often as it is there. */
export function stored(database) {
  const sql = "SELECT hex(words) FROM signals ORDER BY day, part, id, piece; SELECT hex(body) FROM quarantine ORDER BY id, piece;";
  const read = run("sqlite3", [`file:${database}?mode=ro`, sql]);
  if (read.status !== 0) throw new Error(`cannot read ${database}: ${read.stderr}`);
  const text = Buffer.from(read.stdout.replaceAll("\n", ""), "hex").toString("latin1");
  const times = new Map();
  for (const [word] of text.matchAll(/kanarie-[a-z0-9]+-\d+-[a-z0-9]+/g)) times.set(word, (times.get(word) ?? 0) + 1);
  return times;
}

/** What is wrong with it: lost, doubled, invented; empty when all is as it must be. */
export function wrongs(given, times) {
  const wrong = [];
  for (const [text, thanked] of given.all) {
    const count = times.get(text) ?? 0;
    if (count > 1) wrong.push(`doubled: ${text}`);
    if (thanked && count === 0) wrong.push(`lost: ${text}`);
  }
  for (const text of times.keys()) if (!given.all.has(text)) wrong.push(`invented: ${text}`);
  return wrong;
}
