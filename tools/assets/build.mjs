// SPDX-License-Identifier: EUPL-1.2
// Builds all that the server serves besides pages (styles, scripts, fonts, pictures) and the templates themselves, and
// writes a table that is compiled into the server.   node tools/assets/build.mjs OUT
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { minify as minifyScript } from "terser";
import { designSystemCss, dropUnread, dropUnused, minify, tokenCss, usedNames } from "./css.mjs";
import { drawMark } from "./drawing.mjs";
import { buildFonts, fontCss } from "./fonts.mjs";
import { compileTemplates, readTemplates } from "./templates.mjs";
import { writeTable } from "./table.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const web = join(root, "server/web");
const out = resolve(process.argv[2] ?? join(root, "build/assets"));
const read = (path) => readFileSync(join(web, path), "utf8");

rmSync(join(out, "files"), { recursive: true, force: true });
mkdirSync(join(out, "files"), { recursive: true });

const types = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  woff2: "font/woff2",
  svg: "image/svg+xml",
  png: "image/png",
  webmanifest: "application/manifest+json",
};
const files = [];
const addresses = new Map();

// Stores a file under a name that changes with its content.
function add(name, bytes) {
  const data = Buffer.from(bytes);
  const hash = createHash("sha256").update(data).digest("base64url").slice(0, 10).replaceAll(/[-_]/g, "0");
  const dot = name.lastIndexOf(".");
  const address = `/assets/${name.slice(0, dot)}.${hash}${name.slice(dot)}`;
  const extension = name.slice(dot + 1);
  const path = join(out, "files", address.slice("/assets/".length));
  writeFileSync(path, data);
  files.push({ address, type: types[extension], path });
  addresses.set(name, address);
  return address;
}

const fonts = await buildFonts();
for (const font of fonts) font.address = add(font.name, font.bytes);

const sources = readTemplates(join(web, "templates"));
// Residents' scripts begin with what they share, so that a page asks for one file with nothing in it for other pages.
const shared = read("assets/js/_base.js");
const scripts = Object.fromEntries(
  readdirSync(join(web, "assets/js"))
    .filter((name) => !name.startsWith("_"))
    .map((name) => [name, (name === "work.js" ? "" : shared) + read(`assets/js/${name}`)]),
);
const tokens = JSON.parse(read("assets/tokens.json"));
const sheets = {
  // The first page that a young person opens: nothing but what it needs.
  poll: {
    css: ["base", "parts", "forms", "answers", "poll"],
    families: ["Peil Lees", "Andika"],
    only: { page: "resident/poll", script: "poll.js", code: ["pictures.cpp", "poll_view.cpp"] },
    never: ["work"],
  },
  resident: {
    css: ["base", "parts", "forms", "charts", "answers", "resident", "poll"],
    families: ["Peil Lees", "Andika"],
    never: ["work"],
  },
  work: { css: ["base", "parts", "forms", "charts", "answers", "work", "own"], families: ["Peil Lees", "Andika", "Peil Werk", "Source Sans 3"] },
};
// Class names also come from code: steps, tones, drawings.
const allCode = readdirSync(web).filter((name) => name.endsWith(".cpp"));
for (const [name, sheet] of Object.entries(sheets)) {
  const mine = sheet.only
    ? compileTemplates(sources, null).filter((page) => page.name === sheet.only.page).map((page) => page.text)
    : sources.filter((source) => source.sheet === name || source.sheet === "both").map((source) => source.text);
  const code = [...(sheet.only?.code ?? allCode), "assets/pictograms.json"].map((file) => read(file));
  const text = [...mine, ...(sheet.only ? [scripts[sheet.only.script]] : Object.values(scripts)), ...code].join("\n");
  const own = sheet.css.map((part) => read(`assets/css/${part}.css`)).join("\n");
  const css = [
    "@layer design-system,tokens,base,layout,part,page;",
    fontCss(fonts, sheet.families),
    designSystemCss(usedNames(mine)),
    tokenCss(tokens),
    dropUnused(own, text, sheet.never),
  ];
  add(`${name}.css`, minify(dropUnread(css.join("\n"))));
}
add("letters.css", minify(`${fontCss(fonts, ["Peil Lees", "Andika"], true)}${read("assets/css/letters.css")}`));
for (const [name, source] of Object.entries(scripts)) {
  const result = await minifyScript(source, { module: false, toplevel: true, compress: { passes: 2 }, format: { comments: false } });
  add(name, result.code);
}
for (const name of readdirSync(join(web, "assets/pictures"))) add(name, readFileSync(join(web, "assets/pictures", name)));

add("deel.png", drawMark(1200, 630, 380, 0.82));
add("icon-192.png", drawMark(192, 192, 140));
add("icon-512.png", drawMark(512, 512, 372));

const icons = JSON.parse(read("assets/icons.json"));
const pictograms = JSON.parse(read("assets/pictograms.json"));
const templates = compileTemplates(sources, { addresses, icons, pictograms });
writeTable(out, { files, templates, icons, pictograms });
