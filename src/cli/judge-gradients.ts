import { onlyStudy } from "../study/complete-study.ts";
import { judgedStudy } from "../study/judged-study.ts";
import { defaultDatabase } from "./default-database.ts";
import { printSummary } from "./print-summary.ts";
import { type RunArguments, runStudy } from "./run-study.ts";

/** Runs a study with the gradients as one more estimator of its probe, and prints its summary. @returns the exit code */
export const judgeGradients = async (options: RunArguments & { gradients: string }): Promise<number> => {
  const { study: path, gradients, quiet = false, json = false } = options;
  const db = options.db ?? defaultDatabase(path, "-judged");
  const code = await runStudy({ ...options, db }, (studies) => [
    judgedStudy(onlyStudy(studies, path), gradients),
  ]);
  if (code === 0 && !quiet && !json) printSummary(db, {});
  return code;
};
