import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A new folder that is gone when the process ends, and what empties it before. */
export const temporaryFolder = (): { readonly folder: string; empty(): void } => {
  const folder = mkdtempSync(join(tmpdir(), "trueslope-bench-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    empty() {
      for (const name of readdirSync(folder)) rmSync(join(folder, name));
    },
  };
};
