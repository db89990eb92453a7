import { environmentFrom } from "../../config/environments.ts";
import type { RunConfig } from "../../config/plan.ts";
import { restored } from "../../run/restored.ts";
import type { PolicyOrigin } from "../policy/described.ts";
import { preparedRun } from "../policy/restored-run.ts";
import { rolloutDraws } from "../policy/rollout-table.ts";
import { recordedStates } from "./recorded-states.ts";
import type { Scene, SceneLook } from "./scene.ts";
import { sceneOf } from "./scenes/index.ts";

/** An episode as it is drawn. */
export interface Replay {
  readonly scene: SceneLook;
  /** What is played: "Hopper-v5", "cart-pole". */
  readonly title: string;
  /** Whose policy it is, in words. */
  readonly about: string;
  /** Where each body is before the first step and after each: right, up, and the angle, which does not jump. # [steps + 1][3 · bodies] */
  readonly places: readonly Float64Array[];
  /** # [steps] */
  readonly rewards: Float64Array;
  readonly ended: "terminated" | "truncated";
}

/**
 * Plays the first episode of `rolloutTable`.
 *
 * @param wanted number of a finished run; may be left out where there is one only
 * @throws StoreError if it cannot be found; UsageError where its environment is not drawn
 */
export const replayOf = async (
  path: string,
  wanted: number | undefined,
  deterministic: boolean,
): Promise<Replay> => {
  const { origin, config, state } = await preparedRun(path, wanted);
  const scene = sceneOf(config.environment);
  const { environment, states } = recordedStates(environmentFrom(config.environment));
  try {
    const { rewards, steps, terminated } = rolloutDraws(
      restored(config, state, environment),
      deterministic,
    )(1);
    return {
      scene,
      title: titleOf(config.environment),
      about: aboutOf(origin, deterministic),
      places: placesOf(states(), scene),
      rewards: rewards.slice(0, steps),
      ended: terminated[0] === 1 ? "terminated" : "truncated",
    };
  } finally {
    scene.dispose?.();
    environment.dispose?.();
  }
};

const titleOf = (environment: RunConfig["environment"]): string =>
  "task" in environment ? String(environment.task) : environment.kind;

const aboutOf = ({ agent, seed, run, iteration }: PolicyOrigin, deterministic: boolean): string =>
  `${agent}, seed ${seed}, run ${run}, after ${iteration.toLocaleString("en-US")} updates; ` +
  `${deterministic ? "most likely" : "drawn"} actions`;

const placesOf = (states: readonly Float64Array[], scene: Scene): Float64Array[] => {
  const places: Float64Array[] = [];
  for (const state of states) {
    const place = new Float64Array(3 * scene.bodies.length);
    scene.place(state, place);
    const before = places.at(-1);
    for (let k = 2; before && k < place.length; k += 3)
      place[k] -= 2 * Math.PI * Math.round((place[k] - before[k]) / (2 * Math.PI));
    places.push(place);
  }
  return places;
};
