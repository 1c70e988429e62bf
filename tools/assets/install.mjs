// SPDX-License-Identifier: EUPL-1.2
// Runs `npm ci` when node_modules is missing or older than the lock file. Several builds may ask at the same time: the
// first one works, the others wait.   node tools/assets/install.mjs NPM
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const lock = join(root, "package-lock.json");
const done = join(root, "node_modules/.package-lock.json");
const busy = join(root, ".npm-busy");
const fresh = () => existsSync(done) && statSync(done).mtimeMs >= statSync(lock).mtimeMs;
const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

for (let waited = 0; !fresh(); waited += 1) {
  try {
    mkdirSync(busy);
  } catch {
    if (waited > 600) throw new Error(`${busy} stands there for ten minutes: remove it when no other build runs`);
    pause(1000);
    continue;
  }
  try {
    if (!fresh()) {
      execFileSync(process.argv[2] ?? "npm", ["ci", "--no-audit", "--no-fund"], { cwd: root, stdio: "inherit" });
      const now = new Date();
      const { utimesSync } = await import("node:fs");
      utimesSync(done, now, now);
    }
  } finally {
    rmdirSync(busy);
  }
}
