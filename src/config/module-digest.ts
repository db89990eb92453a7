import { createHash } from "node:crypto";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { dirname, isAbsolute, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** `from "x"`, `import "x"`, `import("x")`, `require("x")`, in comments too, where they do no harm. */
const IMPORT = /\b(?:from|import|require)\s*\(?\s*["']([^"'\n]+)["']/g;
const CODE = /\.[cm]?[jt]s$/;

/**
 * SHA-256 of a module and of what it imports, wherever they lie: its own files by their content, packages by name and
 * version, whose files are not looked at. What a specifier that is made at run time leads to, and files that are read
 * without being imported, are no part of it. That of a module that imports nothing is the digest of its file.
 *
 * @throws an error of the system if the module itself cannot be read
 */
export const moduleDigest = (path: string): string => {
  const entry = realpathSync(path);
  const parts = new Map<string, string>();
  addFile(entry, parts);
  const [[, own], ...imported] = parts;
  if (imported.length === 0) return own;
  // by places relative to the module, so that a folder may be moved as a whole
  const lines = imported.map(([name, digest]) => `${placeOf(name, entry)} ${digest}`).sort();
  return sha256([own, ...lines].join("\n"));
};

/** Adds a file and what it imports. @param parts digests of files by their paths, and names of packages with their versions */
const addFile = (path: string, parts: Map<string, string>): void => {
  if (parts.has(path)) return;
  const content = readFileSync(path);
  parts.set(path, sha256(content));
  if (!CODE.test(path)) return;
  for (const [, specifier] of content.toString("utf8").matchAll(IMPORT)) {
    const found = isBuiltin(specifier) ? undefined : fileOf(specifier, path);
    if (found !== undefined) addFile(found, parts);
    else if (IS_PACKAGE.test(specifier)) addPackage(specifier, path, parts);
  }
};

/** A file that is imported, unless it is of an installed package; undefined also where there is none. */
const fileOf = (specifier: string, from: string): string | undefined => {
  try {
    const name = specifier.startsWith("file:") ? fileURLToPath(specifier) : specifier.replace(/\?.*$/, "");
    const path = realpathSync(createRequire(from).resolve(name));
    return path.includes(`${sep}node_modules${sep}`) ? undefined : path;
  } catch {
    return undefined; // whether that matters is found where the module is loaded
  }
};

/** Not a path, an address, or a name that a package has for a file of its own. */
const IS_PACKAGE = /^(?![./#]|[a-z]+:)/;

const addPackage = (specifier: string, from: string, parts: Map<string, string>): void => {
  const [name] = /^(?:@[^/]+\/)?[^/]+/.exec(specifier) ?? [specifier];
  for (let folder = dirname(from); ; folder = dirname(folder)) {
    const manifest = join(folder, "node_modules", name, "package.json");
    if (existsSync(manifest))
      return void parts.set(`${name}@${JSON.parse(readFileSync(manifest, "utf8")).version}`, "");
    if (dirname(folder) === folder) return;
  }
};

const placeOf = (part: string, entry: string): string =>
  isAbsolute(part) ? relative(dirname(entry), part).split(sep).join("/") : part;

const sha256 = (content: Buffer | string): string => createHash("sha256").update(content).digest("hex");
