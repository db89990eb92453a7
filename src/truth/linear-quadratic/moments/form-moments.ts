import type { StateWeight } from "../../../problem/objective.ts";
import type { TrajectoryMoments } from "../../discrete/trajectory.ts";
import type { LinearQuadraticSolution } from "../solution.ts";
import type { QuadraticForm } from "./form-rewards.ts";
import { frameOf, type QuadraticFrame } from "./frame.ts";
import { trajectoryMoments } from "./trajectory-moments.ts";

/** The moments of one trajectory's estimate of a form; undefined where they cannot be had. */
export type FormMoments = (form: QuadraticForm, stateWeight: StateWeight) => TrajectoryMoments | undefined;

/** The moments of forms at the θ that a solution was made for; forms that are alike are computed once. */
export const formMoments = (solution: LinearQuadraticSolution): FormMoments => {
  const known: { key: readonly unknown[]; moments: TrajectoryMoments | undefined }[] = [];
  let frame: QuadraticFrame | undefined | "not yet" = "not yet";
  return (form, stateWeight) => {
    const { kind, lambda, across, values, actionValues } = form;
    const key = [kind, lambda, across, stateWeight, values, actionValues];
    const found = known.find((each) => each.key.every((part, i) => part === key[i]));
    if (found) return found.moments;
    if (frame === "not yet") frame = frameOf(solution);
    const moments = frame && trajectoryMoments(frame, form, stateWeight);
    known.push({ key, moments });
    return moments;
  };
};
