import { environmentFrom } from "../../src/config/environments.ts";
import { plan } from "../../src/config/plan.ts";
import type { Study } from "../../src/config/schema.ts";
import type { Store } from "../../src/store/writer.ts";
import { execute, register } from "../../src/sweep/execute.ts";
import { inlineRunner } from "../../src/sweep/inline.ts";

const provenance = {
  gitCommit: null,
  gitDirty: null,
  packageVersion: "0",
  nodeVersion: process.version,
  engine: "",
  host: "test",
  pid: 0,
};

/** Does what is missing of a study in this thread: of what it records nothing depends on who does it. */
export const runHere = async (study: Study, store: Store): Promise<void> => {
  const { jobs } = register(study.name, plan(study), store);
  const runner = inlineRunner(environmentFrom(study.environment));
  await execute({ jobs, store, runner, concurrency: 1, provenance });
};
