import type { Objective } from "../../problem/objective.ts";
import { type Claim, near } from "../claim.ts";
import { type Golden, goldenProblem, truthOf } from "./problem.ts";

/** First state: R pays 1; both actions lead on. Second: L pays 2.5 and ends; R waits three steps for 8. */
export const WHICH_GRADIENT: Golden["environment"] = {
  kind: "finite-mdp",
  states: ["first", "second", "wait-1", "wait-2", "wait-3"],
  actions: ["L", "R"],
  start: "first",
  transitions: [
    { from: "first", action: "L", to: "second" },
    { from: "first", action: "R", to: "second", reward: 1 },
    { from: "second", action: "L", reward: 2.5, end: true },
    { from: "second", action: "R", to: "wait-1" },
    { from: "wait-1", to: "wait-2" },
    { from: "wait-2", to: "wait-3" },
    { from: "wait-3", reward: 8, end: true },
  ],
};

/** π(R), the same in both states: they share one logit. */
const P = 0.3;

/**
 * The sign flip without γᵗ: of the shared logit, ∂J_γ = 0.25 p(1−p) and ∂J_1 = 6.5 p(1−p) are positive, while the
 * direction without γᵗ, at γ = 0.5, is −0.5 p(1−p), against both.
 */
export function* whichGradient(): Generator<Claim> {
  const cases: [string, Partial<Objective> & { discount: number }, number][] = [
    ["∂J at γ = 0.5", { discount: 0.5 }, 0.25],
    ["∂J at γ = 1", { discount: 1 }, 6.5],
    ["direction without γᵗ at γ = 0.5", { discount: 0.5, stateWeight: "none" }, -0.5],
  ];
  const logit = Math.log(P / (1 - P));
  for (const [what, objective, slope] of cases) {
    const theta = [0, logit, 0, logit, 0, 0, 0, 0, 0, 0];
    const { point } = goldenProblem({
      environment: WHICH_GRADIENT,
      objective: { horizon: 5, ...objective },
      theta,
    });
    const gradient = truthOf({ point });
    // the logit moves θ(first, R) and θ(second, R)
    yield near(`which gradient: ${what}`, gradient[1] + gradient[3], slope * P * (1 - P), 1e-12);
  }
}
