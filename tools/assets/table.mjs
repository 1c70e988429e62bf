// SPDX-License-Identifier: EUPL-1.2
// Writes assets.S (the bytes) and assets_table.cpp (what they are) for the compiler.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const quoted = (text) => JSON.stringify(text);

/** Everything that the server carries inside itself. */
export function writeTable(out, { files, templates, icons, pictograms }) {
  const blobs = [];
  const blob = (path) => blobs.push(path) - 1;
  const store = (folder, name, text) => {
    const path = join(out, "files", `${folder}-${name.replaceAll("/", "-")}.txt`);
    writeFileSync(path, text);
    return blob(path);
  };
  // At the best quality, once, and not each time that a server starts. What saves less than a tenth is not worth a
  // client's work.
  const packed = (path, ending, compress) => {
    const plain = readFileSync(path);
    const bytes = compress(plain);
    if (bytes.length > plain.length * 0.9) return "{}";
    writeFileSync(path + ending, bytes);
    return `BYTES(${blob(path + ending)})`;
  };
  const brotli = (bytes) =>
    brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    });
  const fileRows = files.map(({ address, type, path }) => {
    const forms = [
      `BYTES(${blob(path)})`,
      packed(path, ".gz", (bytes) => gzipSync(bytes, { level: 9 })),
      packed(path, ".br", brotli),
    ];
    return `    {${quoted(address)}, ${quoted(type)}, ${forms.join(", ")}},`;
  });
  const templateRows = templates.map(
    (template) => `    {${quoted(template.name)}, BYTES(${store("template", template.name, template.text)})},`,
  );
  const pictureRows = [
    ...Object.entries(icons).map(([name, svg]) => `    {${quoted(`icon:${name}`)}, ${quoted(svg)}},`),
    ...Object.entries(pictograms).map(([name, svg]) => `    {${quoted(`picto:${name}`)}, ${quoted(svg)}},`),
  ];
  const assembly = [
    "/* Made by tools/assets/build.mjs; the bytes of every embedded file. */",
    '    .section .rodata.peilpunt_assets, "a", %progbits',
    ...blobs.flatMap((path, i) => [
      `    .global peilpunt_asset_${i}`,
      `    .global peilpunt_asset_${i}_end`,
      "    .balign 16",
      `peilpunt_asset_${i}:`,
      `    .incbin ${quoted(path)}`,
      `peilpunt_asset_${i}_end:`,
    ]),
    '    .section .note.GNU-stack, "", %progbits',
    "",
  ];
  const table = [
    "// Made by tools/assets/build.mjs.",
    '#include "server/web/assets.hpp"',
    'extern "C" {',
    ...blobs.map((_, i) => `extern const char peilpunt_asset_${i}[], peilpunt_asset_${i}_end[];`),
    "}",
    "namespace peilpunt::web {",
    "namespace {",
    "std::string_view between(const char* begin, const char* end) {",
    "    return {begin, static_cast<std::size_t>(end - begin)};",
    "}",
    "}  // namespace",
    "#define BYTES(N) between(peilpunt_asset_##N, peilpunt_asset_##N##_end)",
    "const std::vector<EmbeddedFile>& embedded_files() {",
    "    static const std::vector<EmbeddedFile> files{",
    ...fileRows,
    "    };",
    "    return files;",
    "}",
    "const std::vector<EmbeddedTemplate>& embedded_templates() {",
    "    static const std::vector<EmbeddedTemplate> templates{",
    ...templateRows,
    "    };",
    "    return templates;",
    "}",
    "const std::vector<EmbeddedPicture>& embedded_pictures() {",
    "    static const std::vector<EmbeddedPicture> pictures{",
    ...pictureRows,
    "    };",
    "    return pictures;",
    "}",
    "}  // namespace peilpunt::web",
    "",
  ];
  writeFileSync(join(out, "assets.S"), assembly.join("\n"));
  writeFileSync(join(out, "assets_table.cpp"), table.join("\n"));
}
