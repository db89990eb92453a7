import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Code in the styles of many people, each in a block of its own: `#: what it is | what must be said of it`. */
export const blocksOf = (name: string): [title: string, code: string, ...expected: string[]][] =>
  readFileSync(join(import.meta.dirname, "corpus", name), "utf8")
    .split(/^#: /m)
    .slice(1)
    .map((block) => {
      const [title, ...expected] = block.split("\n", 1)[0].split(" | ");
      return [title, block.slice(block.indexOf("\n")), ...expected];
    });
