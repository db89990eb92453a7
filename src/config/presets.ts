import type { estimators } from "../estimators/index.ts";
import type { ChoiceInput } from "../kinds.ts";

/** An estimator that people know by a name. */
export interface Preset {
  /** One line: what it is, its source, and the setting it is known from. */
  readonly summary: string;
  readonly estimator: ChoiceInput<typeof estimators>;
}

const tdCritic = { kind: "td" } as const;

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
    summary: "GAE(.95) of a TD critic, no γᵗ (Schulman et al. 2016)",
    estimator: {
      kind: "actor-critic",
      advantage: "gae",
      lambda: 0.95,
      critic: tdCritic,
      stateWeight: "none",
    },
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
