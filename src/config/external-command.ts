import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";

/**
 * Completes an estimator of the kind `external` of a study as it was read: files of its command by the path from the working
 * folder in place of that from the study, and the digest of them. Anything else is left for the schema.
 * @param folder that of the study's file
 */
export const withCommand = (written: unknown, folder: string): unknown => {
  const { kind, command } = Object(written) as { kind?: unknown; command?: unknown };
  if (kind !== "external" || !Array.isArray(command)) return written;
  const files: string[] = [];
  const words = command.map((word: unknown, i) => {
    if (typeof word !== "string" || word.startsWith("-")) return word;
    // a program on the PATH, or of the system
    if (i === 0 && (!word.includes("/") || isAbsolute(word))) return word;
    const path = isAbsolute(word) ? word : relative("", resolve(folder, word));
    if (!isFile(path)) return word.endsWith(".py") ? path : word;
    files.push(path);
    return i === 0 && !path.includes("/") ? `./${path}` : path; // a word alone is looked for on the PATH
  });
  return { ...(written as object), command: words, ...(files.length > 0 && { digest: digestOf(files) }) };
};

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();

/** SHA-256 of files and of the Python files beside them that they import. */
const digestOf = (files: readonly string[]): string => {
  const hash = createHash("sha256");
  const seen = new Set<string>();
  const add = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const content = readFileSync(path);
    hash.update(createHash("sha256").update(content).digest());
    if (!path.endsWith(".py")) return;
    for (const [, module] of content.toString().matchAll(IMPORT))
      for (const name of [`${module}.py`, join(module, "__init__.py")])
        if (isFile(join(dirname(path), name))) add(join(dirname(path), name));
  };
  for (const path of files) add(path);
  return hash.digest("hex");
};

/** `import a` and `from a import b`, at the beginning of a line or indented. */
const IMPORT = /^[ \t]*(?:from|import)[ \t]+(\w+)/gm;
