import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { StoreError } from "../../src/errors/store-error.ts";
import { openReader, openStore } from "../../src/store/open.ts";
import { needs } from "../suite/needs.ts";
import { temporaryFile } from "../suite/temporary-folder.ts";
import * as cells from "./cells.ts";
import { planned } from "./cells.ts";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Compiles the store, so that another process can load it; returns the URL of the module. */
function compiledStore(folder: string): string {
  const options = {
    extends: join(root, "tsconfig.json"),
    compilerOptions: {
      rootDir: root,
      outDir: join(folder, "dist"),
      typeRoots: [join(root, "node_modules/@types")],
    },
    include: [join(root, "src/store/*.ts")],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(options));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", folder]);
  const store = join(folder, "dist/src/store");
  for (const name of ["schema.sql", "views.sql"]) cpSync(join(root, "src/store", name), join(store, name));
  return pathToFileURL(join(store, "open.js")).href;
}

describe("a writer that is killed", () => {
  it.skipIf(process.platform === "win32")(
    "frees the file, keeps its rows and is marked interrupted",
    async () => {
      const path = temporaryFile();
      const build = join(dirname(path), "build");
      mkdirSync(build);
      const update = {
        type: "iteration",
        iteration: 0,
        envSteps: 9,
        meanReturn: 1,
        episodeReturn: 1,
        episodeLength: 1,
        exactReturn: 1,
        gradientNorm: 1,
        ...{ episodes: 1, returnMin: 1, returnMax: 1, figures: null },
      };
      const script = `
      import { openStore } from ${JSON.stringify(compiledStore(build))};
      const store = openStore(${JSON.stringify(path)}, "0.1.0");
      const [run] = store.register("x", [${JSON.stringify(planned())}]);
      store.begin(run.runId, ${JSON.stringify(cells.provenance)});
      store.record(run.runId, ${JSON.stringify(update)});
      console.log("ready");
      setInterval(() => store.heartbeat(run.runId), 5);
    `;
      writeFileSync(join(build, "writer.js"), script);
      const child = spawn(process.execPath, [join(build, "writer.js")], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      await once(child.stdout, "data");

      const reader = openReader(path);
      expect(reader.prepare("SELECT status FROM run").pluck().get()).toBe("running");
      expect(() => openStore(path, "0.1.0")).toThrow(`another trueslope (process ${child.pid})`);
      expect(() => openStore(path, "0.1.0")).toThrow(StoreError);

      child.kill("SIGKILL");
      await once(child, "exit");
      expect(existsSync(`${path}-lock`)).toBe(true);
      const store = openStore(path, "0.1.0");
      const columns =
        "SELECT status, ended_at = heartbeat AS ended, (SELECT count(*) FROM iteration) AS rows FROM run";
      expect(reader.prepare(columns).get()).toEqual({ status: "interrupted", ended: 1, rows: 1 });
      expect(store.register("x", [planned()])).toEqual([{ runId: 1, done: false }]);
      reader.close();
      store.close();
      expect(readdirSync(dirname(path)).sort()).toEqual(["build", "test.db"]);
    },
  );
});

describe("the sqlite3 shell", () => {
  it.skipIf(!needs.sqlite3().met)("shows the same numbers as the library", () => {
    const path = temporaryFile();
    const store = openStore(path, "0.1.0");
    const [run] = store.register("x", [planned()]);
    const truth = [1, 0.5, -2];
    store.record(run.runId, [cells.probe(truth), cells.estimates(cells.vectors(9, 3), truth)]);
    const sql = "SELECT * FROM estimator_summary";
    const query = () => JSON.parse(execFileSync("sqlite3", ["-json", path, sql], { encoding: "utf8" }))[0];
    const reader = openReader(path);
    const expected = reader.prepare<[], Record<string, unknown>>(sql).get()!;
    reader.close();
    const whileWriting = query();
    store.close();
    for (const row of [whileWriting, query()])
      for (const [column, value] of Object.entries(expected)) {
        if (typeof value === "number") expect(row[column], column).toBeCloseTo(value, 11);
        else expect(row[column], column).toBe(value);
      }
  });
});
