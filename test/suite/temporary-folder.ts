import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A new empty folder; it goes away with all others when the tests end. */
export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), "trueslope-"));

/** A path in a new folder. */
export const temporaryFile = (name = "test.db"): string => join(temporaryFolder(), name);

/** Where a program is told to put temporary files: on Unix, and on Windows. */
const PLACES = ["TMPDIR", "TEMP", "TMP"] as const;

/**
 * Whatever tests put among temporary files, or programs that they start, comes into one folder.
 * @param env of this process, which is changed
 * @returns what removes the folder and changes the environment back
 */
export const gatherTemporaryFiles = (env: NodeJS.ProcessEnv): (() => void) => {
  const before = PLACES.map((name) => [name, env[name]] as const);
  const folder = mkdtempSync(join(tmpdir(), "trueslope-tests-"));
  chmodSync(folder, 0o755); // tests look into it as another user
  for (const name of PLACES) env[name] = folder;
  return () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    for (const [name, value] of before)
      if (value === undefined) delete env[name];
      else env[name] = value;
  };
};

/** Before the first test; what is returned is called after the last. A run that is interrupted ends without that. */
export default (): (() => void) => {
  const remove = gatherTemporaryFiles(process.env);
  process.once("exit", remove);
  return remove;
};
