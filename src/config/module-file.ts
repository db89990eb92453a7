import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { relative, resolve } from "node:path";
import { features, version } from "node:process";
import { pathToFileURL } from "node:url";
import { thrownText } from "../errors/thrown-text.ts";
import { moduleDigest } from "./module-digest.ts";
import { withinTime } from "./within-time.ts";

/** Milliseconds that a module may take to be loaded, and what it makes to be tried out: it takes far less. */
export const TIME_LIMIT = 300_000;

/**
 * What a JavaScript module exports (ESM or CommonJS), or one of TypeScript that needs no more than to be rid of its types,
 * where Node.js does that. It is evaluated once.
 * @throws RangeError if it cannot be loaded
 */
export const exportsOf = (module: string): unknown => {
  const path = resolve(module);
  try {
    return waitedFor.get(path) ?? required(path);
  } catch (error) {
    throw unloadable(module, error);
  }
};

/** The same of a module that has to be waited for, by an await at its top level: `exportsOf` knows it from then on. */
export const waitForExports = async (module: string): Promise<unknown> => {
  const path = resolve(module);
  if (waitedFor.has(path)) return waitedFor.get(path);
  try {
    return required(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException | null)?.code !== "ERR_REQUIRE_ASYNC_MODULE") throw error;
    const exported: unknown = await import(pathToFileURL(path).href);
    waitedFor.set(path, exported);
    return exported;
  }
};

const required = (path: string): unknown => withinTime(TIME_LIMIT, () => createRequire(path)(path));

/** What modules with an await at their top level export, which nothing but an import that is waited for can load. */
const waitedFor = new Map<string, unknown>();

/** Why a module cannot be loaded, by what was thrown. */
export const unloadable = (module: string, error: unknown): RangeError => {
  const path = resolve(module);
  if (!existsSync(path)) return new RangeError(`${module}: no such file`);
  if (/\.[cm]?ts$/.test(path) && !runsTypeScript)
    return new RangeError(
      `${module} is TypeScript, which Node.js runs as it is from 22.18 on; this is ${version}: use a later one, or ` +
        "compile the module to JavaScript",
    );
  return new RangeError(`${module} cannot be loaded: ${thrownText(error)}`);
};

/** Whether this Node.js leaves out the types of TypeScript by itself. */
const runsTypeScript = Boolean((features as { readonly typescript?: unknown }).typescript);

/**
 * Completes `{ module }` of a study as it was read: the kind, the path from the working folder in place of that from the
 * study, and the digest of the file and of its imports. Anything else is left for the schema.
 * @param folder that of the study's file
 */
export const withModule = (written: unknown, folder: string): unknown => {
  const { module } = Object(written) as { module?: unknown };
  if (typeof module !== "string" || "preset" in (written as object)) return written;
  const path = relative("", resolve(folder, module));
  return { kind: "module", ...(written as object), module: path, ...digestOf(path) };
};

const digestOf = (path: string): { digest?: string } => {
  try {
    return { digest: moduleDigest(path) };
  } catch {
    return {}; // that it cannot be read is said where it is loaded
  }
};
