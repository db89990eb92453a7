import { taskNames } from "../../envs/mujoco/tasks/index.ts";
import type { Comparison, Program, Yardstick } from "./comparison.ts";
import type { NetworkFiles } from "./network-files.ts";
import { twinState } from "./twin-state.ts";

type Held = Pick<Yardstick, "target" | "faster" | "agrees">;

const c = (program: string, held: Held, ...words: string[]): Yardstick => ({
  name: "C",
  runner: "c",
  words: [program, ...twinState("actions"), ...twinState("environment"), ...words],
  agrees: 1e-9,
  ...held,
});

const python = (name: string, words: Program["words"], held: Held): Yardstick => ({
  name,
  runner: "python",
  words,
  ...held,
});

const peer = (name: string, words: Program["words"], held: Held): Yardstick => ({
  name,
  runner: "peer",
  words,
  ...held,
});

const own = (name: string, words: Program["words"], held: Held): Yardstick => ({
  name,
  runner: "ours",
  words,
  ...held,
});

/** What becomes of trajectories that have ended before the others. */
const ENDED = { compact: "ended ones taken out", mask: "ended ones carried along" };

const QUICKSTART_BATCHES = ["1", "8", "64"];

const MUJOCO_TASKS = taskNames.filter((name) => name.endsWith("-v5"));

const FLOAT32 = 1e-4; // of the square of a gradient

/** Everything that is timed in turns, with what the project wants of it. */
export const comparisons = ({ theta, rows }: NetworkFiles): Comparison[] => [
  {
    section: "tabular",
    what: "FrozenLake 4x4, reward-to-go, batch 64",
    unit: "transition",
    ours: ["estimate", "frozen-lake", "64"],
    against: [
      c("frozen-lake", { target: { atMost: 1.3 } }),
      ...(["compact", "mask"] as const).flatMap((ended): Yardstick[] => [
        python(`NumPy, 8192 side by side, ${ENDED[ended]}`, ["frozen_lake_numpy", ended], {
          ...(ended === "mask" ? { target: { atLeast: 20 } } : { faster: true }),
        }),
        python(`PyTorch, 8192 side by side, ${ENDED[ended]}`, ["frozen_lake_torch", ended], { faster: true }),
      ]),
      python("PyTorch, a loop over steps", ["frozen_lake_torch_loop"], { target: { atLeast: 60 } }),
    ],
  },
  {
    section: "tabular",
    what: "seven estimators on one batch of 64",
    unit: "transition",
    ours: ["estimate", "seven", "64"],
    against: [
      own("one estimator", ["estimate", "frozen-lake", "64"], { target: { atMost: 1.6 } }),
      c("frozen-lake", {}, "seven"),
    ],
  },
  {
    section: "tabular",
    what: "Bernoulli bandit, batch 64",
    unit: "transition",
    ours: ["estimate", "bandit", "64"],
    against: [c("bandit", { target: { atMost: 1.5 } })],
  },
  {
    section: "linear-quadratic",
    what: "double integrator, batch 64",
    unit: "transition",
    ours: ["estimate", "double-integrator", "64"],
    against: [c("double-integrator", { target: { atMost: 1.5 } })],
  },
  ...[64, 4096].map(
    (batch, i): Comparison => ({
      section: "neural",
      what: `CartPole, 64×64 tanh, end to end, batch ${batch}`,
      unit: "transition",
      ours: ["estimate", "cart-pole", String(batch)],
      against: [
        python("PyTorch, environment in NumPy", ["cart_pole_torch", String(batch), theta], {
          target: { atLeast: [2, 1.2][i] },
        }),
      ],
    }),
  ),
  {
    section: "deep",
    what: "PPO on CartPole, updates of 4 × 128 steps in 4 epochs",
    unit: "transition",
    ours: ["update", "cart-pole"],
    against: [
      python("PyTorch, as CleanRL", ["cart_pole_ppo_torch"], { target: { atLeast: 10 } }),
      python("stable-baselines3", ["cart_pole_ppo_sb3"], { target: { atLeast: 10 } }),
    ],
  },
  {
    section: "deep",
    what: "PPO on Hopper, updates of 2048 steps in 10 epochs",
    unit: "transition",
    ours: ["update", "hopper"],
    against: [own("its physics alone", ["update", "hopper", "physics"], { target: { atMost: 1.6 } })],
  },
  ...MUJOCO_TASKS.map(
    (task): Comparison => ({
      section: "deep",
      what: `a step of ${task}`,
      unit: "step",
      ours: ["mujoco-step", task, "environment"],
      against: [
        own("its substeps alone", ["mujoco-step", task, "engine"], {
          target: { atMost: 1.15 },
          agrees: 1e-12,
        }),
      ],
    }),
  ),
  ...[64, 4096].map(
    (count, i): Comparison => ({
      section: "neural",
      what: `64×64 tanh, forward and backward alone, ${count} rows`,
      unit: "row",
      ours: ["network", String(count), theta, rows],
      against: [
        peer("jax-js", ["network-jax", String(count), theta, rows], {
          target: { atLeast: [8, 2][i] },
          agrees: FLOAT32,
        }),
        peer("TensorFlow.js", ["network-tensorflow", String(count), theta, rows], {
          target: { atLeast: [8, 2][i] },
          agrees: FLOAT32,
        }),
        python("PyTorch", ["network_torch", String(count), theta, rows], { faster: true, agrees: FLOAT32 }),
      ],
    }),
  ),
  {
    section: "truth",
    what: "∇J of FrozenLake 8x8, T = 200",
    unit: "gradient",
    ours: ["truth", "frozen-lake-8x8", "gradient"],
    against: [python("NumPy", ["truth_numpy"], { faster: true, agrees: 1e-9 })],
  },
  ...(["FrozenLake 8x8", "Taxi"] as const).flatMap((problem): Comparison[] => {
    const words = (what: string): Comparison["ours"] => [
      "truth",
      problem === "Taxi" ? "taxi" : "frozen-lake-8x8",
      what,
    ];
    const moments: Comparison = {
      section: "truth",
      what: `exact moments of ${problem}, T = 200`,
      unit: "estimator",
      ours: words("moments"),
      against: [],
      rounds: 3,
    };
    const gradient = {
      ...moments,
      what: `∇J of ${problem}, T = 200`,
      unit: "gradient",
      ours: words("gradient"),
    };
    const seven = {
      ...moments,
      what: `exact moments of seven estimators of ${problem}, T = 200`,
      unit: "probe",
      ours: words("seven"),
    };
    return problem === "Taxi" ? [gradient, moments, seven] : [moments];
  }),
  {
    section: "store",
    what: "rows of estimates with vectors of 64",
    unit: "estimate",
    ours: ["store"],
    against: [python("Python's sqlite3", ["store_sqlite"], { faster: true })],
  },
  ...(
    [
      ["four runs with three probes each, one worker, recorded", "clock", QUICKSTART_BATCHES],
      ["the same with batches of 512", "clock", ["512"]],
      ["the first in processor time of all threads", "processor", QUICKSTART_BATCHES],
    ] as const
  ).map(
    ([what, time, batches]): Comparison => ({
      section: "store",
      what,
      unit: "estimate",
      ours: ["probe", "recorded", time, ...batches],
      against: [
        own(
          "the same, not recorded",
          ["probe", "sent", time, ...batches],
          time === "clock" ? { target: { atMost: 1.1 } } : {},
        ),
      ],
      rounds: 3,
    }),
  ),
  {
    section: "store",
    what: "a checkpoint of PPO on Hopper after every update",
    unit: "update",
    ours: ["checkpoint", "kept"],
    against: [own("the update", ["checkpoint", "made"], { target: { atMost: 0.01 } })],
    rounds: 3,
  },
  {
    section: "sweep",
    what: "two threads that share nothing",
    unit: "transition",
    ours: ["threads", "2"],
    against: [own("one thread", ["threads", "1"], { faster: true })],
  },
  ...(
    [
      ["8 seeds, probes with batches of 2048", "2048", "700", { rounds: 2, passes: 1 }],
      ["8 seeds, short runs with batches of 512", "512", "600", { rounds: 2 }],
    ] as const
  ).map(
    ([what, batchSize, replicates, often]): Comparison => ({
      section: "sweep",
      what: `${what}, two workers`,
      unit: "run",
      ours: ["sweep", "2", batchSize, replicates],
      against: [own("one worker", ["sweep", "1", batchSize, replicates], { target: { atLeast: 1.85 } })],
      ...often,
    }),
  ),
];
