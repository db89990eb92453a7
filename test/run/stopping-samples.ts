import { baselines } from "../../src/baselines/index.ts";
import { critics } from "../../src/critics/index.ts";
import { estimators } from "../../src/estimators/index.ts";
import { optimizers } from "../../src/optimizers/index.ts";
import { schedules } from "../../src/optimizers/schedules.ts";
import { policies } from "../../src/policies/index.ts";
import { transforms } from "../../src/transforms/index.ts";
import { updates } from "../../src/updates/index.ts";

/** The tables of kinds that are part of an agent. */
export const tables = {
  updates,
  optimizers,
  schedules,
  policies,
  estimators,
  baselines,
  critics,
  transforms,
};
export type Tables = typeof tables;

export const regulator = {
  environment: { kind: "linear-quadratic", preset: "double-integrator", startDeviation: [0.5, 0.3] },
  objective: { discount: 1, horizon: 5 },
  policy: { kind: "linear-gaussian", deviation: 0.3, normalize: true, initial: [-0.2, -0.5] },
};
export const small = { kind: "sgd", learningRate: 1e-4 };
const { normalize: _, ...plainPolicy } = regulator.policy;
const plainRegulator = { ...regulator, policy: plainPolicy };
const bits = {
  environment: { kind: "bernoulli-quadratic", targets: [0.6, 0.51, 0.48] },
  objective: { discount: 1, horizon: 1 },
  policy: { kind: "bernoulli-product" },
};
export const cart = {
  environment: { kind: "cart-pole" },
  objective: { discount: 0.99, horizon: 30 },
  policy: { kind: "perceptron", widths: [4], normalize: true },
};
const pendulum = { environment: { kind: "pendulum" }, objective: { discount: 0.99, horizon: 30 } };
export const two = { kind: "accumulate", batches: 2 };

/** A study and an agent of it; what is left out is the three-state chain, and reward-to-go. */
export interface Sample {
  readonly study?: object;
  readonly agent?: object;
}
const agentWith = (agent: object, study: object = {}): Sample => ({ agent, study });
/** An update that draws steps of two lanes, in which episodes end and are cut. */
export const drawingSteps = (update: object) => agentWith({ update, batchSteps: 40, lanes: 2 }, cart);
export const estimating = (estimator: object, study: object = {}, agent: object = {}): Sample =>
  agentWith({ estimator, ...agent }, study);
export const onBits = (kind: string, options: object = {}) => estimating({ kind, ...options }, bits);
const onRegulator = (kind: string, options: object = {}) =>
  estimating({ kind, ...options }, plainRegulator, { optimizer: small });
export const withBaseline = (baseline: object, of: object = {}) =>
  estimating({ kind: "reinforce", return: "to-go", baseline, ...of });
export const withCritic = (critic: object, study: object = {}) =>
  estimating(
    { kind: "actor-critic", lambda: 0.9, critic },
    study,
    study === regulator ? { optimizer: small } : {},
  );
export const moving = (optimizer: object) => agentWith({ optimizer });
const changing = (transform: object): Sample[] => [
  estimating({ kind: "reinforce", transforms: [transform] }),
  estimating({ kind: "reinforce", transforms: [two, transform, two] }),
];
const fits = ["training", "earlier-batch", "same-batch"];
const fittedEveryWay = (
  options: { readonly kind: string; readonly [option: string]: unknown },
  study?: object,
) =>
  fits
    .filter((fit) => options.kind !== "perceptron" || fit !== "same-batch")
    .map((fit) => withCritic({ ...options, fit }, study));
const linear = { kind: "linear", features: { kind: "quadratic" } };

/** Agents to stop, for every kind of every table; a kind without a line is a compile error. */
export const samples: { readonly [T in keyof Tables]: Readonly<Record<keyof Tables[T], Sample | Sample[]>> } =
  {
    updates: {
      ascent: agentWith({ update: { kind: "ascent" } }),
      ppo: [
        drawingSteps({ kind: "ppo", minibatches: 3, epochs: 2, anneal: ["learningRate", "clip"], clip: 0.2 }),
        drawingSteps({ kind: "ppo", minibatches: 2, carry: false, klLimit: 0.001, valueClip: 0.1 }),
        drawingSteps({ kind: "ppo", minibatches: 2, order: "value-first" }),
        drawingSteps({ kind: "ppo", minibatches: 2, epochs: 2, value: { shared: true } }),
        drawingSteps({ kind: "ppo", minibatches: 2, order: "policy-first", normalizeAdvantages: "batch" }),
      ],
      trpo: [
        drawingSteps({
          kind: "trpo",
          minibatches: 2,
          klLimitEnd: 0.05,
          fisher: { kind: "random", part: 0.5 },
        }),
        drawingSteps({
          kind: "trpo",
          minibatches: 1,
          accept: "im",
          fisher: { kind: "every", nth: 2 },
          carry: false,
        }),
      ],
      a2c: [drawingSteps({ kind: "a2c" }), drawingSteps({ kind: "a2c", value: { shared: true } })],
    },
    optimizers: {
      sgd: moving({ kind: "sgd", learningRate: 0.5 }),
      momentum: moving({ kind: "momentum", learningRate: 0.5 }),
      nesterov: moving({ kind: "nesterov", learningRate: 0.5 }),
      adagrad: moving({ kind: "adagrad", learningRate: 0.5 }),
      adadelta: moving({ kind: "adadelta" }),
      rmsprop: moving({ kind: "rmsprop", learningRate: 0.5 }),
      adam: moving({ kind: "adam", learningRate: 0.5 }),
    },
    schedules: Object.fromEntries(
      Object.entries({
        constant: {},
        linear: { iterations: 20 },
        cosine: { iterations: 20 },
        "inverse-time": { decay: 0.5 },
        exponential: { decay: 0.9 },
        step: { every: 2 },
      } satisfies Record<keyof typeof schedules, object>).map(([kind, options]) => [
        kind,
        moving({ kind: "adam", learningRate: 0.5, schedule: { kind, ...options } }),
      ]),
    ) as Record<keyof typeof schedules, Sample>,
    policies: {
      softmax: {},
      bernoulli: {
        study: {
          environment: {
            kind: "contextual-bernoulli",
            contexts: [
              { features: [1, 0.5], reward: [0.1, 0.6] },
              { features: [-2, 1], reward: [0.7, 0.3] },
            ],
          },
          objective: { discount: 1, horizon: 1 },
          policy: { kind: "bernoulli" },
        },
      },
      "bernoulli-product": { study: bits },
      "linear-gaussian": agentWith({ optimizer: small }, regulator),
      "time-gaussian": agentWith(
        { optimizer: small },
        { ...regulator, policy: { kind: "time-gaussian", deviation: 0.3 } },
      ),
      "linear-softmax": { study: { ...cart, policy: { kind: "linear-softmax", normalize: true } } },
      perceptron: [
        { study: cart },
        agentWith(
          { update: { kind: "ppo", minibatches: 2, epochs: 1 }, batchSteps: 40 },
          { ...pendulum, policy: { kind: "perceptron", widths: [4], deviation: "state", squash: true } },
        ),
      ],
    },
    estimators: {
      reinforce: {},
      gpomdp: estimating({ kind: "gpomdp", beta: 0.9 }),
      "actor-critic": withCritic({ kind: "td" }),
      "q-actor-critic": estimating({ kind: "q-actor-critic", critic: { kind: "sarsa" } }),
      "all-action": estimating({ kind: "all-action", critic: { kind: "sarsa" } }),
      "group-relative": estimating({ kind: "group-relative" }, { groups: { size: 2 } }),
      arm: onBits("arm"),
      disarm: onBits("disarm"),
      rebar: onBits("rebar", { temperature: 0.5 }),
      relax: onBits("relax", { temperature: 0.5 }),
      "straight-through": onBits("straight-through"),
      "straight-through-gumbel": onBits("straight-through-gumbel", { temperature: 0.5 }),
      concrete: onBits("concrete", { temperature: 0.5 }),
      importance: estimating({ kind: "importance" }, { behavior: { uniform: 0.2 } }),
      "v-trace": estimating({ kind: "v-trace", critic: { kind: "td" } }, { behavior: { uniform: 0.2 } }),
      ppo: [
        estimating({
          kind: "ppo",
          lambda: 0.9,
          innerSteps: 2,
          innerLearningRate: 0.5,
          critic: { kind: "td" },
        }),
        estimating(
          { kind: "ppo", lambda: 0.9, innerSteps: 2, innerLearningRate: 0.1, critic: { kind: "perceptron" } },
          cart,
        ),
      ],
      pathwise: onRegulator("pathwise"),
      "measure-valued": onRegulator("measure-valued"),
      antithetic: onRegulator("antithetic"),
      "finite-difference": onRegulator("finite-difference", { step: 0.01 }),
      spsa: onRegulator("spsa", { step: 0.01 }),
      "evolution-strategies": onRegulator("evolution-strategies", { smoothing: 0.01 }),
      "random-search": onRegulator("random-search", { smoothing: 0.01 }),
      "uniform-search": estimating({ kind: "uniform-search", limit: 1 }, plainRegulator, {
        optimizer: { kind: "sgd", learningRate: 1 },
      }),
      "nominal-control": estimating({ kind: "nominal-control" }, plainRegulator, {
        optimizer: { kind: "sgd", learningRate: 0.1 },
      }),
      "exact-gradient": estimating({ kind: "exact-gradient" }),
      agent: [], // in probes only
      displacement: [],
      external: [], // keeps nothing here; test/estimators/external.slow.test.ts
      module: [], // the same; test/estimators/custom-module.test.ts
      recorded: [], // the same; test/estimators/recorded.test.ts
    },
    baselines: {
      none: withBaseline({ kind: "none" }),
      constant: withBaseline({ kind: "constant", value: 0.5 }),
      "batch-mean": withBaseline({ kind: "batch-mean" }),
      "running-mean": [
        withBaseline({ kind: "running-mean" }),
        withBaseline({ kind: "running-mean", rate: 0.3 }),
      ],
      "leave-one-out": withBaseline({ kind: "leave-one-out" }),
      optimal: [
        withBaseline({ kind: "optimal" }),
        withBaseline({ kind: "optimal", fit: "earlier-batch" }),
        withBaseline({ kind: "optimal", fit: "exact" }),
      ],
      "optimal-per-coordinate": [
        withBaseline({ kind: "optimal-per-coordinate" }),
        withBaseline({ kind: "optimal-per-coordinate", fit: "earlier-batch" }),
      ],
      time: ["same-batch", "leave-one-out", "earlier-batch", "exact"].map((fit) =>
        withBaseline({ kind: "time", fit }),
      ),
      value: fits.map((fit) => withBaseline({ kind: "value", critic: { kind: "monte-carlo", fit } })),
      "action-dependent": fits.map((fit) =>
        withBaseline({ kind: "action-dependent", critic: { kind: "sarsa", fit } }),
      ),
    },
    critics: {
      exact: withCritic({ kind: "exact" }),
      fixed: withCritic({ kind: "fixed", values: [0.3, -0.2, 0.6] }),
      "monte-carlo": fittedEveryWay({ kind: "monte-carlo" }),
      td: fittedEveryWay({ kind: "td" }),
      "td-lambda": fittedEveryWay({ kind: "td-lambda", lambda: 0.5 }),
      lstd: [
        ...fittedEveryWay({ kind: "lstd" }),
        ...fittedEveryWay({ kind: "lstd", features: { kind: "quadratic" } }, regulator),
      ],
      sarsa: fittedEveryWay({ kind: "sarsa" }),
      "monte-carlo-q": fittedEveryWay({ kind: "monte-carlo-q" }),
      linear: ["least-squares", "monte-carlo", "td"].flatMap((method) =>
        fittedEveryWay({ ...linear, method }, regulator),
      ),
      fitted: withCritic({ kind: "fitted", pairs: 40, widths: [4], epochs: 1 }, regulator),
      "boosted-trees": [
        ...fittedEveryWay({ kind: "boosted-trees", trees: 3, minimumLeaf: 2 }),
        ...fittedEveryWay(
          { kind: "boosted-trees", trees: 3, folds: 2, time: "input", subsample: 1 },
          regulator,
        ),
        withCritic({
          kind: "boosted-trees",
          trees: 3,
          action: "input",
          target: "lambda-return",
          lambda: 0.5,
        }),
        withCritic({ kind: "boosted-trees", trees: 3, action: "input", batches: 2 }, cart),
      ],
      perceptron: [
        ...fittedEveryWay({ kind: "perceptron", widths: [4], minibatch: 8 }, regulator),
        withCritic({ kind: "perceptron", widths: [4], target: "lambda-return", lambda: 0.5 }, cart),
      ],
    },
    transforms: {
      "clip-value": changing({ kind: "clip-value", max: 0.2 }),
      "clip-norm": changing({ kind: "clip-norm", max: 0.2 }),
      accumulate: [
        estimating({ kind: "reinforce", transforms: [{ kind: "accumulate", batches: 3 }] }),
        estimating({ kind: "reinforce", transforms: [two, two] }),
        estimating({ kind: "reinforce", transforms: [two] }, cart),
      ],
      scale: changing({ kind: "scale", factor: -1 }),
      sign: changing({ kind: "sign" }),
      mask: changing({ kind: "mask", keep: 0.5 }),
      "fisher-mask": [
        ...changing({ kind: "fisher-mask", keep: 0.5, fisher: "exact" }),
        ...changing({ kind: "fisher-mask", keep: 0.5, fisher: "batch" }),
      ],
      natural: [
        ...changing({ kind: "natural", fisher: "exact" }),
        ...changing({ kind: "natural", fisher: "batch", per: "step" }),
      ],
    },
  };
