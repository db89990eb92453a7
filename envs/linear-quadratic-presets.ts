/** A matrix: its rows, or a number, which stands for that multiple of the identity. */
export type Matrix = number | readonly (readonly number[])[];
/** A vector: its numbers, or one number for all of them. */
export type Vector = number | readonly number[];

/** What makes a linear-quadratic problem; the letters are those of `LinearQuadraticModel`. */
export interface Problem {
  readonly A: Matrix;
  readonly B: Matrix;
  readonly Q: Matrix;
  readonly R: Matrix;
  readonly noise: Vector;
  readonly start: Vector;
  readonly startDeviation: Vector;
  readonly costOn: "next-state" | "current-state";
}

const STEP = 0.05; // s, of the point mass

/**
 * - "double-integrator": position and velocity, 1 s steps, from rest at −1 (meant for T = 10). Noise of standard
 *   deviation 0.01 (variance 10⁻⁴) in both. Source: Recht (2019), Annu. Rev. Control Robot. Auton. Syst. 2.
 * - "data-center": three racks that heat up and heat each other; cooling is dear (meant for T = 100). Unit noise,
 *   start at the set point. Source: the same; first in Dean, Mania, Matni, Recht & Tu (2020), Found. Comput. Math. 20.
 * - "point-mass": a unit mass in the plane with state (x, y, ẋ, ẏ) and a force as its action, explicit Euler steps of
 *   0.05 s, from rest at (1, 1) to the origin; no noise, since it is meant for open-loop policies. The costs are of
 *   this project: positions count 1, velocities 0.1, and forces 0.1, so that braking is worth its while.
 */
export const presets = {
  "double-integrator": {
    A: [
      [1, 1],
      [0, 1],
    ],
    B: [[0], [1]],
    Q: [
      [1, 0],
      [0, 0],
    ],
    R: 1,
    noise: 0.01,
    start: [-1, 0],
    startDeviation: 0,
    costOn: "next-state",
  },
  "data-center": {
    A: [
      [1.01, 0.01, 0],
      [0.01, 1.01, 0.01],
      [0, 0.01, 1.01],
    ],
    B: 1,
    Q: 1,
    R: 1000,
    noise: 1,
    start: 0,
    startDeviation: 0,
    costOn: "next-state",
  },
  "point-mass": {
    A: [
      [1, 0, STEP, 0],
      [0, 1, 0, STEP],
      [0, 0, 1, 0],
      [0, 0, 0, 1],
    ],
    B: [
      [0, 0],
      [0, 0],
      [STEP, 0],
      [0, STEP],
    ],
    Q: [
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 0.1, 0],
      [0, 0, 0, 0.1],
    ],
    R: 0.1,
    noise: 0,
    start: [1, 1, 0, 0],
    startDeviation: 0,
    costOn: "next-state",
  },
} satisfies Record<string, Problem>;
