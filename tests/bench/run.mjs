// SPDX-License-Identifier: EUPL-1.2
// Each figure beside its yardstick in the same run, three times; the medians go into docs/performance.md.
// Usage: node run.mjs BUILD PERFORMANCE.md [seconds] [sizes, comma separated]
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { cpus, tmpdir, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [build, target, seconds = "4", sizes = "10000,100000,1000000"] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const work = mkdtempSync(join(tmpdir(), "peilpunt-bench-"));
const server = join(build, "peilpunt-server");
const yardstick = join(build, "tests/bench/bench_yardstick");
const filler = join(build, "tests/bench/bench_fill");
const pgBin = (() => {
  try {
    const found = readdirSync("/usr/lib/postgresql").sort((a, b) => Number(b) - Number(a))[0];
    return join("/usr/lib/postgresql", found, "bin");
  } catch {
    return undefined;
  }
})();
const rounds = 3;
const running = [];
const rows = [];

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const spread = (list) => `${Math.min(...list).toFixed(0)}–${Math.max(...list).toFixed(0)}`;
const round = (number) => (number >= 100 ? Math.round(number).toLocaleString("en-GB") : number.toFixed(2));
function note(what, ours, yard, unit, extra = "") {
  const ratio = yard ? (median(ours) / median(yard.values)).toFixed(2) : "";
  const line = [what, `${round(median(ours))} ${unit}`, spread(ours), yard ? `${yard.name}: ${round(median(yard.values))}` : "",
    yard ? spread(yard.values) : "", ratio, extra];
  rows.push(line);
  console.log(line.join(" | "));
}
const heading = (text) => {
  rows.push([text]);
  console.log(`--- ${text}`);
};

function run(program, args, options = {}) {
  const done = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 26, timeout: 1_800_000, ...options });
  if (done.status !== 0) throw new Error(`${program} ${args.join(" ")}: ${done.stderr || done.stdout || done.error}`);
  return done.stdout;
}
/** Starts a child; resolves with what `pattern` finds in its output. */
function start(program, args, pattern, options = {}) {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"], ...options });
  running.push(child);
  let said = "";
  return new Promise((resolve, reject) => {
    const look = (bytes) => {
      said += bytes;
      const found = pattern.exec(said);
      if (found) resolve({ child, found });
    };
    child.stdout.on("data", look);
    child.stderr.on("data", look);
    child.on("exit", (code) => reject(new Error(`${program} ended with ${code}: ${said}`)));
  });
}
const stop = (child, signal = "SIGTERM") =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", resolve);
    child.kill(signal);
  });
const freePort = () =>
  new Promise((resolve) => {
    const socket = createServer().listen(0, "127.0.0.1", () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
const residentMiB = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
/** CPU seconds that a process and its threads used. */
const cpuSeconds = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
};

function wrk(script, connections, url, time = seconds) {
  const args = ["-t", connections > 1 ? "2" : "1", "-c", String(connections), "-d", `${time}s`, "-s", join(here, script), url];
  const found = /FIGURE ([\d.]+) ([\d.]+) ([\d.]+) (\d+)/.exec(run("wrk", args));
  return { perSecond: Number(found[1]), p50: Number(found[2]), p99: Number(found[3]), errors: Number(found[4]) };
}

/** Submissions with the CPU, in microseconds each, that process `pid` used for them. */
function wrkWithCpu(connections, url, pid) {
  const before = cpuSeconds(pid);
  const figure = wrk("submit.lua", connections, url);
  return { ...figure, cpu: ((cpuSeconds(pid) - before) / (figure.perSecond * Number(seconds))) * 1e6 };
}

const today = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
function makeData(name, database) {
  const data = join(work, name);
  const also = database ? ["--database", database] : [];
  run(server, ["demo", "--data", data, ...also]);
  // The example makes its password anew each time; this one is known here.
  run(server, ["user", "reset", "regio", "--data", data, ...also], { input: "duin-en-dijk-2026\n" });
  const poll = JSON.parse(readFileSync(join(here, "poll.json"), "utf8"));
  Object.assign(poll, { opent: today(-2), sluit: today(60) });
  poll.verwachting.terugkoppelingOp = today(90);
  writeFileSync(join(work, "poll.json"), JSON.stringify(poll));
  run(server, ["poll", "import", join(work, "poll.json"), "--data", data, ...also]);
  run(server, ["poll", "publish", "fietsen", "--data", data, ...also]);
  return data;
}
async function serve(data, extra = []) {
  const { child, found } = await start(server, ["serve", "--data", data, "--listen", "127.0.0.1:0", "--threads", "2", "--no-rate-limits", ...extra],
    /(https?:\/\/127\.0\.0\.1:\d+)\//);
  return { child, url: found[1] };
}
const certificate = [join(work, "certificate.pem"), join(work, "key.pem")];

async function submissions() {
  heading("Submissions: JSON over HTTP, each answered after its commit (SQLite)");
  const bare = await start(yardstick, ["beast"], /^(\d+)\n/);
  const bareUrl = `http://127.0.0.1:${bare.found[1]}`;
  for (const connections of [1, 16, 64, 256]) {
    const ours = [], beast = [], raw = [], p99 = [], cpu = [], beastCpu = [];
    for (let i = 0; i < rounds; ++i) {
      const { child, url } = await serve(makeData(`submit-${connections}-${i}`));
      const yard = wrkWithCpu(connections, bareUrl, bare.child.pid);
      beast.push(yard.perSecond);
      beastCpu.push(yard.cpu);
      const figure = wrkWithCpu(connections, url, child.pid);
      cpu.push(figure.cpu);
      ours.push(figure.perSecond);
      p99.push(figure.p99);
      if (figure.errors) console.log(`   ${figure.errors} errors`);
      raw.push(Number(run(yardstick, ["sqlite", String(connections), String(Number(seconds) / 2)])));
      await stop(child);
    }
    const extra = `p99 ${median(p99).toFixed(1)} ms`;
    note(`${connections} connections`, ours, { name: "bare Beast, stores nothing", values: beast }, "/s", extra);
    note(`${connections} connections`, ours, { name: `raw SQLite, ${connections} a commit`, values: raw }, "/s");
    note(`${connections} connections: CPU each`, cpu, { name: "bare Beast", values: beastCpu }, "µs");
  }
  await stop(bare.child);
}

async function submissionsTls() {
  heading("The same over TLS 1.3, 64 connections");
  const bare = await start(yardstick, ["beast", ...certificate], /^(\d+)\n/);
  const ours = [], beast = [], p99 = [];
  const { child, url } = await serve(makeData("tls"), ["--tls-cert", certificate[0], "--tls-key", certificate[1]]);
  for (let i = 0; i < rounds; ++i) {
    beast.push(wrk("submit.lua", 64, `https://127.0.0.1:${bare.found[1]}`).perSecond);
    const figure = wrk("submit.lua", 64, url);
    ours.push(figure.perSecond);
    p99.push(figure.p99);
  }
  note("durable submissions, TLS", ours, { name: "bare Beast TLS", values: beast }, "/s", `p99 ${median(p99).toFixed(1)} ms`);
  await stop(child);
  await stop(bare.child);
}

async function pages() {
  heading("Public pages beside nginx serving the same bytes from a file, 64 connections");
  const data = makeData("pages");
  const paths = ["/peiling/fietsen", "/"];
  for (const tls of [false, true]) {
    const { child, url } = await serve(data, tls ? ["--tls-cert", certificate[0], "--tls-key", certificate[1]] : []);
    const port = await freePort();
    const root = join(work, `nginx-${tls}`);
    mkdirSync(root);
    for (const [i, path] of paths.entries()) {
      const body = run("curl", ["-sk", url + path]);
      writeFileSync(join(root, `${i}.html`), body);
    }
    writeFileSync(join(root, "nginx.conf"), `daemon off; worker_processes 2; pid ${root}/pid; error_log stderr; user root;
events { worker_connections 1024; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; open_file_cache max=100; types { text/html html; }
client_body_temp_path ${root}/a; proxy_temp_path ${root}/b; fastcgi_temp_path ${root}/c; uwsgi_temp_path ${root}/d; scgi_temp_path ${root}/e;
server { listen 127.0.0.1:${port}${tls ? " ssl" : ""}; ${tls ? `ssl_certificate ${certificate[0]}; ssl_certificate_key ${certificate[1]}; ssl_protocols TLSv1.3;` : ""} root ${root}; } }`);
    const nginx = spawn("nginx", ["-c", join(root, "nginx.conf"), "-p", root], { stdio: "ignore" });
    running.push(nginx);
    const base = `http${tls ? "s" : ""}://127.0.0.1:${port}`;
    for (let i = 0; i < 100 && spawnSync("curl", ["-sk", "-o", "/dev/null", base]).status !== 0; ++i);
    for (const [i, path] of paths.entries()) {
      const ours = [], theirs = [];
      for (let n = 0; n < rounds; ++n) {
        theirs.push(wrk("get.lua", 64, `${base}/${i}.html`).perSecond);
        ours.push(wrk("get.lua", 64, url + path).perSecond);
      }
      const size = readFileSync(join(root, `${i}.html`)).length;
      note(`\`${path}\`${tls ? " TLS" : ""}, ${size} bytes`, ours, { name: "nginx", values: theirs }, "/s");
    }
    await stop(nginx);
    await stop(child);
  }
}

const onDatabase = (database) => (database ? ", on PostgreSQL" : "");

function syncQueue(database) {
  heading(`A kiosk that comes back with 10,000 answers (batches of 100)${onDatabase(database)}`);
  const data = makeData(`sync${onDatabase(database)}`, database);
  const ours = [];
  for (let i = 0; i < rounds; ++i) ours.push(Number(run(filler, ["sync", data, database ?? "-", "10000"]).split(" ")[0]));
  note("server's time for all", ours, undefined, "s", `${((median(ours) / 10000) * 1e6).toFixed(0)} µs each; target 2 s, 100 µs`);
}

function storm(database) {
  heading(`500 kiosks of 200 answers come back at once, while 8 phones go on${onDatabase(database)}`);
  const text = run(join(build, "tests/bench/storm_bench"), ["500", "200", ...(database ? [database] : [])]);
  const figure = (pattern) => [Number(pattern.exec(text)[1])];
  note("until all are in", figure(/all in after ([\d.]+) s/), undefined, "s", /: (exactly once|WRONG)/.exec(text)[1]);
  note("a phone's submission meanwhile, p50", figure(/p50 ([\d.]+) ms/), undefined, "ms");
  note("p99", figure(/p99 ([\d.]+) ms/), undefined, "ms", "target 250 ms");
}

async function visits(database) {
  heading(`A whole visit: the poll's page, then its form, 16 connections${onDatabase(database)}`);
  const ours = [], p99 = [];
  const { child, url } = await serve(makeData(`visits${onDatabase(database)}`, database), database ? ["--database", database] : []);
  for (let i = 0; i < rounds; ++i) {
    const figure = wrk("visit.lua", 16, url);
    if (figure.errors) throw new Error(`${figure.errors} visits failed`);
    ours.push(figure.perSecond);
    p99.push(figure.p99);
  }
  note("visits, each answered after its commit", ours, undefined, "/s", `p99 of a request ${median(p99).toFixed(1)} ms; target 10,000/s`);
  await stop(child);
}

/** What 64 well-behaved connections notice of clients that are not: their p99 before and meanwhile. */
async function badClients() {
  heading("Bad clients, while 64 others submit: the others' p99 in ms; at most twice that without them");
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  for (const scenario of ["idle", "slow-heads", "slow-bodies", "slow-readers", "pipelines", "large-heads", "large-bodies", "flood"]) {
    const calm = [], meanwhile = [], memory = [];
    let said = "";
    const { child, url } = await serve(makeData(`bad-${scenario}`));
    for (let i = 0; i < rounds; ++i) {
      calm.push(wrk("submit.lua", 64, url).p99);
      const time = Number(seconds) + 4;
      const { child: crowd } = await start(join(build, "tests/bench/bench_bad_clients"), [scenario, new URL(url).port, String(time)], /ready/);
      crowd.stdout.on("data", (bytes) => (said = String(bytes).trim()));
      await wait(1000); // until the server has accepted them all
      const figure = wrk("submit.lua", 64, url);
      if (figure.errors) console.log(`   ${figure.errors} errors of those who behave`);
      meanwhile.push(figure.p99);
      memory.push(residentMiB(child.pid));
      await stop(crowd, "SIGCONT");
      await wait(1000); // until the server has closed them
    }
    note(scenario, meanwhile, { name: "without them", values: calm }, "ms", `${median(memory).toFixed(0)} MiB; ${said.replace("ready", "").trim()}`);
    await stop(child);
  }
}

/** Signs in; the cookie. */
async function signIn(url) {
  const page = await fetch(`${url}/raad/aanmelden`);
  const html = await page.text();
  const form = new URLSearchParams();
  for (const [, name, value] of html.matchAll(/<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g)) form.set(name, value);
  form.set("naam", "regio");
  form.set("wachtwoord", "duin-en-dijk-2026");
  const cookies = page.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  const reply = await fetch(`${url}/raad/aanmelden`, { method: "POST", redirect: "manual", body: form,
    headers: { origin: url, cookie: cookies.join("; ") } });
  return [...cookies, ...reply.headers.getSetCookie().map((cookie) => cookie.split(";")[0])].join("; ");
}
async function p95(url, cookie, times = 60) {
  const taken = [];
  for (let i = 0; i < times; ++i) {
    const before = performance.now();
    const reply = await fetch(url, { headers: { cookie }, redirect: "manual" });
    await reply.text();
    if (reply.status !== 200) throw new Error(`${url}: ${reply.status}`);
    taken.push(performance.now() - before);
  }
  return taken.sort((a, b) => a - b)[Math.floor(times * 0.95)];
}

async function growth(database) {
  const on = database ? "PostgreSQL" : "SQLite";
  heading(`Growth on ${on}: so many responses and as many signals`);
  for (const size of sizes.split(",").map(Number)) {
    const url = database?.(`size_${size}`);
    const data = makeData(`size-${size}-${on}`, url);
    const also = url ? ["--database", url] : [];
    const [responses, signals] = run(filler, ["fill", data, url ?? "-", String(size), String(size)]).split(" ");
    const text = size.toLocaleString("en-GB");
    note(`${text}: store alone, responses`, [Number(responses)], undefined, "/s", `signals ${round(Number(signals))}/s`);
    const night = performance.now();
    run(server, ["purge", "--data", data, ...also]); // all of it came in on one day
    note(`${text}: the night after that day`, [(performance.now() - night) / 1000], undefined, "s");
    const before = performance.now();
    const { child, url: at } = await serve(data, also);
    await fetch(`${at}/peiling/fietsen`);
    note(`${text}: start to first page`, [performance.now() - before], undefined, "ms", "target 100 ms");
    const idle = residentMiB(child.pid);
    const loads = Array.from({ length: rounds }, () => wrk("submit.lua", 64, at));
    note(`${text}: submissions, 64 connections`, loads.map((load) => load.perSecond), undefined, "/s",
      `p99 ${median(loads.map((load) => load.p99)).toFixed(1)} ms`);
    const cookie = await signIn(at);
    for (const path of ["/raad", "/raad/signalen", "/raad/signalen?thema=jeugd&gemeente=GM0375", "/raad/inzicht"])
      note(`${text}: \`${path}\` p95`, [await p95(at + path, cookie)], undefined, "ms", "target 50 ms");
    note(`${text}: memory`, [residentMiB(child.pid)], undefined, "MiB", `${idle.toFixed(0)} MiB before the load`);
    await stop(child);
    const out = join(work, `export-${size}-${on}`);
    mkdirSync(out);
    const exporting = performance.now();
    run(server, ["export", out, "--data", data, ...also]);
    note(`${text}: export of all released figures`, [(performance.now() - exporting) / 1000], undefined, "s");
    const check = performance.now();
    run(server, ["verify", "--data", data, ...also]);
    note(`${text}: recount of everything (verify)`, [(performance.now() - check) / 1000], undefined, "s");
    rmSync(data, { recursive: true });
  }
}

async function postgres() {
  if (!pgBin) return undefined;
  const data = join(work, "cluster");
  const who = process.getuid() === 0 ? { uid: Number(execFileSync("id", ["-u", "postgres"])), gid: Number(execFileSync("id", ["-g", "postgres"])) } : {};
  mkdirSync(data);
  if (who.uid) chownSync(data, who.uid, who.gid);
  if (who.uid) chownSync(work, who.uid, who.gid);
  run(join(pgBin, "initdb"), ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"], { ...who, cwd: "/" });
  const port = await freePort();
  const { child } = await start(join(pgBin, "postgres"), ["-D", data, "-p", String(port), "-c", "listen_addresses=127.0.0.1",
    "-c", "unix_socket_directories=", "-c", "max_connections=200", "-c", "shared_buffers=512MB", "-c", "max_wal_size=4GB"],
    /ready to accept connections/, { ...who, cwd: "/" });
  const admin = ["-h", "127.0.0.1", "-p", String(port), "-U", "postgres"];
  return {
    child,
    admin,
    make: (name) => {
      run(join(pgBin, "createdb"), [...admin, name]);
      return `postgresql://postgres@127.0.0.1:${port}/${name}`;
    },
  };
}

async function submissionsPostgres(cluster) {
  heading("Submissions on PostgreSQL 15, synchronous_commit=on");
  cluster.make("pgbench");
  const psql = (sql) => run(join(pgBin, "psql"), [...cluster.admin, "-q", "-c", sql, "pgbench"]);
  psql("CREATE TABLE rows(id uuid PRIMARY KEY, body text)");
  writeFileSync(join(work, "one.sql"), "INSERT INTO rows VALUES(gen_random_uuid(), repeat('a', 400));\n");
  for (const connections of [1, 16, 64, 256]) {
    const ours = [], theirs = [], p99 = [];
    for (let i = 0; i < rounds; ++i) {
      const clients = Math.min(connections, 100);
      const text = run(join(pgBin, "pgbench"), [...cluster.admin, "-n", "-M", "prepared", "-f", join(work, "one.sql"), "-c",
        String(clients), "-j", clients > 1 ? "2" : "1", "-T", String(Math.max(6, Number(seconds))), "pgbench"]);
      theirs.push(Number(/tps = ([\d.]+)/.exec(text)?.[1] ?? 0));
      const url = cluster.make(`submit_${connections}_${i}`);
      const { child, url: at } = await serve(makeData(`pg-${connections}-${i}`, url), ["--database", url]);
      const figure = wrk("submit.lua", connections, at);
      ours.push(figure.perSecond);
      p99.push(figure.p99);
      await stop(child);
    }
    note(`${connections} connections`, ours, { name: "pgbench, one row a transaction", values: theirs }, "/s",
      `p99 ${median(p99).toFixed(1)} ms`);
  }
}

function write() {
  const commit = spawnSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8", cwd: here }).stdout.trim();
  const version = (program, args) => (spawnSync(program, args, { encoding: "utf8" }).stdout || "").split("\n")[0];
  const lines = [`Commit ${commit}, ${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0].model}, ` +
    `${Math.round(totalmem() / 2 ** 30)} GiB, ${version("uname", ["-sr"])}. ${version("g++", ["--version"])}; SQLite ` +
    `${version("sqlite3", ["--version"]).split(" ")[0]}; ${pgBin ? version(join(pgBin, "postgres"), ["--version"]) : ""}; ` +
    `${spawnSync("nginx", ["-v"], { encoding: "utf8" }).stderr.trim()}. Load and server share the cores. ${rounds} rounds of ` +
    `${seconds} s, medians; load of others on the machine during the run: ${readFileSync("/proc/loadavg", "utf8").split(" ")[2]}.`, ""];
  const cache = readFileSync(join(build, "CMakeCache.txt"), "utf8");
  const type = /CMAKE_BUILD_TYPE:\w+=(\w+)/.exec(cache)[1];
  lines.splice(1, 0, `Build: ${type}, ${new RegExp(`CMAKE_CXX_FLAGS_${type.toUpperCase()}:\\w+=(.*)`).exec(cache)?.[1] ?? ""}.`);
  let open = false;
  for (const row of rows) {
    if (row.length === 1) {
      lines.push("", `### ${row[0]}`, "", "| what | median | spread | yardstick | spread | ratio | |", "| --- | --- | --- | --- | --- | --- | --- |");
      open = true;
    } else if (open) lines.push(`| ${row.join(" | ")} |`);
  }
  const before = readFileSync(target, "utf8");
  const mark = "<!-- figures: written by tools/bench -->";
  writeFileSync(target, `${before.split(mark)[0]}${mark}\n${lines.join("\n")}\n`);
}

try {
  run("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
    "-keyout", certificate[1], "-out", certificate[0]]);
  const only = process.env.PEILPUNT_BENCH_ONLY?.split(",");
  const wanted = (name) => !only || only.includes(name);
  if (wanted("submit")) await submissions();
  if (wanted("tls")) await submissionsTls();
  if (wanted("pages")) await pages();
  if (wanted("visits")) await visits();
  if (wanted("bad")) await badClients();
  if (wanted("sync")) syncQueue();
  if (wanted("storm")) storm();
  if (wanted("growth")) await growth();
  const onPostgres = ["postgres", "visits-postgres", "sync-postgres", "storm-postgres", "growth-postgres"];
  if (onPostgres.some(wanted)) {
    const cluster = await postgres();
    if (cluster) {
      if (wanted("postgres")) await submissionsPostgres(cluster);
      if (wanted("visits-postgres")) await visits(cluster.make("visits"));
      if (wanted("sync-postgres")) syncQueue(cluster.make("sync"));
      if (wanted("storm-postgres")) storm(cluster.make("storm"));
      if (wanted("growth-postgres")) await growth(cluster.make);
      await stop(cluster.child, "SIGINT");
    }
  }
  write();
} finally {
  for (const child of running) child.kill("SIGKILL");
  rmSync(work, { recursive: true, force: true });
}
