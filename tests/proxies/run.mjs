// SPDX-License-Identifier: EUPL-1.2
// The server behind real proxies, configured as docs/operating.md says.   node tests/proxies/run.mjs BUILD
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import https from "node:https";
import net from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const build = resolve(process.argv[2] ?? "build/dev");
const program = join(build, "peilpunt-server");
const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const work = mkdtempSync(join(tmpdir(), "peilpunt-proxies-"));
const data = join(work, "data");
const site = "https://peilpunt.example";
const children = [];

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
function run(command, args, options = {}) {
  const done = spawnSync(command, args, { encoding: "utf8", timeout: 300_000, ...options });
  if (done.status !== 0) throw new Error(`${command} ${args.join(" ")}: ${done.error ?? done.stderr}`);
  return done.stdout;
}
const freePort = () =>
  new Promise((done) => {
    const probe = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
function start(command, args) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  child.said = "";
  for (const out of [child.stdout, child.stderr]) out.on("data", (bytes) => (child.said += bytes));
  child.ended = new Promise((done) => child.once("exit", done));
  children.push(child);
  return child;
}
async function stop(child) {
  child.kill("SIGTERM");
  await Promise.race([child.ended, pause(15_000)]);
  child.kill("SIGKILL");
}

/** A block of docs/operating.md; every change must find what it changes. */
function block(language, changes) {
  const page = readFileSync(join(root, "docs/operating.md"), "utf8");
  let text = new RegExp(`\n\`\`\`${language}\n([^]*?)\n\`\`\`\n`).exec(page)?.[1];
  if (!text) throw new Error(`docs/operating.md has no block '${language}'`);
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`the block '${language}' has no '${from}'`);
    text = text.replaceAll(from, to);
  }
  return text;
}

async function serve(port, options) {
  const server = start(program, ["serve", "--data", data, "--listen", `127.0.0.1:${port}`, "--site", site, ...options]);
  for (let i = 0; i < 200 && !server.said.includes("Peilpunt:"); ++i) await pause(100);
  if (!server.said.includes("Peilpunt:")) throw new Error(`the server does not start: ${server.said}`);
  return server;
}
async function reachable(port, child) {
  for (let i = 0; i < 100; ++i) {
    const open = await new Promise((done) => {
      const socket = net.connect(port, "127.0.0.1", () => (socket.destroy(), done(true)));
      socket.on("error", () => done(false));
    });
    if (open) return;
    await pause(100);
  }
  throw new Error(`the proxy does not listen: ${child.said}`);
}

/** One request over TLS to a proxy from an address of the loopback net: `{status, headers, body}`. */
const ask = (port, from, method, path, headers = {}, body = "") =>
  new Promise((done, fail) => {
    const request = https.request(
      { host: "127.0.0.1", port, localAddress: from, method, path, rejectUnauthorized: false, servername: "peilpunt.example",
        headers: { Host: "peilpunt.example", ...headers, ...(body ? { "Content-Length": Buffer.byteLength(body) } : {}) } },
      (reply) => {
        let text = "";
        reply.setEncoding("utf8").on("data", (part) => (text += part));
        reply.on("end", () => done({ status: reply.statusCode, headers: reply.headers, body: text }));
      },
    );
    request.on("error", fail).setTimeout(30_000, () => request.destroy(new Error("no answer")));
    request.end(body);
  });
const form = { "Content-Type": "application/x-www-form-urlencoded" };
const json = { "Content-Type": "application/json" };

let passed = 0;
let failed = 0;
function check(name, good, seen = "") {
  good ? (passed += 1) : (failed += 1);
  console.log(`${good ? "ok      " : "FAILED  "}${name}${good ? "" : `: ${seen}`}`);
}

/** How many of `count` requests were turned away; so many at once, else a slow machine gives them a second minute. */
async function turnedAway(count, request, together = count) {
  let turned = 0;
  for (let first = 0; first < count; first += together) {
    const replies = await Promise.all(Array.from({ length: together }, (_, i) => request(first + i)));
    turned += replies.filter(({ status }) => status === 429).length;
  }
  return turned;
}
const pair = (port, from, headers = {}) => ask(port, from, "POST", "/api/v1/kiosken", { ...json, ...headers }, "{}");

/** One visitor that writes X-Forwarded-For itself, another that does not: how often was each turned away? */
async function limits(port, network) {
  const forged = (i) => ({ "X-Forwarded-For": [`198.51.${i}.1`, `203.0.${i}.9, 192.0.${i}.1`] });
  // Passwords are looked at one after the other and the queue for it is short, so ten at once. On a machine that needs
  // more than the minute for them the limit is not reached; the pairings tell the same then.
  const begun = performance.now();
  const signIns = await turnedAway(60, (i) =>
    ask(port, `127.${network}.1.1`, "POST", "/raad/aanmelden", { ...form, ...forged(i), Origin: site },
      `naam=niemand${i}&wachtwoord=niet-het-goede`), 10);
  const slow = performance.now() - begun > 50_000;
  const pairings = await turnedAway(90, (i) => pair(port, `127.${network}.2.1`, forged(i)));
  return { signIns, slow, pairings, other: await turnedAway(20, () => pair(port, `127.${network}.3.1`)) };
}

async function behaves(name, port, network) {
  const visitor = `127.${network}.9.1`;
  const home = await ask(port, visitor, "GET", "/");
  check(`${name}: the home page, with Strict-Transport-Security`,
    home.status === 200 && home.headers["strict-transport-security"], home.status);
  const own = await ask(port, visitor, "POST", "/signaal", { ...form, Origin: site }, "tekst=");
  check(`${name}: a form from the site is our own`, own.status !== 403, own.status);
  const renamed = await ask(port, visitor, "POST", "/signaal", { ...form, Origin: site, Host: "binnen.example" }, "tekst=");
  check(`${name}: also when Host is the proxy's name for us`, renamed.status !== 403, renamed.status);
  const foreign = await ask(port, visitor, "POST", "/signaal", { ...form, Origin: "https://elders.example" }, "tekst=");
  check(`${name}: a form from elsewhere is not`, foreign.status === 403, foreign.status);
  const signedIn = await ask(port, visitor, "POST", "/raad/aanmelden", { ...form, Origin: site },
    new URLSearchParams({ naam: "regio", wachtwoord: password }).toString());
  const cookies = (signedIn.headers["set-cookie"] ?? []).filter((one) => /^__Host-peilpunt=.*; Secure/.test(one));
  check(`${name}: the cookie is Secure`, signedIn.status === 303 && cookies.length > 0, `${signedIn.status} ${signedIn.headers["set-cookie"]}`);
  const batch = await ask(port, visitor, "POST", "/api/v1/synchronisaties", json, " ".repeat(1024 * 1024));
  check(`${name}: a batch of a whole megabyte arrives`, batch.status === 401 || batch.status === 400, batch.status);
  const turned = await limits(port, network);
  check(`${name}: 60 sign-ins with forged addresses are limited as one visitor's`, turned.slow || turned.signIns >= 20, turned.signIns);
  if (turned.slow) console.log("        (not seen: this machine took more than 50 s for them)");
  check(`${name}: 90 pairings with forged addresses are limited as one visitor's`, turned.pairings >= 20, turned.pairings);
  check(`${name}: another visitor is not`, turned.other === 0, turned.other);
}

let password = "";
try {
  password = /password '([^']+)'/.exec(run(program, ["demo", "--data", data]))?.[1];
  const chain = join(work, "chain.pem"), key = join(work, "key.pem"), both = join(work, "peilpunt.pem");
  run("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
    "/CN=peilpunt.example", "-keyout", key, "-out", chain]);
  writeFileSync(both, readFileSync(chain, "utf8") + readFileSync(key, "utf8"));
  const [plain, nginxPort, httpPort, tls, tcpPort, alone, admin] = await Promise.all(Array.from({ length: 7 }, freePort));

  const nginxFile = join(work, "nginx.conf");
  mkdirSync(join(work, "nginx"));
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((one) => `${one}_temp_path ${join(work, "nginx", one)};`);
  writeFileSync(nginxFile, `daemon off; master_process off; pid ${join(work, "nginx/pid")}; error_log stderr warn;
events {} http { ${paths.join(" ")}\n${block("nginx", [["listen 443", `listen 127.0.0.1:${nginxPort}`],
  ["127.0.0.1:8080", `127.0.0.1:${plain}`], ["/etc/peilpunt/", `${work}/`]])}\n}\n`);
  const haproxyFile = join(work, "haproxy.cfg");
  const defaults = "defaults\n    timeout connect 3s\n    timeout client 70s\n";
  writeFileSync(haproxyFile, `${defaults}${block("haproxy", [["bind :443", `bind 127.0.0.1:${httpPort}`],
    ["127.0.0.1:8080", `127.0.0.1:${plain}`], ["/etc/peilpunt/", `${work}/`]])}\n`);
  const tcpFile = join(work, "tcp.cfg");
  writeFileSync(tcpFile, `${defaults}${block("haproxy-tcp", [["bind :443", `bind 127.0.0.1:${tcpPort}`],
    ["127.0.0.1:8443", `127.0.0.1:${tls}`]])}\n`);

  const nginx = start("/usr/sbin/nginx", ["-p", work, "-c", nginxFile]);
  const haproxy = start("/usr/sbin/haproxy", ["-db", "-f", haproxyFile]);
  const tcp = start("/usr/sbin/haproxy", ["-db", "-f", tcpFile]);
  await Promise.all([reachable(nginxPort, nginx), reachable(httpPort, haproxy), reachable(tcpPort, tcp)]);

  // One serving process a folder: one after the other.
  let server = await serve(plain, ["--trusted-proxy", "127.0.0.1", "--admin", `127.0.0.1:${admin}`]);
  await Promise.all([behaves("nginx", nginxPort, 10), behaves("HAProxy", httpPort, 11)]);
  const metrics = await (await fetch(`http://127.0.0.1:${admin}/metrics`)).text();
  const counters = [...metrics.matchAll(/^peilpunt_http_\w+_total\S* (\d+)$/gm)].map(([, count]) => Number(count));
  check("requests are counted in tens", counters.length > 5 && counters.every((count) => count % 10 === 0) && counters.some(Boolean), counters);
  await ask(httpPort, "127.11.9.1", "GET", "/");
  check("the counts are made once a minute", (await (await fetch(`http://127.0.0.1:${admin}/metrics`)).text()) === metrics);
  await stop(server);

  server = await serve(tls, ["--tls-cert", chain, "--tls-key", key, "--trusted-proxy", "127.0.0.1", "--proxy-protocol"]);
  await behaves("HAProxy with the PROXY protocol", tcpPort, 12);
  const bare = await ask(tls, "127.0.0.1", "GET", "/").then(() => "answered", () => "closed");
  check("a connection of the balancer without a header is closed", bare === "closed", bare);
  const stranger = await ask(tls, "127.13.1.1", "GET", "/").then((reply) => reply.status, (error) => error.message);
  check("a visitor who comes directly is served", stranger === 200, stranger);
  await stop(server);

  // The control: everybody behind a proxy that nobody named is one visitor.
  server = await serve(plain, []);
  await turnedAway(90, () => pair(httpPort, "127.14.2.1"));
  const other = await turnedAway(20, () => pair(httpPort, "127.14.3.1"));
  check("the control: without --trusted-proxy one visitor's excess is everybody's", other > 0, other);
  await stop(server);

  for (const [args, said] of [
    [["--trusted-proxy", "proxy.example"], "'proxy.example' is neither"],
    [["--trusted-proxy", "0.0.0.0/0"], "'0.0.0.0/0' is neither"],
    [["--proxy-protocol"], "--trusted-proxy"],
  ]) {
    const done = spawnSync(program, ["serve", "--data", data, "--listen", `127.0.0.1:${alone}`, ...args], { encoding: "utf8", timeout: 30_000 });
    check(`refused: ${args.join(" ")}`, done.status === 1 && done.stderr.includes(said) && done.stderr.trim().split("\n").length === 1,
      `${done.status} ${done.stderr}`);
  }
} catch (error) {
  failed += 1;
  console.error(error);
} finally {
  await Promise.all(children.filter((one) => one.exitCode === null).map(stop));
  rmSync(work, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
