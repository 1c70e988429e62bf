// SPDX-License-Identifier: EUPL-1.2
// Fonts: a small subset for what Dutch and English pages need, the packages' own files for all other letters.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import subsetFont from "subset-font";

const require = createRequire(import.meta.url);

const letters =
  Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join("") +
  "\u00a0áàäçéèêëíïóöúûüÉË‘’“”–…•€−";

// Letters of Turkish and Polish besides those, by the package's file that holds them.
const lettersLatin = "ıÇÖÜÓâîûÂÎÛ„«»";
const lettersExt = "ğĞşŞİąĄćĆęĘłŁńŃśŚźŹżŻ";

const rangeOf = (text) =>
  [...new Set(text)]
    .map((letter) => letter.codePointAt(0))
    .sort((a, b) => a - b)
    .reduce((runs, code) => {
      const last = runs[runs.length - 1];
      if (last && last[1] === code - 1) last[1] = code;
      else runs.push([code, code]);
      return runs;
    }, [])
    .map(([from, to]) => (from === to ? `U+${from.toString(16)}` : `U+${from.toString(16)}-${to.toString(16)}`))
    .join(",");

const latin =
  "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212";
const latinExt = "U+0100-02BA,U+02BD-02C5,U+1E00-1E9F,U+1EF2-1EFF,U+20A0-20AB,U+20AD-20C0";

const cyrillic = "U+0301,U+0400-045F,U+0490-0491,U+2116";

// The licence (OFL) reserves the names Andika and Source: a changed file has another name, and no name inside.
const faces = [
  { family: "Peil Lees", weight: "400", file: "@fontsource/andika/files/andika-latin-400-normal.woff2", out: "lees-400" },
  { family: "Peil Lees", weight: "600 700", file: "@fontsource/andika/files/andika-latin-700-normal.woff2", out: "lees-700" },
  {
    family: "Peil Werk",
    weight: "200 900",
    file: "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2",
    out: "werk",
  },
  // `more`: in a stylesheet of its own for the languages that need it; a Dutch page does not even read of it.
  { family: "Peil Lees", weight: "400", file: "@fontsource/andika/files/andika-latin-400-normal.woff2", out: "lees-meer-400", letters: lettersLatin, more: true },
  { family: "Peil Lees", weight: "600 700", file: "@fontsource/andika/files/andika-latin-700-normal.woff2", out: "lees-meer-700", letters: lettersLatin, more: true },
  { family: "Peil Lees", weight: "400", file: "@fontsource/andika/files/andika-latin-ext-400-normal.woff2", out: "lees-ext-400", letters: lettersExt, more: true },
  { family: "Peil Lees", weight: "600 700", file: "@fontsource/andika/files/andika-latin-ext-700-normal.woff2", out: "lees-ext-700", letters: lettersExt, more: true },
];
const others = [
  { family: "Andika", weight: "400", range: latin, file: "@fontsource/andika/files/andika-latin-400-normal.woff2", out: "andika" },
  { family: "Andika", weight: "400", range: latinExt, file: "@fontsource/andika/files/andika-latin-ext-400-normal.woff2", out: "andika-ext" },
  {
    family: "Source Sans 3",
    weight: "200 900",
    range: latinExt,
    file: "@fontsource-variable/source-sans-3/files/source-sans-3-latin-ext-wght-normal.woff2",
    out: "source-sans-ext",
  },
  { family: "Andika", weight: "400", range: cyrillic, file: "@fontsource/andika/files/andika-cyrillic-400-normal.woff2", out: "andika-cyrillic", more: true },
  { family: "Andika", weight: "600 700", range: cyrillic, file: "@fontsource/andika/files/andika-cyrillic-700-normal.woff2", out: "andika-cyrillic-700", more: true },
];

/** All font files: `{name, bytes, family, weight, range}`. */
export async function buildFonts() {
  const fonts = [];
  for (const face of faces) {
    const source = readFileSync(require.resolve(face.file));
    const options = { targetFormat: "woff2", noHinting: true, keepFeatures: ["kern", "tnum"] };
    if (face.out === "werk") options.variationAxes = { wght: { min: 400, max: 700 } };
    const held = face.letters ?? letters;
    const bytes = await subsetFont(source, held, options);
    fonts.push({ ...face, name: `${face.out}.woff2`, bytes, range: rangeOf(held) });
  }
  for (const face of others)
    fonts.push({ ...face, name: `${face.out}.woff2`, bytes: readFileSync(require.resolve(face.file)) });
  return fonts;
}

/** @font-face rules of these families, or of `more` letters for them; every font has its `address` by now. */
export function fontCss(fonts, families, more = false) {
  return fonts
    .filter((font) => families.includes(font.family) && Boolean(font.more) === more)
    .map(
      (font) =>
        `@font-face{font-family:"${font.family}";src:url(${font.address}) format("woff2");` +
        `font-weight:${font.weight};font-display:swap;unicode-range:${font.range}}`,
    )
    .join("");
}
