import type { Estimator } from "../estimators/estimator.ts";
import { estimators } from "../estimators/index.ts";
import type { EstimatorContext } from "../estimators/kind.ts";
import { softmax } from "../policies/softmax.ts";
import type { Point, Problem } from "../problem/point.ts";
import { createProblem } from "../problem/problem.ts";
import { make } from "../registry.ts";
import type { AuditBatch } from "./batch.ts";
import type { Exam } from "./exam.ts";
import { givenValues } from "./given-values.ts";

/** An estimator of ours, for batches that bring values along. */
export interface CatalogueEntry {
  /** Its options in a study; without its critic, which gives the values of the batch. */
  readonly options: Options;
  /** γ of its objective: that of the batch, or 1. */
  readonly discount: number;
  /** Whether nothing follows where the horizon cuts off. */
  readonly end: boolean;
  readonly estimator: Estimator;
  /** Writes the weight of every step in a mean over trajectories. @param out [steps] */
  weigh(batch: AuditBatch, out: Float64Array): void;
}

export type Options = Readonly<Record<string, unknown>> & { readonly kind: string };

/** Makes one estimator of ours. @throws RangeError for options that do not go together */
export const catalogueEntry = (
  exam: Exam,
  options: Options,
  discount: number,
  end: boolean,
): CatalogueEntry => {
  const problem = problemOf(exam, discount);
  const { kind, ...rest } = options;
  const parsed = estimators[kind as keyof typeof estimators].options.parse(rest);
  const context: EstimatorContext = { ...problem, critic: () => givenValues(end) };
  const estimator = make<[EstimatorContext], Estimator>(estimators, { kind, ...(parsed as object) }, context);
  const { weighting } = estimator;
  if (weighting === undefined) throw new RangeError(`${kind} is no weighting of scores`);
  const point = problem.at(new Float64Array(exam.theta)) as Point;
  return {
    ...{ options, discount, end, estimator },
    weigh(batch, out) {
      weighting.weigh(batch, point, out);
      if (weighting.per === "steps")
        for (let k = 0; k < batch.steps; k++) out[k] *= batch.trajectories / batch.steps;
    },
  };
};

/** An environment of which only the shape is used: batches of the exam are crafted. */
const problemOf = ({ states, actions, groupSize, horizon }: Exam, discount: number): Problem =>
  createProblem(
    {
      environment: { kind: "crafted", states, actions, reset: never, step: never },
      objective: { discount, horizon, stateWeight: "discounted" },
      createPolicy: () => softmax(states, actions),
      groupSize,
    },
    [],
  );

const never = (): never => {
  throw new Error("a crafted batch is never sampled");
};

const CRITIC = { kind: "fixed", values: [0] };

/**
 * All that code is compared with, the simplest first.
 * @param lambdas λ that were read of the code
 * @param alone whether advantages are judged alone: without γᵗ and divisor
 */
export const catalogue = (exam: Exam, lambdas: readonly number[], alone: boolean): CatalogueEntry[] => {
  const tried = [...new Set([...lambdas, 0.95, 1, 0])].filter((each) => each >= 0 && each <= 1);
  const scalings = product({
    stateWeight: alone ? ["none"] : ["discounted", "none"],
    average: alone ? ["trajectories"] : ["trajectories", "steps"],
    normalize: [{}, { normalize: "batch" }, { normalize: "batch", deviation: "sample" }],
  }).map(({ normalize, ...rest }) => ({ ...rest, ...(normalize as object) }));
  const baselines = [
    { kind: "none" },
    { kind: "value", critic: CRITIC },
    { kind: "batch-mean" },
    { kind: "leave-one-out" },
    { kind: "time" },
    { kind: "time", fit: "same-batch" },
  ];
  const returns = product({ baseline: baselines, scaling: scalings }).flatMap(({ baseline, scaling }) => [
    { kind: "reinforce", return: "to-go", baseline, ...(scaling as object) },
    ...((scaling as { stateWeight: string }).stateWeight === "none" && !alone
      ? []
      : [
          { kind: "reinforce", return: "total", baseline, ...(scaling as object), stateWeight: "discounted" },
        ]),
  ]);
  const advantages = [
    ...tried.map((lambda) => ({ advantage: "gae", lambda })),
    ...[2, 3, 4, 5].map((n) => ({ advantage: "n-step", n })),
    ...tried.map((lambda) => ({ advantage: "lambda-return", lambda })),
  ];
  const critics = product({ advantage: advantages, scaling: scalings }).map(({ advantage, scaling }) => ({
    kind: "actor-critic",
    ...(advantage as object),
    critic: CRITIC,
    ...(scaling as object),
  }));
  const groups = product({
    center: ["none", "group-mean", "group-leave-one-out", "batch-mean"],
    scale: [
      {},
      ...product({
        scale: ["group-std", "batch-std", "batch-whitening"],
        deviation: ["sample", "population"],
      }),
    ],
    aggregate: alone ? ["sum"] : ["sum", "sequence-mean", "group-token-mean", "batch-token-mean"],
    over: [{}, { over: "steps" }],
  }).map(({ scale, over, ...rest }) => ({
    kind: "group-relative",
    ...rest,
    ...(scale as object),
    ...(over as object),
  }));
  const made: CatalogueEntry[] = [];
  for (const discount of new Set([exam.discount, 1]))
    for (const options of [...returns, ...critics, ...groups])
      for (const end of options.kind === "actor-critic" ? [true, false] : [true])
        try {
          made.push(catalogueEntry(exam, options as Options, discount, end));
        } catch (error) {
          if (!(error instanceof RangeError)) throw error; // options that do not go together
        }
  return made;
};

/** Every choice of one value per key. */
const product = (choices: Readonly<Record<string, readonly unknown[]>>): Record<string, unknown>[] =>
  Object.entries(choices).reduce<Record<string, unknown>[]>(
    (all, [key, values]) => all.flatMap((each) => values.map((value) => ({ ...each, [key]: value }))),
    [{}],
  );
