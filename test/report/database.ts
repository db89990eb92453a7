import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll } from "vitest";
import { engineDigest } from "../../src/arithmetic/engine.ts";
import { plan } from "../../src/config/plan.ts";
import { type Study, studySchema } from "../../src/config/schema.ts";
import { run } from "../../src/run/run.ts";
import { openStore } from "../../src/store/open.ts";
import { register } from "../../src/sweep/execute.ts";
import { study as smallStudy } from "../cli/study.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";

const provenance = {
  gitCommit: "0123abc",
  gitDirty: true,
  packageVersion: "0.1.0",
  nodeVersion: "v20.0.0",
  engine: engineDigest(),
  host: "test",
  pid: 42,
};

/** A folder that goes away with the test file. */
export const scratch = (): string => {
  const folder = temporaryFolder();
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** The small study of the command line's tests, two agents and three seeds, with what is to be different. */
export const study = (changes: Record<string, unknown> = {}): Study => studySchema.parse(smallStudy(changes));

/** Of what is planned, so many runs are done; the next one is left running after its first probe. */
export interface Progress {
  readonly done?: number;
  readonly begun?: boolean;
  /** Whether longer runs can go on from these. */
  readonly saves?: boolean;
}

/** Runs studies in this thread, into a database that may be there already. */
export const database = (
  folder: string,
  name: string,
  studies: readonly Study[],
  { done = Number.POSITIVE_INFINITY, begun = false, saves = false }: Progress = {},
): string => {
  const path = join(folder, name);
  const store = openStore(path, "0.1.0");
  try {
    for (const each of studies) {
      for (const [i, { runId, config, from = 0, resume }] of register(
        each.name,
        plan(each),
        store,
      ).jobs.entries()) {
        if (i > done || (i === done && !begun)) break;
        store.begin(runId, provenance);
        let part = i === done;
        run(config, undefined, undefined, { resume: resume?.(), saves }).subscribe((event) => {
          part &&= !(event.type === "iteration" && event.iteration > from + 1);
          if (i < done || part) store.record(runId, event);
        });
        if (i < done) store.end(runId, "done");
      }
    }
  } finally {
    store.close();
  }
  return path;
};
