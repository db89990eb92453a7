import { readFileSync } from "node:fs";

/** One Adam or RMSprop step after the other: [θ of the policy, θ of the value network]. */
interface Steps {
  readonly after1?: readonly [number[], number[]];
  readonly after3: readonly [number[], number[]];
}

interface Tries {
  readonly gain: number[];
  readonly kl: number[];
  readonly reverseKl: number[];
}

/** Of one kind of policy. */
export interface Agent {
  readonly theta: number[];
  readonly actions: number[];
  readonly oldLogProbabilities: number[];
  readonly outputs: number[];
  readonly logProbabilities: number[];
  readonly ppo: {
    readonly policyLoss: number;
    readonly entropy: number;
    readonly approxKl: number;
    readonly approxKlOld: number;
    readonly clipFraction: number;
    readonly policyGradient: number[];
    readonly variants: Record<
      "cleanrl" | "cleanrl-no-clip" | "sb3" | "im",
      Steps & { readonly valueLoss: number; readonly valueGradient: number[]; readonly norm: number }
    >;
  };
  readonly a2c: {
    readonly policyLoss: number;
    readonly valueLoss: number;
    readonly policyGradient: number[];
    readonly valueGradient: number[];
    readonly norm: number;
    readonly pytorch: Steps;
    readonly tensorflow: Steps;
  };
  /** One network with the policy's hidden layers: [θ of the policy, last layer of the values] after steps. */
  readonly shared: Record<
    "ppo" | "a2c",
    Steps & {
      readonly values: number[];
      readonly valueLoss: number;
      readonly gradient: number[];
      readonly headGradient: number[];
      readonly norm: number;
    }
  >;
  readonly trpo: {
    readonly gradient: number[];
    readonly direction: number[];
    readonly fisher: number[];
    readonly solution10: number[];
    readonly residuals10: number[];
    readonly solution: number[];
    readonly solutionEvery5: number[];
    readonly searches: readonly {
      readonly delta: number;
      readonly step: number;
      readonly expected: number;
      readonly halves: Tries;
      readonly fifths: Tries;
      readonly accepted: Record<"im" | "baselines" | "sb3" | "spinningup", number>;
      readonly theta?: number[];
    }[];
  };
}

interface DeepGolden {
  readonly inputs: Record<
    "observations" | "advantages" | "oldValues" | "returns" | "value" | "values",
    number[]
  >;
  readonly gaussian: Agent;
  readonly softmax: Agent;
  readonly orthogonal: readonly {
    readonly rows: number;
    readonly columns: number;
    readonly gain: number;
    readonly normals: number[];
    readonly weights: number[];
    readonly gram: number[];
  }[];
  readonly advantages: Record<"sample" | "population" | "bare", number[]>;
  readonly normalizers: {
    readonly numbers: number[];
    readonly ends: number[];
    readonly observations: Record<"gymnasium" | "sb3" | "im" | "lanes" | "clipped", number[]>;
    readonly rewards: Record<"gymnasium" | "sb3" | "imReturns" | "imRewards" | "lanes" | "clipped", number[]>;
  };
}

/** Numbers of PyTorch, Gymnasium and stable-baselines3; golden/deep/deep.py makes them, and says what each of them is. */
export const deepGolden = JSON.parse(
  readFileSync(new URL("golden/deep/deep.json", import.meta.url), "utf8"),
) as DeepGolden;
