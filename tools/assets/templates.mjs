// SPDX-License-Identifier: EUPL-1.2
// Templates: partials are put in their place, white space goes, names of files and pictures become addresses and SVG.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Every template below `folder`: name, text, and which stylesheet its pages load. */
export function readTemplates(folder) {
  const found = [];
  const walk = (prefix) => {
    for (const entry of readdirSync(join(folder, prefix), { withFileTypes: true })) {
      const path = prefix ? `${prefix}/${entry.name}` : entry.name;
      if (entry.isDirectory()) walk(path);
      else if (entry.name.endsWith(".html")) {
        const name = path.slice(0, -".html".length);
        const sheet = name.startsWith("part/") ? "both" : name.startsWith("work/") ? "work" : "resident";
        found.push({ name, sheet, text: readFileSync(join(folder, path), "utf8") });
      }
    }
  };
  walk("");
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

const svg = (cls, box, inner) => `<svg class="${cls}" viewBox="0 0 ${box} ${box}" aria-hidden="true">${inner}</svg>`;

/**
 * Whole pages only (names without an underscore at the start of their last part), ready to be parsed by the server.
 * Without `files` their partials are put in place and nothing else.
 */
export function compileTemplates(sources, files) {
  const byName = new Map(sources.map((source) => [source.name, source.text]));
  const need = (map, name, where) => {
    const value = map instanceof Map ? map.get(name) : map[name];
    if (value === undefined) throw new Error(`${where}: nothing is called "${name}"`);
    return value;
  };
  const expand = (name, depth = 0) => {
    if (depth > 12) throw new Error(`${name}: partials go round in a circle`);
    return need(byName, name, name)
      .replace(/\{\{!.*?\}\}/gs, "")
      .replace(/\{\{> ?([\w/-]+) ?\}\}/g, (_, part) => expand(part, depth + 1).trim());
  };
  return sources
    .filter((source) => !source.name.split("/").pop().startsWith("_"))
    .map((source) => {
      if (!files) return { name: source.name, text: expand(source.name) };
      const { addresses, icons, pictograms } = files;
      const text = expand(source.name)
        .replace(/\[\[file:([\w.-]+)\]\]/g, (_, name) => need(addresses, name, source.name))
        .replace(/\[\[icon:([\w-]+)\]\]/g, (_, name) => svg("i", 24, need(icons, name, source.name)))
        .replace(/\[\[picto:([\w-]+)\]\]/g, (_, name) => svg("picto", 48, need(pictograms, name, source.name)))
        .replace(/<!--.*?-->/gs, "")
        .replace(/(>|\}\})\s*\n\s*(<|\{\{)/g, "$1$2")
        .replace(/(>|\}\})\s*\n\s*(<|\{\{)/g, "$1$2")
        .replace(/\s*\n\s*/g, " ")
        .trim();
      return { name: source.name, text };
    });
}
