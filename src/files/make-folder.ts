import { mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * Makes a folder and those that it lies in, where they are missing. One after the other, for the recursive `mkdir` of
 * Node.js tries for ever where a folder cannot hold others, as under /proc.
 *
 * @throws Error of the file system if one cannot be made
 */
export const makeFolder = (folder: string): void => {
  const place = resolve(folder);
  if (isFolder(place)) return;
  if (dirname(place) !== place) makeFolder(dirname(place));
  try {
    mkdirSync(place);
  } catch (error) {
    if (!isFolder(place)) throw error; // another process may have made it
  }
};

const isFolder = (place: string): boolean =>
  statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
