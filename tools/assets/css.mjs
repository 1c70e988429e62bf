// SPDX-License-Identifier: EUPL-1.2
// Stylesheets: tokens become custom properties, the design system is cut down to what the templates use.
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import postcss from "postcss";

const modules = resolve(dirname(fileURLToPath(import.meta.url)), "../../node_modules");

// Tokens of the design system that we fill, and with which of ours.
const designTokens = {
  "utrecht-document-color": "ink",
  "utrecht-document-font-family": "family-read",
  "utrecht-link-color": "link",
  "utrecht-link-visited-color": "link-visited",
  "utrecht-heading-1-color": "ink",
  "utrecht-heading-2-color": "ink",
  "utrecht-heading-3-color": "ink",
  "utrecht-heading-1-font-size": "size-2xl",
  "utrecht-heading-2-font-size": "size-xl",
  "utrecht-heading-3-font-size": "size-l",
  "utrecht-textbox-border-color": "line-strong",
  "utrecht-table-header-border-block-end-color": "line-strong",
  "utrecht-focus-outline-color": "focus-outer",
  "nl-button-border-radius": "radius-m",
  "nl-button-column-gap": "space-2",
  "nl-button-min-block-size": "target",
  "nl-button-default-background-color": "action",
  "nl-button-default-color": "action-ink",
  "nl-button-default-hover-background-color": "action-hover",
  "nl-button-default-hover-color": "action-ink",
  "nl-button-primary-background-color": "action",
  "nl-button-primary-color": "action-ink",
  "nl-button-primary-hover-background-color": "action-hover",
  "nl-button-primary-hover-color": "action-ink",
  "nl-button-secondary-border-color": "action",
  "nl-button-secondary-color": "action",
  "nl-button-secondary-hover-background-color": "surface-tint",
  "nl-button-subtle-color": "link",
  "nl-button-subtle-hover-background-color": "surface-tint",
  "nl-data-badge-background-color": "surface-sunken",
  "nl-data-badge-color": "ink",
  "nl-data-badge-border-radius": "radius-s",
  "nl-data-badge-font-size": "size-2xs",
  "nl-skip-link-background-color": "mark",
  "nl-skip-link-color": "mark-ink",
  "nl-skip-link-padding-block": "space-3",
  "nl-skip-link-padding-inline": "space-4",
};

const px = (value) => (value === 0 ? "0" : `${value / 16}rem`);

function colours(tokens, mode) {
  const pairs = [
    ...Object.entries(tokens.color[mode]),
    ...Object.entries(tokens.shadow[mode]).map(([name, value]) => [`shadow-${name}`, value]),
  ];
  return pairs.map(([name, value]) => `--pp-${name}:${value}`).join(";");
}

/** Custom properties of tokens.json, light and dark. */
export function tokenCss(tokens) {
  const lines = [];
  const add = (prefix, group, unit) => {
    for (const [name, value] of Object.entries(group)) lines.push(`--pp-${prefix}${name}:${unit(value)}`);
  };
  add("space-", tokens.space, px);
  add("size-", tokens.type.size, px);
  add("leading-", tokens.type.leading, String);
  add("measure-", tokens.type.measure, String);
  add("family-", tokens.type.family, (family) => family.css);
  add("radius-", tokens.radius, (value) => `${value}px`);
  for (const name of ["target", "target-work", "page", "rail"]) lines.push(`--pp-${name}:${px(tokens.size[name])}`);
  lines.push(`--pp-focus:${tokens.size.focus}px`, `--pp-fast:${tokens.motion.fast}ms`, `--pp-ease:${tokens.motion.ease}`);
  return (
    `@layer tokens{:root{color-scheme:light dark;${lines.join(";")};${colours(tokens, "light")}}` +
    `@media (prefers-color-scheme:dark){:root{${colours(tokens, "dark")}}}}`
  );
}

/** Element names, class names and input types that occur in the templates. */
export function usedNames(templates) {
  const names = new Set();
  for (const text of templates) {
    for (const [, tag] of text.matchAll(/<([a-z][a-z0-9]*)/g)) names.add(tag);
    for (const [, list] of text.matchAll(/class="([^"]*)"/g))
      for (const name of list.split(/\s+/)) names.add(`.${name}`);
    for (const [, type] of text.matchAll(/<input[^>]*type="([a-z]+)"/g)) names.add(`type=${type}`);
  }
  return names;
}

// Lists, tables and form groups have our own markup and rules; the autofill family concerns fields that we do not have.
const leftOut =
  /^\.utrecht-html (ul|ol|li|table|thead|tbody|th|td|caption|button|fieldset|legend|body|form|p|textarea|select|input\[type=(radio|checkbox))|^\.utrecht-html .*:focus|autocomplete|inputmode|^:where\(|::placeholder|:hover a|aria-busy|:lang\(|\[hidden\]|:disabled|aria-disabled|:read-only|:invalid|:not\(:has|:active|:has\(>|::after/;

function isUsed(selector, used) {
  if (leftOut.test(selector)) return false;
  for (const [, name] of selector.matchAll(/\.([a-zA-Z][\w-]*)/g))
    if (name !== "utrecht-html" && !used.has(`.${name}`)) return false;
  for (const [, type] of selector.matchAll(/type=([a-z]+)/g)) if (!used.has(`type=${type}`)) return false;
  const bare = selector.replace(/\.utrecht-html/g, "").replace(/::?[\w-]+(\([^)]*\))?|\[[^\]]*\]|\.[\w-]+/g, " ");
  for (const [tag] of bare.matchAll(/[a-z][a-z0-9]*/g)) if (!used.has(tag)) return false;
  return true;
}

// Fills var(--x) of the design system from our tokens; nothing when it hangs on a token that nobody sets.
function fill(value, local) {
  for (let round = 0; round < 12; round += 1) {
    const start = value.lastIndexOf("var(");
    if (start < 0) return value;
    let depth = 0;
    let end = start + 3;
    for (; end < value.length; end += 1) {
      if (value[end] === "(") depth += 1;
      if (value[end] === ")" && --depth === 0) break;
    }
    const inner = value.slice(start + 4, end);
    const comma = inner.indexOf(",");
    const name = (comma < 0 ? inner : inner.slice(0, comma)).trim().slice(2);
    const fallback = comma < 0 ? null : inner.slice(comma + 1).trim();
    let filled = null;
    if (designTokens[name]) filled = `PP(--pp-${designTokens[name]})`;
    else if (local.has(name)) filled = local.get(name);
    else if (fallback) filled = fallback;
    if (filled === null) return null;
    value = value.slice(0, start) + filled + value.slice(end + 1);
  }
  return value;
}

// Declarations that change nothing here: every property is set again, or left to the browser, by our own layers.
function isIdle(property, value) {
  return (
    /\b(initial|inherit|unset|revert)\b|calc\(0 \* 0\)/.test(value) ||
    /^(all|scale|z-index|user-select|-webkit-.*|-moz-.*|page-break-.*|break-.*|font-family)$/.test(property)
  );
}

// The first family of the design system is switched on by a class around the page; ours is always on.
const plainSelector = (selector) =>
  selector.replace(/^\.utrecht-html\s+/, "").replace(/^\.utrecht-html$/, ":root");

/** The rules of one design-system stylesheet that the templates can reach, with our tokens filled in. */
export function cutDown(css, used) {
  const root = postcss.parse(css);
  root.walkComments((comment) => comment.remove());
  root.walkAtRules((rule) => {
    if (rule.name === "charset" || /print|prince/.test(rule.params)) rule.remove();
  });
  root.walkRules((rule) => {
    const kept = rule.selectors.filter((selector) => isUsed(selector, used)).map(plainSelector);
    if (kept.length === 0) return rule.remove();
    rule.selectors = kept;
    const local = new Map();
    rule.each((node) => {
      if (node.type !== "decl") return;
      const value = fill(node.value, local);
      if (node.prop.startsWith("--")) {
        if (value !== null) local.set(node.prop.slice(2), value);
        node.remove();
      } else if (value === null || isIdle(node.prop, value)) {
        node.remove();
      } else {
        node.important = false;
        node.value = value.replaceAll("PP(", "var(");
      }
    });
    if (rule.nodes.length === 0) rule.remove();
  });
  root.walkAtRules((rule) => {
    if (rule.nodes && rule.nodes.length === 0) rule.remove();
  });
  return root.toString();
}

/** The design system's part of a stylesheet, in its own lowest layer. */
export function designSystemCss(used) {
  const packages = [
    "@utrecht/component-library-css/dist/html.css",
    "@nl-design-system-candidate/button-css/dist/button.css",
    "@nl-design-system-candidate/data-badge-css/dist/data-badge.css",
    "@nl-design-system-candidate/skip-link-css/dist/skip-link.css",
  ];
  const parts = packages.map((name) => cutDown(readFileSync(join(modules, name), "utf8"), used));
  return `@layer design-system{${parts.join("\n")}}`;
}

/** Removes rules whose classes occur in no template or script that loads this stylesheet, or are in `never`. */
export function dropUnused(css, text, never = []) {
  const words = new Set(text.match(/[\w-]+/g));
  for (const name of never) words.delete(name);
  const root = postcss.parse(css);
  root.walkRules((rule) => {
    if (rule.parent.type === "atrule" && /keyframes/.test(rule.parent.name)) return;
    const kept = rule.selectors.filter((selector) =>
      [...selector.matchAll(/\.([a-zA-Z][\w-]*)/g)].every(([, name]) => words.has(name)),
    );
    if (kept.length === 0) rule.remove();
    else rule.selectors = kept;
  });
  root.walkAtRules((rule) => {
    if (rule.nodes && rule.nodes.length === 0) rule.remove();
  });
  return root.toString();
}

/** Removes custom properties that nothing in the whole stylesheet reads. */
export function dropUnread(css) {
  const root = postcss.parse(css);
  const read = new Set([...css.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name));
  root.walkDecls(/^--/, (declaration) => {
    if (!read.has(declaration.prop)) declaration.remove();
  });
  return root.toString();
}

/** Takes out comments and white space; our sources hold no strings with either. */
export function minify(css) {
  const root = postcss.parse(css);
  root.walkComments((comment) => comment.remove());
  root.walk((node) => {
    node.raws.before = "";
    if (node.raws.after !== undefined) node.raws.after = "";
    if (node.raws.between !== undefined) node.raws.between = node.type === "decl" ? ":" : "";
    if (node.raws.semicolon !== undefined) node.raws.semicolon = false;
    if (node.type === "rule") node.selector = node.selectors.map((s) => s.replace(/\s*([>+~])\s*/g, "$1")).join(",");
    if (node.type === "atrule") {
      node.raws.afterName = " ";
      node.params = node.params.replace(/\s*:\s*/g, ":").replace(/,\s+/g, ",");
    }
    if (node.type === "decl") {
      node.raws.value = undefined;
      node.value = node.value.replace(/\s+/g, " ").replace(/,\s+/g, ",").replace(/\b0\.(\d)/g, ".$1");
    }
  });
  root.raws.after = "";
  return root.toString();
}
