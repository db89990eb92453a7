import { stream } from "../random.ts";
import type { Setup } from "../setup/set-up.ts";
import type { EvaluationEvent } from "./events.ts";

/** Episodes that share memory while they are drawn. */
const AT_ONCE = 64;

/**
 * Draws whole episodes of the policy as it stands: normalizers apply what they know and learn nothing. Streams are of this
 * iteration alone, so that training goes on as it would have without.
 *
 * @param envSteps of training before
 */
export const evaluation = (
  { config: { agent, seed, evaluate }, point }: Setup,
  iteration: number,
  envSteps: number,
): EvaluationEvent => {
  const { episodes = 0, deterministic = false } = evaluate ?? {};
  const key = [seed, agent.name, "evaluate", iteration];
  const draw = point.ownSampler(deterministic, stream(...key, "actions"), stream(...key, "environment"));
  const returns = new Float64Array(episodes);
  let steps = 0;
  for (let drawn = 0; drawn < episodes; ) {
    const { trajectories, offsets, rewards, steps: more } = draw(Math.min(AT_ONCE, episodes - drawn));
    for (let i = 0; i < trajectories; i++, drawn++)
      for (let k = offsets[i]; k < offsets[i + 1]; k++) returns[drawn] += rewards[k];
    steps += more;
  }
  const mean = returns.reduce((sum, each) => sum + each, 0) / episodes;
  const squares = returns.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return {
    ...{ type: "evaluation", iteration, envSteps, episodes, deterministic, mean },
    deviation: episodes > 1 ? Math.sqrt(squares / (episodes - 1)) : null,
    min: returns.reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY),
    max: returns.reduce((most, each) => Math.max(most, each), Number.NEGATIVE_INFINITY),
    length: steps / episodes,
  };
};
