import type { LandscapeEvent } from "../diagnostics/diagnostic.ts";
import { type LandscapeOptions, landscape, type Surrogates } from "../diagnostics/steps/landscape.ts";
import { stepSurrogate } from "../diagnostics/steps/step-surrogate.ts";
import { surrogateOf } from "../diagnostics/steps/surrogate.ts";
import type { Setup } from "../setup/set-up.ts";
import { anotherBatch, nextStep } from "./next-step.ts";

/**
 * What lies around θ along the agent's next step, Δθ of a whole update of a batch drawn for that. Of an update from steps
 * the surrogate is its own, on that batch and on another as large, and undiscounted returns are told too; of others it is
 * that of rewards-to-go.
 */
export function* landscapesOf(
  setup: Setup,
  iteration: number,
  key: readonly (string | number)[],
  options: LandscapeOptions & { readonly pairs?: number | undefined },
): Generator<LandscapeEvent> {
  const { point, update } = setup;
  const { batch, moved } = nextStep(setup, key, options.pairs);
  const step = moved.map((x, j) => x - point.theta[j]);
  const surrogates: Surrogates = update.surrogate
    ? {
        surrogate: stepSurrogate(point, update.surrogate(batch, point)),
        held_out: stepSurrogate(
          point,
          update.surrogate(anotherBatch(setup, [...key, "landscape", "held out"], options.pairs), point),
        ),
      }
    : { surrogate: surrogateOf(point, batch) };
  const undiscounted = update.surrogate !== undefined;
  for (const each of landscape(point, step, surrogates, [...key, "landscape"], { ...options, undiscounted }))
    yield { type: "landscape", iteration, ...each };
}
