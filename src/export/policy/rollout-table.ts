import { isDiscrete } from "../../../envs/contract/environment.ts";
import { stream } from "../../random.ts";
import type { Setup } from "../../setup/set-up.ts";

/** Episodes that share memory while they are drawn. */
const AT_ONCE = 64;

/** How many episodes, and how actions are chosen. */
export interface RolloutTableOptions {
  readonly episodes: number;
  /** Whether the most likely action is taken everywhere. */
  readonly deterministic: boolean;
}

const numbered = (name: string, size: number): string[] =>
  Array.from({ length: size }, (_, i) => (size === 1 ? name : `${name}_${i}`));

/** Plays episodes with θ as it stands, on streams of their own: a function from how many to their batch. */
export const rolloutDraws = ({ config: { agent, seed }, point }: Setup, deterministic: boolean) => {
  const key = [seed, agent.name, "rollout"];
  return point.ownSampler(deterministic, stream(...key, "actions"), stream(...key, "environment"));
};

/**
 * Plays episodes with θ as it stands, on streams of their own, as lines of CSV: a line of names, and one for each step with
 * what was seen, done and paid; `ended` is "terminated" or "truncated" at the last step of an episode.
 */
export function* rolloutTable(
  setup: Setup,
  { episodes, deterministic }: RolloutTableOptions,
): Generator<string> {
  const { environment } = setup.point.problem;
  const draw = rolloutDraws(setup, deterministic);
  const [O, K] = isDiscrete(environment)
    ? [0, 1]
    : [environment.observationSize, environment.action.size ?? 1];
  const seen = O === 0 ? ["state"] : numbered("observation", O);
  yield ["episode", "step", ...seen, ...numbered("action", K), "reward", "ended"].join(",");
  for (let episode = 0; episode < episodes; ) {
    const batch = draw(Math.min(AT_ONCE, episodes - episode));
    const { trajectories, offsets, states, observations, actions, rewards, terminated } = batch;
    for (let i = 0; i < trajectories; i++, episode++)
      for (let k = offsets[i]; k < offsets[i + 1]; k++) {
        const sees = O === 0 ? [states[k]] : observations.subarray(k * O, (k + 1) * O);
        const last = k === offsets[i + 1] - 1;
        const ended = last ? (terminated[i] === 1 ? "terminated" : "truncated") : "";
        const does = actions.subarray(k * K, (k + 1) * K);
        yield [episode, k - offsets[i], ...sees, ...does, rewards[k], ended].join(",");
      }
  }
}
