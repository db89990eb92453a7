import { statSync, watch } from "node:fs";
import { dirname } from "node:path";

const watched = new Set();

const changedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs;

/**
 * Calls when one of some files has changed; a file that is watched already is passed over. Their folders are what is
 * watched, because editors put a new file in the place of the old one.
 */
export const watchFiles = (paths, onChange) => {
  for (const path of paths.filter((each) => !watched.has(each))) {
    watched.add(path);
    let seen = changedAt(path);
    watch(dirname(path), () => {
      const now = changedAt(path);
      if (now === seen) return;
      seen = now;
      if (now !== undefined) onChange();
    });
  }
};
