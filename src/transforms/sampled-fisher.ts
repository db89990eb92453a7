import { ensureLength } from "../linear-algebra/scratch.ts";
import { held } from "../memory/state.ts";
import type { EstimateFisher, FisherPart } from "./fisher.ts";

/**
 * The Fisher information of a policy that is a function, over what was done in the batches of an estimate:
 * F̂ = (1/n) Σ_i Σ_t c_t ψ_it ψ_itᵀ. The score of every step is asked for alone. Cost O(steps · P²) for the matrix, of which
 * the lower triangle is written, and O(steps · P) for its diagonal.
 *
 * @param discount what c_t is a power of
 * @param batches behind one estimate
 */
export const sampledFisher = (
  part: FisherPart,
  parameters: number,
  discount: number,
  batches: number,
  perStep: boolean,
): EstimateFisher => {
  const P = parameters;
  const sums = new Float64Array(part === "matrix" ? P * P : P);
  const own = { sums, mass: 0, batch: 0 }; // mass: Σ_t c_t of a mean trajectory
  const score = new Float64Array(P);
  let weights = new Float64Array(0);
  return {
    seen: held(own),
    see(batch, point) {
      const { trajectories, offsets, steps } = batch;
      if (own.batch === 0) {
        sums.fill(0);
        own.mass = 0;
      }
      own.batch = (own.batch + 1) % batches;
      weights = ensureLength(weights, steps).fill(1, 0, steps);
      for (let i = 0; i < trajectories; i++) {
        let coefficient = 1 / (trajectories * batches);
        for (let k = offsets[i]; k < offsets[i + 1]; k++, coefficient *= discount) {
          point.weightedScores(batch, k, k + 1, [weights], [score]);
          own.mass += coefficient;
          for (let j = 0; j < P; j++) {
            const weighted = coefficient * score[j];
            if (part === "diagonal") sums[j] += weighted * score[j];
            else for (let l = 0; l <= j; l++) sums[j * P + l] += weighted * score[l];
          }
        }
      }
    },
    update: () => true,
    write(out) {
      const scale = perStep ? 1 / own.mass : 1;
      for (let j = 0; j < sums.length; j++) out[j] = scale * sums[j];
    },
  };
};
