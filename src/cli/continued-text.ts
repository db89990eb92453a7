import { count } from "../report/text/format-number.ts";
import type { Job } from "../sweep/sweep.ts";

/** Runs that are named one by one. */
const MAX_NAMED = 5;

/** A line for each run that does not begin at its first θ, such as "agent ppo, seed 3: continued after update 300 of 1000." */
export const continuedText = (jobs: readonly Job[]): string[] => {
  const continued = jobs.filter(({ resume }) => resume !== undefined);
  const lines = continued.slice(0, MAX_NAMED).map(({ config: { agent, seed }, from = 0 }) => {
    const after = from === 0 ? "the first probe, before update 1" : `update ${from}`;
    return `agent ${agent.name}, seed ${seed}: continued after ${after} of ${agent.iterations}.`;
  });
  const others = continued.length - lines.length;
  return others > 0 ? [...lines, `${count(others, "other run")} continued, too.`] : lines;
};
