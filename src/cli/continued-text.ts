import { count } from "../report/text/format-number.ts";
import type { Job } from "../sweep/sweep.ts";

/** Runs that are named one by one. */
const MAX_NAMED = 5;

/**
 * A line for each run that does not begin at its first θ, such as "agent ppo, seed 3: continued after update 300 of 1000.",
 * or that could go on from a checkpoint and does not.
 */
export const continuedText = (jobs: readonly Job[]): string[] => {
  const told = jobs.filter(({ resume, unused }) => resume !== undefined || unused !== undefined);
  const lines = told.slice(0, MAX_NAMED).map(({ config: { agent, seed }, from = 0, resume, unused }) => {
    const after = from === 0 ? "the first probe, before update 1" : `update ${from}`;
    const begins = resume ? `continued after ${after} of ${agent.iterations}` : "begins anew";
    const why = unused === undefined ? "" : `; its checkpoint is not used, made ${unused}`;
    return `agent ${agent.name}, seed ${seed}: ${begins}${why}.`;
  });
  const others = told.length - lines.length;
  return others > 0 ? [...lines, `The same of ${count(others, "other run")}.`] : lines;
};
