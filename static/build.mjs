// Builds static/dist: one style sheet, two scripts, the icons in use, the font; hashed, compressed, listed in manifest.json.
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import { build, transform } from "esbuild";
import { PurgeCSS } from "purgecss";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const FRESH = join(ROOT, "static", `dist-${process.pid}`);
const DIST = join(ROOT, "static", "dist");
const HOUSE = join(ROOT, "static", "house");
const TARGET = ["chrome111", "firefox115", "safari16.4"];
const BUDGET = { "comptoir.css": 25_000, page: 100_000 };
const COMPRESSIBLE = new Set([".css", ".js", ".svg", ".txt"]);

const readText = (...parts) => readFileSync(join(...parts), "utf8");
const nodeModule = (path) => join(ROOT, "node_modules", path);
const filesOf = (...patterns) =>
  patterns.flatMap((pattern) => globSync(pattern, { cwd: ROOT })).map((path) => join(ROOT, path)).sort();
const manifest = { assets: {}, icons: [] };

function brotli(bytes) {
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
}

// Writes one hashed asset with its compressed twins and lists it; returns the hashed name.
function keep(name, content) {
  const bytes = Buffer.from(content);
  const ending = extname(name);
  const sha = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  const file = `${basename(name, ending)}.${sha}${ending}`;
  const sizes = { bytes: bytes.length };
  writeFileSync(join(FRESH, file), bytes);
  if (COMPRESSIBLE.has(ending)) {
    const small = brotli(bytes);
    writeFileSync(join(FRESH, `${file}.br`), small);
    writeFileSync(join(FRESH, `${file}.gz`), gzipSync(bytes, { level: 9 }));
    sizes.brotli = small.length;
  }
  const integrity = `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
  manifest.assets[name] = { file, integrity, ...sizes };
  return file;
}

// The icons that templates and Python name, plus those listed in icons.txt because their names are computed.
function iconsInUse() {
  const found = new Map();
  const note = (name, where) => found.has(name) || found.set(name, where);
  const direct = /\bicon\b["']?\s*[=:(]\s*["']([a-z0-9-]+)["']/g;
  const chosen = /\bicon\b["']?\s*[=:(][^\n)}]*?\belse\s+["']([a-z0-9-]+)["']/g;
  for (const path of filesOf("templates/**/*.html", "crm/**/*.py")) {
    const text = readFileSync(path, "utf8");
    for (const pattern of [direct, chosen]) for (const [, name] of text.matchAll(pattern)) note(name, path);
    for (const [, table] of text.matchAll(/^_?[A-Z_]*ICONS\b[^=\n]*=\s*[^{\n]*\{([^}]*)\}/gm)) {
      for (const [, name] of table.matchAll(/:\s*["']([a-z0-9-]+)["']/g)) note(name, path);
    }
  }
  for (const line of readText(HOUSE, "icons.txt").split("\n")) {
    const name = line.split("#")[0].trim();
    if (name) note(name, "static/house/icons.txt");
  }
  return found;
}

function buildSprite() {
  const { icons, aliases = {} } = JSON.parse(readText(nodeModule("@iconify-json/tabler/icons.json")));
  const bodyOf = (name) => icons[name]?.body ?? (aliases[name] && bodyOf(aliases[name].parent));
  const inUse = iconsInUse();
  const unknown = [...inUse].filter(([name]) => !bodyOf(name));
  if (unknown.length) {
    throw new Error(`unknown icons:\n${unknown.map(([name, where]) => `  ${name} in ${where}`).join("\n")}`);
  }
  const names = [...inUse.keys()].sort();
  const shared = ' fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" stroke-width="2"';
  const symbols = names.map((name) => {
    const body = bodyOf(name).replaceAll(shared, "");
    return `<symbol id="${name}" viewBox="0 0 24 24"><g${shared}>${body}</g></symbol>`;
  });
  manifest.icons = names;
  keep("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
}

// The classes that the house draws itself: Tabler's rules for them would only have to be undone.
const classesOf = (css) => [...new Set([...css.matchAll(/\.([a-z][a-z0-9_-]*)(?=[\s,:.>{[)~+])/g)].map(([, name]) => name))];

async function buildStyle() {
  const rooms = filesOf("static/*/*.css").filter((path) => !path.startsWith(HOUSE) && !path.includes("/dist"));
  const own = ["tokens", "base", "components"].map((name) => readText(HOUSE, `${name}.css`)).join("\n");
  const purged = await new PurgeCSS().purge({
    content: filesOf("templates/**/*.html", "crm/**/*.py", "static/house/**/*.js"),
    css: [{ raw: readText(nodeModule("@tabler/core/dist/css/tabler.min.css")) }],
    safelist: ["html", "body", "dialog"],
    blocklist: classesOf(own),
    variables: true,
    keyframes: true,
    fontFace: true,
  });
  const font = keep("inter.woff2", readFileSync(nodeModule("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2")));
  const house = [own, ...rooms.map((path) => readFileSync(path, "utf8"))].join("\n").replaceAll("inter.woff2", font);
  const base = purged[0].css.replace(/@charset[^;]+;/, "");
  const whole = `@layer tabler, house, print;\n@layer tabler {\n${base}\n}\n${house}`;
  const { code, warnings } = await transform(whole, { loader: "css", minify: true, target: TARGET, legalComments: "none" });
  if (warnings.length) throw new Error(warnings.map((each) => `${each.text}: ${each.location?.lineText.slice(0, 120)}`).join("\n"));
  keep("comptoir.css", code);
}

async function buildScripts() {
  const entries = { "comptoir.js": "main.js", "boot.js": "boot.js" };
  for (const [name, entry] of Object.entries(entries)) {
    const { outputFiles } = await build({
      entryPoints: [join(HOUSE, entry)],
      bundle: true,
      write: false,
      minify: true,
      format: name === "boot.js" ? "iife" : "esm",
      target: TARGET,
      legalComments: "none",
    });
    keep(name, outputFiles[0].contents);
  }
}

function gatherImages() {
  for (const path of filesOf("static/images/*")) keep(basename(path), readFileSync(path));
}

// The texts of the licences whose work is in the output, for whoever receives it.
function gatherLicences() {
  const shipped = ["@tabler/core", "@iconify-json/tabler", "@fontsource-variable/inter", "htmx.org"];
  const texts = shipped.map((name) => {
    const folder = nodeModule(name);
    const { version, license } = JSON.parse(readText(folder, "package.json"));
    const file = readdirSync(folder).find((each) => /^(licen[cs]e|copying)/i.test(each));
    const text = file ? readText(folder, file) : `Licence: ${license}. See the package.`;
    return `${name} ${version} (${license})\n\n${text.trim()}\n`;
  });
  writeFileSync(join(FRESH, "LICENCES.txt"), texts.join(`\n${"-".repeat(80)}\n\n`));
}

function checkBudgets() {
  const { assets } = manifest;
  const sizeOf = (name) => assets[name].brotli ?? assets[name].bytes;
  const page = ["comptoir.css", "comptoir.js", "boot.js", "icons.svg", "inter.woff2"].reduce((sum, name) => sum + sizeOf(name), 0);
  for (const [name, size] of [["comptoir.css", sizeOf("comptoir.css")], ["page", page]]) {
    if (size > BUDGET[name]) throw new Error(`${name} weighs ${size} bytes, more than its ${BUDGET[name]}`);
  }
  return page;
}

rmSync(FRESH, { recursive: true, force: true });
mkdirSync(FRESH, { recursive: true });
try {
  buildSprite();
  gatherImages();
  await buildStyle();
  await buildScripts();
  gatherLicences();
  const page = checkBudgets();
  writeFileSync(join(FRESH, "manifest.json"), JSON.stringify(manifest, null, 1));
  if (existsSync(DIST)) rmSync(DIST, { recursive: true });
  renameSync(FRESH, DIST);
  const parts = Object.entries(manifest.assets).map(([name, { bytes, brotli: small }]) => `${name} ${((small ?? bytes) / 1000).toFixed(1)}`);
  console.log(`assets: ${manifest.icons.length} icons, ${(page / 1000).toFixed(1)} kB for a first page (${parts.join(", ")})`);
} catch (fault) {
  rmSync(FRESH, { recursive: true, force: true });
  console.error(`assets not built: ${fault.message}`);
  process.exit(1);
}
