import { loadEngine } from "../../../envs/mujoco/engine.ts";
import { simulated } from "../../../envs/mujoco/simulated.ts";
import { normal, stream } from "../../../src/random.ts";
import { physicsOf, type Recording, recorded, sumOfSquares } from "./replay.ts";
import { serve } from "./serve.ts";

/** Steps of a MuJoCo task with actions drawn beforehand, by its environment, or of its substeps alone, by the engine. */
const [, , task, what] = process.argv;

const STEPS = 256;
const HORIZON = 1000;

await loadEngine();
const { environment, start } = simulated(task);
const actionSize = environment.action.size ?? 1;
const outcome = { reward: 0, terminated: false };
const state = new Float64Array(environment.stateSize);
const observation = new Float64Array(environment.observationSize);
const draws = stream("bench", "environment");

const record = (): Recording => {
  const recording = recorded(environment);
  const actions = stream("bench", "actions");
  const action = new Float64Array(actionSize);
  for (let k = 0, t = HORIZON; k < STEPS; k++) {
    if (t === HORIZON || outcome.terminated) {
      recording.environment.reset(state, draws);
      t = 0;
    }
    for (let j = 0; j < actionSize; j++) action[j] = Math.max(-1, Math.min(1, normal(actions)));
    recording.environment.step(state, action, draws, outcome);
    t++;
  }
  return recording.take();
};

/** The steps as a sampler makes them, but for what it draws. @returns as `physicsOf` does */
const byEnvironment = ({ steps, begun, begins, actions }: Recording): number => {
  for (let k = 0, episode = 0; k < steps; k++) {
    if (begins[k]) state.set(begun[episode++]);
    environment.step(state, actions[k], draws, outcome);
    environment.observe?.(state, observation);
  }
  return sumOfSquares(state.subarray(0, start.length));
};

const recording = record();
const replay = what === "environment" ? byEnvironment : physicsOf(task);

await serve(`Node ${process.versions.node}`, (count) => {
  let check = 0;
  for (let i = 0; i < count; i++) check = replay(recording);
  return { units: count * STEPS, trajectories: count * recording.begun.length, check };
});
