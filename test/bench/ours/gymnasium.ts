import { readdirSync, readFileSync } from "node:fs";
import { environmentFrom } from "../../../src/config/environments.ts";
import { plan, stream, studySchema } from "../../../src/index.ts";
import { setUp } from "../../../src/setup/set-up.ts";
import { GYMNASIUM_PYTHON } from "../yardsticks.ts";
import { processorTime, serve } from "./serve.ts";

/** Trajectories of a batch: all lanes. */
const BATCH = 64;

/** Rollouts of CartPole behind Gymnasium's interface, by a policy that takes either action alike. */
const [config] = plan(
  studySchema.parse({
    name: "bench",
    environment: { kind: "gymnasium", gymnasium: "CartPole-v1", python: GYMNASIUM_PYTHON },
    objective: { discount: 0.99, horizon: 500 },
    policy: { kind: "linear-softmax" },
    agents: [{ name: "agent", estimator: { kind: "reinforce" }, iterations: 0 }],
    seeds: [0],
  }),
);
const { point } = setUp(config, environmentFrom(config.environment));
const sample = point.sampler(stream("bench", "actions"), stream("bench", "environment"));
sample(BATCH);

/** Processes that this one has started. */
const children = readdirSync("/proc/self/task").flatMap((thread) =>
  readFileSync(`/proc/self/task/${thread}/children`, "utf8").split(" ").filter(Boolean),
);
if (children.length !== 1) throw new Error(`expected one process of Python; there are ${children.length}`);

/** Nanoseconds of processor time of this process and of Python, which has one thread. */
const timeOfBoth = (): number =>
  processorTime() + Number(readFileSync(`/proc/${children[0]}/schedstat`, "utf8").split(" ")[0]);

const work = (count: number) => {
  let units = 0;
  let check = 0;
  for (let i = 0; i < count; i++) {
    const batch = sample(BATCH);
    units += batch.steps;
    check += batch.observations[0];
  }
  return { units, trajectories: count * BATCH, check };
};
await serve(`Node ${process.versions.node}`, work, timeOfBoth);
process.exit(); // Python waits for the next question
