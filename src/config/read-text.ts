import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "../errors/config-error.ts";

/** What went wrong, by the code of the system's error. */
const reasons: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: () => "no such file",
  ENOTDIR: () => "no such file",
  EACCES: () => "cannot be read: permission denied",
  EPERM: () => "cannot be read: permission denied",
  EISDIR(path) {
    const inside = join(path, "study.yaml");
    return `is a folder, not a file${existsSync(inside) ? `; did you mean ${inside}?` : ""}`;
  },
};

/** Reads a text file. @throws ConfigError if it is not there, cannot be read or is not UTF-8 text */
export const readText = (path: string): string => {
  const refuse = (message: string) => new ConfigError([{ origin: path, path: [], message }]);
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw refuse(reasons[code]?.(path) ?? `cannot be read: ${message}`);
  }
  try {
    if (bytes.includes(0)) throw new TypeError("a zero byte");
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw refuse("is not a text file (UTF-8)");
  }
};
