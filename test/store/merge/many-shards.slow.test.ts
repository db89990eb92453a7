import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { shardFile } from "../../../src/store/shards.ts";
import { temporaryFolder } from "../../suite/temporary-folder.ts";
import { closed, query } from "../databases.ts";

/** `SHARDS=1200 npx vitest run test/store/merge/many-shards` makes a gigabyte of them. */
const COUNT = Number(process.env.SHARDS ?? 100);

/** A module that has a process end with the most memory that it took, in MiB; maxRSS would count who started it. */
const MEMORY = `data:text/javascript,${encodeURIComponent(`
  import { readFileSync } from "node:fs";
  const most = () => /VmHWM:\\s+(\\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))[1] / 1024;
  process.on("exit", () => console.error(most()));`)}`;

it("more shards than files may be open are merged in little memory", () => {
  const db = join(temporaryFolder(), "study.db");
  const one = closed({});
  const files = Array.from({ length: COUNT }, (_, index) => shardFile(db, { index, count: COUNT }));
  mkdirSync(dirname(files[0]));
  for (const [seed, file] of files.entries()) {
    copyFileSync(one, file);
    const copy = new Database(file);
    copy.pragma("synchronous = off");
    copy.prepare("UPDATE run SET seed = ?").run(seed);
    copy.close();
  }
  const main = fileURLToPath(new URL("../../../dist/bundle/main.js", import.meta.url));
  const limited = `ulimit -n ${Math.floor(0.85 * COUNT)}; exec "$0" "$@"`;
  const words = ["--import", MEMORY, main, "merge", dirname(files[0]), "-o", db];
  const { status, stderr } = spawnSync("sh", ["-c", limited, process.execPath, ...words], {
    encoding: "utf8",
  });
  expect(status, stderr).toBe(0);
  expect(Number(stderr)).toBeLessThan(150);
  expect(query(db, "SELECT count(*), count(DISTINCT seed) FROM run")).toEqual([[COUNT, COUNT]]);
  expect(query(db, "SELECT count(*) FROM estimate")).toEqual([[3 * COUNT]]);
});
