import { importsOf, type Sources } from "./imports.ts";

/** `envs`, a folder right below `src`, or a file that lies loose there. */
const folderOf = (path: string): string =>
  path.startsWith("envs/") ? "envs" : path.split("/").slice(0, 2).join("/");

/**
 * Folders that import each other, directly or by way of others: the strongly connected parts of the graph of folders
 * that have more than one. Files of one folder may be as they like here; `violations` forbids circles of files.
 *
 * @returns each part as "a ↔ b ↔ c", in order of the alphabet
 */
export const folderCircles = (sources: Sources): string[] => {
  const imports = new Map<string, Set<string>>();
  for (const [path, source] of sources) {
    const from = folderOf(path);
    const known = imports.get(from) ?? new Set();
    imports.set(from, known);
    for (const target of importsOf(path, source))
      if (sources.has(target) && folderOf(target) !== from) known.add(folderOf(target));
  }
  const reached = new Map([...imports.keys()].map((folder) => [folder, reachable(folder, imports)]));
  const parts = [...imports.keys()]
    .filter((folder) => reached.get(folder)!.has(folder))
    .map((folder) => [...imports.keys()].filter((other) => isMutual(folder, other, reached)));
  return [...new Set(parts.map((part) => part.toSorted().join(" ↔ ")))].toSorted();
};

const isMutual = (one: string, other: string, reached: ReadonlyMap<string, ReadonlySet<string>>): boolean =>
  reached.get(one)!.has(other) && reached.get(other)!.has(one);

const reachable = (folder: string, imports: ReadonlyMap<string, ReadonlySet<string>>): Set<string> => {
  const seen = new Set<string>();
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
    for (const target of imports.get(next) ?? [])
      if (!seen.has(target)) {
        seen.add(target);
        waiting.push(target);
      }
  return seen;
};
