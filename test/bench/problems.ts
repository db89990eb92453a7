import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Environment } from "../../envs/contract/environment.ts";
import { environmentFrom } from "../../src/config/environments.ts";
import { plan, type Study, studySchema } from "../../src/index.ts";
import { type Setup, setUp } from "../../src/setup/set-up.ts";

const study = (environment: object, policy: object, horizon: number) => ({
  name: "bench",
  environment,
  objective: { discount: 0.99, horizon },
  policy,
  agents: [{ name: "agent", estimator: { kind: "reinforce" }, iterations: 0 }],
  seeds: [0],
});

/** What is timed; problems with yardsticks in C and Python are written there once more. */
const STUDIES: Readonly<Record<string, object>> = {
  "frozen-lake": study({ kind: "frozen-lake", map: "4x4", slippery: true }, { kind: "softmax" }, 100),
  "frozen-lake-8x8": study({ kind: "frozen-lake", map: "8x8", slippery: true }, { kind: "softmax" }, 200),
  taxi: study({ kind: "taxi" }, { kind: "softmax" }, 200),
  bandit: study({ kind: "bernoulli-bandit", arms: [0.3, 0.7] }, { kind: "softmax" }, 1),
  "double-integrator": study(
    { kind: "linear-quadratic", preset: "double-integrator" },
    { kind: "linear-gaussian", deviation: 0.3 },
    10,
  ),
  "cart-pole": study(
    { kind: "cart-pole" },
    { kind: "perceptron", widths: [64, 64], activation: "tanh" },
    500,
  ),
};

/** The parts of a problem, at its first θ. @throws RangeError if it is not one of the table */
export const setUpOf = (problem: string, change = (environment: Environment) => environment): Setup => {
  if (!(problem in STUDIES)) throw new RangeError(`no problem is called ${problem}`);
  const [config] = plan(studySchema.parse(STUDIES[problem]));
  return setUp(config, change(environmentFrom(config.environment)));
};

/** The seven estimators of experiments/frozen-lake at the first θ of another problem of the table. */
export const sevenOn = (problem: string): Setup => {
  const { agents, probe } = sevenEstimators({
    seeds: [0],
    agent: { iterations: 0 },
    probe: { replicates: 2 },
  });
  const [config] = plan(studySchema.parse({ ...STUDIES[problem], agents, probe }));
  return setUp(config, environmentFrom(config.environment));
};

/** What is changed in the study of seven estimators. */
export interface Changes {
  readonly seeds: readonly number[];
  readonly agent: { readonly iterations: number };
  readonly probe: {
    readonly replicates: number;
    readonly every?: number;
    readonly batchSizes?: readonly number[];
  };
}

/** The actor-critic agent of experiments/frozen-lake: seven estimators in all, with vectors of 64. */
export const sevenEstimators = ({ seeds, agent, probe }: Changes): Study => {
  const text = readFileSync(new URL("../../../experiments/frozen-lake/study.yaml", import.meta.url), "utf8");
  const study = parse(text);
  return studySchema.parse({
    ...study,
    name: "bench",
    agents: [{ ...study.agents[1], ...agent }],
    probe: { ...study.probe, ...probe },
    seeds,
  });
};
