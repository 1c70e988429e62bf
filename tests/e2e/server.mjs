// SPDX-License-Identifier: EUPL-1.2
// The real server on a folder of its own, filled with the example, and a browser beside it.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

/** Fills a folder and serves it on a port that the system picks: `{url, password, stop}`. */
export async function startServer(build) {
  const program = join(build, "peilpunt-server");
  const folder = mkdtempSync(join(tmpdir(), "peilpunt-e2e-"));
  const data = join(folder, "data");
  const filled = spawnSync(program, ["demo", "--data", data], { encoding: "utf8", timeout: 300_000 });
  if (filled.status !== 0) throw new Error(`demo failed: ${filled.stderr}`);
  const password = /password '([^']+)'/.exec(filled.stdout)?.[1];
  const server = spawn(program, ["serve", "--data", data, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  const url = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the server does not start: ${said}`)), 60_000);
    server.stdout.on("data", (bytes) => {
      said += bytes;
      const found = /(http:\/\/127\.0\.0\.1:\d+)\//.exec(said);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[1]);
    });
    server.on("exit", (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
  });
  const stop = async () => {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.removeAllListeners("exit");
    server.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    server.kill("SIGTERM");
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 15_000))]);
  };
  /** Somebody speaks at a kiosk of Velsen; back when the server has it. */
  const speak = () => {
    const run = (name, args) => {
      const done = spawnSync(join(build, name), args, { encoding: "utf8", timeout: 120_000 });
      if (done.status !== 0) throw new Error(`${name} failed: ${done.stdout}${done.stderr}`);
      return done.stdout;
    };
    const said = run("peilpunt-server", ["kiosk", "pair", "--data", data, "--venue", "De Spreekhoek", "--municipality", "GM0453"]);
    const code = /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(said)?.[0];
    run("tests/spoken_signal", [join(folder, "kiosk"), url, code]);
  };
  /** Runs the server's program on this data: `run(["poll", "publish", ...])`. */
  const run = (args) => {
    const done = spawnSync(program, [...args, "--data", data], { encoding: "utf8", timeout: 60_000 });
    if (done.status !== 0) throw new Error(`${args.join(" ")} failed: ${done.stdout}${done.stderr}`);
    return done.stdout;
  };
  /** Takes a poll in and opens it; back when the pages have it. */
  const open = async (poll) => {
    const file = join(folder, `${poll.slug}.json`);
    writeFileSync(file, JSON.stringify(poll));
    run(["poll", "import", file]);
    run(["poll", "publish", poll.slug]);
    for (let tries = 0; tries < 300; tries += 1) {
      if ((await fetch(`${url}/peiling/${poll.slug}`)).ok) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${poll.slug} does not open`);
  };
  return { url, password, stop, speak, run, open };
}

/** The system's own browser, without anything that talks to the world. */
export const startBrowser = () =>
  chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });

export const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 1, hasTouch: true, isMobile: true, locale: "nl-NL" };
export const desk = { viewport: { width: 1280, height: 900 }, locale: "nl-NL" };
