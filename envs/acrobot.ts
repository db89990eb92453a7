import { z } from "zod";
import { clip } from "./clip.ts";
import { continuousKind } from "./kind.ts";

const MASS = 1; // kg, of each link
const LENGTH = 1; // m, of each link
const CENTER = 0.5; // m, from a joint to the center of mass of its link
const INERTIA = 1; // kg m², of each link
const TIME_STEP = 0.2; // s
const FASTEST = [4 * Math.PI, 9 * Math.PI]; // rad/s, of each joint

/** Brings an angle to [−π, π]. */
const wrapped = (angle: number): number => {
  while (angle > Math.PI) angle -= 2 * Math.PI;
  while (angle < -Math.PI) angle += 2 * Math.PI;
  return angle;
};

/** Writes d/dt (θ₁, θ₂, θ̇₁, θ̇₂). @param point [4] @param out [4] */
const motion = (at: Float64Array, torque: number, gravity: number, out: Float64Array): void => {
  const angle1 = at[0];
  const angle2 = at[1];
  const spin1 = at[2];
  const spin2 = at[3];
  const sine = Math.sin(angle2);
  const cosine = Math.cos(angle2);
  const lever = MASS * LENGTH * CENTER;
  const d1 =
    MASS * CENTER ** 2 +
    MASS * (LENGTH ** 2 + CENTER ** 2 + 2 * LENGTH * CENTER * cosine) +
    INERTIA +
    INERTIA;
  const d2 = MASS * (CENTER ** 2 + LENGTH * CENTER * cosine) + INERTIA;
  const phi2 = MASS * CENTER * gravity * Math.cos(angle1 + angle2 - Math.PI / 2);
  const phi1 =
    -lever * (spin2 * spin2) * sine -
    2 * lever * spin2 * spin1 * sine +
    (MASS * CENTER + MASS * LENGTH) * gravity * Math.cos(angle1 - Math.PI / 2) +
    phi2;
  const acceleration2 =
    (torque + (d2 / d1) * phi1 - lever * (spin1 * spin1) * sine - phi2) /
    (MASS * CENTER ** 2 + INERTIA - (d2 * d2) / d1);
  out[0] = spin1;
  out[1] = spin2;
  out[2] = -(d2 * acceleration2 + phi1) / d1;
  out[3] = acceleration2;
};

/**
 * Acrobot-v1 of Gymnasium: two links hang from a pivot, and action 0, 1 or 2 puts the torque −1, 0 or 1 N m on the
 * joint between them. State (θ₁, θ₂, θ̇₁, θ̇₂), observation (cos θ₁, sin θ₁, cos θ₂, sin θ₂, θ̇₁, θ̇₂). One step of
 * Runge and Kutta's fourth order; then angles are wrapped and velocities clipped. Every step pays −1 but the one
 * that swings the tip a link's length above the pivot, which ends it. The usual horizon is 500.
 *
 * Source: Sutton (1996), NeurIPS 8; the equations are those of Sutton & Barto's book.
 */
export const acrobot = continuousKind({
  summary: "Acrobot-v1: swing two links up by the joint between them; usual horizon 500",
  options: z.strictObject({
    gravity: z.number().default(9.8).describe("Gravity in m/s²."),
  }),
  create({ gravity }) {
    const [k1, k2, k3, k4] = Array.from({ length: 4 }, () => new Float64Array(4));
    const point = new Float64Array(4);
    return {
      kind: "acrobot",
      stateSize: 4,
      observationSize: 6,
      action: { count: 3 },
      reset(state, random) {
        for (let i = 0; i < 4; i++) state[i] = Math.fround(-0.1 + 0.2 * random.next());
      },
      step(state, action, _random, outcome) {
        const torque = action[0] - 1;
        motion(state, torque, gravity, k1);
        for (let i = 0; i < 4; i++) point[i] = state[i] + (TIME_STEP / 2) * k1[i];
        motion(point, torque, gravity, k2);
        for (let i = 0; i < 4; i++) point[i] = state[i] + (TIME_STEP / 2) * k2[i];
        motion(point, torque, gravity, k3);
        for (let i = 0; i < 4; i++) point[i] = state[i] + TIME_STEP * k3[i];
        motion(point, torque, gravity, k4);
        for (let i = 0; i < 4; i++) state[i] += (TIME_STEP / 6) * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
        for (let joint = 0; joint < 2; joint++) {
          state[joint] = wrapped(state[joint]);
          state[2 + joint] = clip(state[2 + joint], -FASTEST[joint], FASTEST[joint]);
        }
        const height = -Math.cos(state[0]) - Math.cos(state[1] + state[0]); // m, of the tip over the pivot
        outcome.terminated = height > LENGTH;
        outcome.reward = outcome.terminated ? 0 : -1;
      },
      observe(state, out) {
        for (let joint = 0; joint < 2; joint++) {
          out[2 * joint] = Math.fround(Math.cos(state[joint]));
          out[2 * joint + 1] = Math.fround(Math.sin(state[joint]));
          out[4 + joint] = Math.fround(state[2 + joint]);
        }
      },
    };
  },
});
