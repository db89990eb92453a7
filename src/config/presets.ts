import type { Estimators } from "../estimators/index.ts";
import type { ChoiceInput } from "../registry.ts";
import type { transforms } from "../transforms/index.ts";

/** An estimator that people know by a name. */
export interface Preset {
  /** One line: what it is, its source, and the setting it is known from. */
  readonly summary: string;
  readonly estimator: ChoiceInput<Estimators> & { transforms?: ChoiceInput<typeof transforms>[] };
}

const tdCritic = { kind: "td" } as const;

/** A logit of a table is seen by few of the steps that the mean is over: hence a step size that is large for a network. */
const clippedSurrogate = {
  kind: "ppo",
  clip: 0.2,
  innerSteps: 10,
  innerLearningRate: 3,
  normalize: "batch",
  deviation: "sample",
  average: "steps",
  lambda: 0.95,
  critic: tdCritic,
  stateWeight: "none",
} as const;

/** The table of presets: its keys are the choices of `estimator.preset`. */
export const presets = {
  reinforce: {
    summary: "reward-to-go, no baseline (Williams 1992; Sutton & Barto 2018, §13.3)",
    estimator: { kind: "reinforce", return: "to-go" },
  },
  "reinforce-total": {
    summary: "the return of the whole trajectory for every score (Williams 1992)",
    estimator: { kind: "reinforce", return: "total" },
  },
  "reinforce-baseline": {
    summary: "reward-to-go less a learned value of the state (Sutton & Barto 2018, §13.4)",
    estimator: {
      kind: "reinforce",
      return: "to-go",
      baseline: { kind: "value", critic: { kind: "monte-carlo" } },
    },
  },
  "actor-critic": {
    summary: "one-step actor-critic: the TD error of a TD(0) critic (Sutton & Barto 2018, §13.5)",
    estimator: { kind: "actor-critic", advantage: "td", critic: tdCritic },
  },
  a2c: {
    summary:
      "5-step advantages of a TD critic, no γᵗ (A3C without the asynchrony: Mnih et al. 2016); with rmsprop",
    estimator: { kind: "actor-critic", advantage: "n-step", n: 5, critic: tdCritic, stateWeight: "none" },
  },
  gae: {
    summary: "GAE(0.95) of a TD critic, no γᵗ (Schulman et al. 2016)",
    estimator: {
      kind: "actor-critic",
      advantage: "gae",
      lambda: 0.95,
      critic: tdCritic,
      stateWeight: "none",
    },
  },
  "vpg-spinningup": {
    summary:
      "GAE(0.97), advantages normalized, mean over steps, no γᵗ (Spinning Up's VPG, Achiam 2018); with adam at 3e-4",
    estimator: {
      kind: "actor-critic",
      advantage: "gae",
      lambda: 0.97,
      critic: { kind: "monte-carlo" },
      stateWeight: "none",
      normalize: "batch",
      average: "steps",
    },
  },
  ppo: {
    summary:
      "the way θ_k − θ of 10 inner steps on the clipped surrogate, ε = 0.2, GAE(0.95), advantages normalized, mean over steps, " +
      "no γᵗ (Schulman et al. 2017); with sgd at 1, its default",
    estimator: { ...clippedSurrogate, of: "displacement" },
  },
  "ppo-inner-gradient": {
    summary:
      "the gradient at θ_k, where PPO's 10 inner steps end: how far it still points along ∇J(θ); to be probed, not followed",
    estimator: { ...clippedSurrogate, of: "inner-gradient" },
  },
  impala: {
    summary: "V-trace with ρ̄ = c̄ = 1, no γᵗ (Espeholt et al. 2018); for a behavior other than the policy",
    estimator: { kind: "v-trace", rhoBar: 1, cBar: 1, critic: tdCritic, stateWeight: "none" },
  },
  npg: {
    summary: "natural gradient: reward-to-go times the inverse Fisher information of the batch (Kakade 2001)",
    estimator: {
      kind: "reinforce",
      return: "to-go",
      transforms: [{ kind: "natural", fisher: "batch", damping: 1e-3 }],
    },
  },
  qac: {
    summary: "action values of SARSA in place of returns (Sutton et al. 2000, theorem 1)",
    estimator: { kind: "q-actor-critic", advantage: false, critic: { kind: "sarsa" } },
  },
  mac: {
    summary: "mean actor-critic: sum over all actions with the values of SARSA (Allen et al. 2017)",
    estimator: { kind: "all-action", critic: { kind: "sarsa" } },
  },
  rloo: {
    summary: "mean return of the others of the group as baseline (Kool et al. 2019; Ahmadian et al. 2024)",
    estimator: { kind: "group-relative", center: "group-leave-one-out", scale: "none", aggregate: "sum" },
  },
  grpo: {
    summary: "group mean and deviation, mean over the steps of a sequence (Shao et al. 2024); with adam",
    estimator: {
      kind: "group-relative",
      center: "group-mean",
      scale: "group-std",
      aggregate: "sequence-mean",
    },
  },
  "dr-grpo": {
    summary: "GRPO without its deviation and its length (Liu et al. 2025); with adam",
    estimator: { kind: "group-relative", center: "group-mean", scale: "none", aggregate: "sum" },
  },
  dapo: {
    summary: "GRPO with the mean over all steps of a group (Yu et al. 2025, §3.3); with adam",
    estimator: {
      kind: "group-relative",
      center: "group-mean",
      scale: "group-std",
      aggregate: "group-token-mean",
    },
  },
  "reinforce-plus-plus": {
    summary: "returns whitened over the steps of the batch, needs no groups (Hu et al. 2025); with adam",
    estimator: {
      kind: "group-relative",
      center: "none",
      scale: "batch-whitening",
      over: "steps",
      aggregate: "batch-token-mean",
    },
  },
  "reinforce-plus-plus-baseline": {
    summary: "returns less the mean of their group, whitened over the batch (Hu et al. 2025); with adam",
    estimator: {
      kind: "group-relative",
      center: "group-mean",
      scale: "batch-whitening",
      over: "steps",
      aggregate: "batch-token-mean",
    },
  },
} satisfies Record<string, Preset>;

export type PresetName = keyof typeof presets;
