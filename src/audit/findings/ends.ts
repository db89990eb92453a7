import type { Exam } from "../exam.ts";
import { choice, type Finding, fault } from "../finding.ts";
import type { Reading } from "../read.ts";
import type { Structure } from "../structure.ts";
import { isNear, number } from "./numbers.ts";

/** Whether the last step of every trajectory has no weight, whatever the rewards are. */
export const lastSteps = ({ trajectory }: Exam, { answers, structure }: Reading): Finding[] => {
  const { odd, responses, degree } = answers;
  if (structure?.kind === "one-early" || degree === "none") return [];
  const all = [odd.weights, ...responses];
  const size = Math.max(...odd.weights.map(Math.abs));
  const isLast = (k: number) => trajectory[k + 1] !== trajectory[k];
  const idle = trajectory.every((_, k) => !isLast(k) || all.every((w) => Math.abs(w[k]) <= 1e-9 * size));
  if (!idle) return [];
  const text =
    "the last step of every trajectory has no weight: its end is masked out, or a loop stops before it";
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
