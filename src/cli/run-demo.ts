import { join, relative } from "node:path";
import { packageFolder } from "../files/package-folder.ts";
import { warn } from "./print.ts";
import { type RunArguments, runStudy } from "./run-study.ts";

/** The words of the command line. */
export type DemoArguments = Pick<RunArguments, "db" | "workers" | "replace">;

/** Runs the study of the quickstart into a database of this folder. @returns the exit code */
export const runDemo = async ({
  db = join("results", "demo.db"),
  ...options
}: DemoArguments): Promise<number> => {
  const file = join(packageFolder(), "experiments", "quickstart", "study.yaml");
  const near = relative("", file);
  const study = near.startsWith("..") ? file : near;
  warn(`The study ${study} runs into ${db}.\n`);
  return runStudy({ study, db, ...options });
};
