import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, relative, resolve } from "node:path";
import { features, version } from "node:process";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import type { EnvironmentKind } from "../../envs/contract/environment.ts";
import { thrownText } from "../errors/thrown-text.ts";
import { asEnvironment } from "./custom-environment.ts";
import { moduleDigest } from "./module-digest.ts";
import { withinTime } from "./within-time.ts";

const options = z.strictObject({
  module: z
    .string()
    .min(1)
    .describe("JavaScript file that exports it, or TypeScript from Node.js 22.18 on; relative to the study"),
  options: z.record(z.string(), z.unknown()).default({}).describe("what its function is called with"),
  digest: z
    .string()
    .optional()
    .describe(
      "SHA-256 of the file and of what it imports; filled in, so that a changed file is another study",
    ),
});

/** Milliseconds that a module may take to be loaded, and its environment to be tried out: it takes far less. */
const TIME_LIMIT = 300_000;

/** Kept while a process lives: a module is tried out once, and evaluated once anyway. */
const triedOut = new Set<string>();

/**
 * A custom environment, from a JavaScript module (ESM or CommonJS), or of TypeScript that needs no more than to be rid of its
 * types, where Node.js does that. A module may have to be waited for: by an await
 * at its top level, or by a function `prepare(options)` that it exports and that is awaited before its environments are
 * made.
 * @throws RangeError if the file cannot be loaded, or its environment does not keep the contract
 */
export const customModule = {
  summary: "a custom environment: environment: { module: ./my-env.js, options: { … } }",
  options,
  async prepare({ module, options: given }: z.output<typeof options>) {
    const path = resolve(module);
    try {
      const exported = await exportedByWaiting(path);
      const { prepare } = Object(exported) as { prepare?: unknown };
      if (typeof prepare === "function") await prepare({ ...given });
    } catch (error) {
      throw unloadable(module, path, error);
    }
  },
  create({ module, options: given }: z.output<typeof options>) {
    const path = resolve(module);
    let exported: unknown;
    try {
      exported = waitedFor.get(path) ?? required(path);
    } catch (error) {
      throw unloadable(module, path, error);
    }
    const key = JSON.stringify([path, given]);
    const options = { options: given, probe: !triedOut.has(key), limit: TIME_LIMIT };
    const environment = asEnvironment(exported, module, options);
    triedOut.add(key);
    return environment;
  },
} satisfies EnvironmentKind;

const required = (path: string): unknown => withinTime(TIME_LIMIT, () => createRequire(path)(path));

/** What modules with an await at their top level export, which nothing but an import that is waited for can load. */
const waitedFor = new Map<string, unknown>();

const exportedByWaiting = async (path: string): Promise<unknown> => {
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

const unloadable = (module: string, path: string, error: unknown): RangeError => {
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
 * Completes `environment: { module }` of a study as it was read: the kind, the path from the working folder in place
 * of that from the study, and the digest of the file and of its imports. Anything else is left for the schema.
 * @param origin the study's file
 */
export const withModule = (study: unknown, origin: string): unknown => {
  const environment = (study as { environment?: unknown } | null)?.environment;
  const { module } = Object(environment) as { module?: unknown };
  if (typeof module !== "string") return study;
  const path = relative("", resolve(dirname(origin), module));
  return {
    ...(study as object),
    environment: { kind: "module", ...(environment as object), module: path, ...digestOf(path) },
  };
};

const digestOf = (path: string): { digest?: string } => {
  try {
    return { digest: moduleDigest(path) };
  } catch {
    return {}; // that it cannot be read is said where it is loaded
  }
};
