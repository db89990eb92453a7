import type { Exam } from "../exam.ts";
import { choice, type Finding, fault } from "../finding.ts";
import type { Reading } from "../read.ts";
import type { Structure } from "../structure.ts";
import { isNear, number } from "./numbers.ts";

/** Steps that have no weight, whatever the rewards are: the last one of trajectories, or all of those that were cut off. */
export const idleSteps = (
  { trajectory, lengths, horizon }: Exam,
  { answers, structure }: Reading,
): Finding[] => {
  const { odd, responses, degree } = answers;
  if (structure?.kind === "one-early" || degree === "none") return [];
  const all = [odd.weights, ...responses];
  const size = Math.max(...odd.weights.map(Math.abs));
  const isIdle = (k: number) => all.every((w) => Math.abs(w[k]) <= 1e-9 * size);
  const steps = Array.from(trajectory.keys());
  const isCut = (k: number) => lengths[trajectory[k]] === horizon;
  if (steps.filter(isCut).every(isIdle))
    return [
      choice(
        "credit",
        "cut-off-trajectories",
        "a trajectory that was cut off has no weight: its steps are filtered out",
      ),
    ];
  const lasts = steps.filter((k) => trajectory[k + 1] !== trajectory[k]);
  if (!lasts.filter((k) => !isCut(k)).every(isIdle)) return [];
  const which = lasts.every(isIdle) ? "every trajectory" : "every trajectory that ended";
  const text = `the last step of ${which} has no weight: its end is masked out, or a loop stops before it`;
  return [fault("credit", "last-steps", text)];
};

export const atEnds = ({ discount }: Exam, { cut, ended }: Structure["ends"]): Finding[] => {
  const found: Finding[] = [];
  if (ended !== undefined && !isNear(ended, 0))
    found.push(
      fault(
        "truncation",
        "values-after-ends",
        "the value after the end of a trajectory counts, where nothing follows",
      ),
    );
  if (cut === undefined) return found;
  if (isNear(cut, 0))
    found.push(
      choice(
        "truncation",
        "cut-off-trajectories",
        "a trajectory that was cut off is taken as ended: right for J of this horizon",
      ),
    );
  else if (isNear(cut, discount))
    found.push(
      choice(
        "truncation",
        "cut-off-trajectories",
        "a trajectory that was cut off goes on with V of its last state",
      ),
    );
  else
    found.push(
      choice(
        "truncation",
        "cut-off-trajectories",
        `a trajectory that was cut off goes on with ${number(cut)} times V of its last state`,
      ),
    );
  return found;
};
