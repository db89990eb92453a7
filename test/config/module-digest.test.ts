import { createHash } from "node:crypto";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { moduleDigest } from "../../src/config/module-digest.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";

const root = temporaryFolder();

const FILES: Record<string, string> = {
  "env.mjs": `import fs from "node:fs"; import { a } from './lib/a.js';
    export * from "./b.mjs"; import "@scope/tool/part"; const c = await import("./c.cjs"); import "./not-there.js";`,
  "lib/a.js": 'import "../env.mjs"; import "../b.mjs";',
  "b.mjs": "export const b = 1;",
  "c.cjs": 'const d = require("./d"); require("plain");',
  "d.json": '{ "d": 1 }',
  "unused.js": "",
  "node_modules/@scope/tool/package.json": '{ "version": "1.2.3", "exports": { "import": "./x.js" } }',
  "node_modules/plain/package.json": '{ "version": "0.1.0" }',
  "node_modules/plain/index.js": "module.exports = 1;",
};

let count = 0;
/** The digest of env.mjs in a new folder, where some files are different. */
const digest = (changes: Record<string, string> = {}): string => {
  const folder = join(root, String(count++));
  for (const [name, text] of Object.entries({ ...FILES, ...changes })) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return moduleDigest(join(folder, "env.mjs"));
};

test("a module that imports nothing has the digest of its file", () => {
  const path = join(root, "alone.mjs");
  writeFileSync(path, 'import "node:fs";');
  expect(moduleDigest(path)).toBe(createHash("sha256").update('import "node:fs";').digest("hex"));
});

test.each([
  ["the module", { "env.mjs": `${FILES["env.mjs"]}//` }],
  ["a file that it imports", { "lib/a.js": `${FILES["lib/a.js"]}//` }],
  ["a file that is exported from", { "b.mjs": "export const b = 2;" }],
  ["a file that is imported later", { "c.cjs": `${FILES["c.cjs"]}//` }],
  ["a file that an imported file requires", { "d.json": '{ "d": 2 }' }],
  ["the version of a package", { "node_modules/@scope/tool/package.json": '{ "version": "1.2.4" }' }],
  ["the version of a package's package", { "node_modules/plain/package.json": '{ "version": "0.2.0" }' }],
  ["what is there", { "not-there.js": "" }],
])("changes with %s", (_, changes) => {
  expect(digest(changes as unknown as Record<string, string>)).not.toBe(digest());
});

test("changes with nothing else, nor with the place of it all", () => {
  expect(digest({ "unused.js": "1", "node_modules/plain/index.js": "module.exports = 2;" })).toBe(digest());
  cpSync(join(root, "0"), join(root, "elsewhere"), { recursive: true });
  expect(moduleDigest(join(root, "elsewhere", "env.mjs"))).toBe(moduleDigest(join(root, "0", "env.mjs")));
});
