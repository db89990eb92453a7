import { closeSync, openSync, writeFileSync } from "node:fs";

const CHUNK = 1 << 20; // characters to hold before they are written

/**
 * Writes a text file of any length, line by line, with little in memory.
 *
 * @throws Error of the file system if it cannot be written
 */
export const writeLines = (path: string, lines: Iterable<string>): void => {
  const file = openSync(path, "w");
  try {
    let pending = "";
    for (const line of lines) {
      pending += `${line}\n`;
      if (pending.length < CHUNK) continue;
      writeFileSync(file, pending);
      pending = "";
    }
    writeFileSync(file, pending);
  } finally {
    closeSync(file);
  }
};
