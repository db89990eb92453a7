import { normal, stream } from "../../random.ts";
import { type Basis, type Inputs, inputSize, writeInputs } from "./features.ts";

/**
 * 1 and m random Fourier features √(2/m) cos(ω·z/ℓ + β), ω ~ N(0, I), β ~ U(0, 2π): their products have the mean
 * exp(−‖z − z'‖²/2ℓ²), the Gaussian kernel of bandwidth ℓ.
 *
 * Source: Rahimi & Recht (2007), Random Features for Large-Scale Kernel Machines, NIPS, algorithm 1.
 *
 * @param count m @param bandwidth ℓ @param seed of the draws
 */
export const randomFourier = (inputs: Inputs, count: number, bandwidth: number, seed: number): Basis => {
  const N = inputSize(inputs);
  const random = stream("critic", "random-fourier", seed);
  const frequencies = Float64Array.from({ length: count * N }, () => normal(random) / bandwidth);
  const phases = Float64Array.from({ length: count }, () => 2 * Math.PI * random.next());
  const scale = Math.sqrt(2 / count);
  const z = new Float64Array(N);
  return {
    size: count + 1,
    write(observations, row, time, out) {
      writeInputs(inputs, observations, row, time, z);
      out[0] = 1;
      for (let j = 0; j < count; j++) {
        let angle = phases[j];
        for (let i = 0; i < N; i++) angle += frequencies[j * N + i] * z[i];
        out[j + 1] = scale * Math.cos(angle);
      }
    },
  };
};
