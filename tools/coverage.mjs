// SPDX-License-Identifier: EUPL-1.2
// Reads what gcov counted below a build folder and prints lines per folder of the sources.   node tools/coverage.mjs BUILD
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";

const root = resolve(".");
const build = resolve(process.argv[2]);
const notes = readdirSync(build, { recursive: true }).filter((name) => name.endsWith(".gcda"));
// A line counts as reached when any program reached it, in a header too.
const reached = new Map();
for (const note of notes) {
  const done = spawnSync("gcov", ["--json-format", "--stdout", join(build, note)], { maxBuffer: 1 << 30, cwd: build });
  for (const text of done.stdout.toString("utf8").split("\n").filter(Boolean)) {
    const { files } = JSON.parse(text);
    for (const { file, lines } of files) {
      const path = relative(root, resolve(build, file));
      if (!/^(shared|server|kiosk)\//.test(path)) continue;
      const counts = reached.get(path) ?? new Map();
      for (const { line_number: line, count } of lines) counts.set(line, (counts.get(line) ?? 0) + count);
      reached.set(path, counts);
    }
  }
}
const folders = new Map();
for (const [path, counts] of reached) {
  const folder = path.split("/").slice(0, path.startsWith("server/store/") || path.startsWith("server/web/work") ? 3 : 2).join("/");
  const sum = folders.get(folder) ?? { lines: 0, hit: 0 };
  sum.lines += counts.size;
  sum.hit += [...counts.values()].filter((count) => count > 0).length;
  folders.set(folder, sum);
}
const percent = ({ lines, hit }) => `${((100 * hit) / lines).toFixed(1).padStart(5)} %  ${String(hit).padStart(6)} of ${lines}`;
const all = { lines: 0, hit: 0 };
for (const [folder, sum] of [...folders].sort(([a], [b]) => a.localeCompare(b))) {
  all.lines += sum.lines;
  all.hit += sum.hit;
  console.log(`${folder.padEnd(24)} ${percent(sum)}`);
}
if (all.lines === 0) throw new Error(`gcov counted nothing below ${build}`);
console.log(`${"all".padEnd(24)} ${percent(all)}`);
