import { z } from "zod";
import { continuousKind } from "./kind.ts";
import { singlePrecision } from "./single-precision.ts";

const CART = 1; // kg
const POLE = 0.1; // kg
const MASS = POLE + CART;
const HALF_LENGTH = 0.5; // m, of the pole
const FORCE = 10; // N
const TIME_STEP = 0.02; // s
const FARTHEST = 2.4; // m
const STEEPEST = (12 * 2 * Math.PI) / 360; // rad

/**
 * CartPole-v1 of Gymnasium. State (x, ẋ, θ, θ̇); action 0 pushes the cart to the left, 1 to the right. With
 * τ = (F + m l θ̇² sin θ) / M,
 *
 *   θ̈ = (g sin θ − τ cos θ) / (l (4/3 − m cos² θ / M)),   ẍ = τ − m l θ̈ cos θ / M,
 *
 * by explicit Euler steps: positions advance with the old velocities. Every step pays 1, the one that ends it
 * included. The usual horizon is 500.
 *
 * Source: Barto, Sutton & Anderson (1983), IEEE Transactions on Systems, Man, and Cybernetics 13(5); with the
 * corrected equations of Florian (2007).
 */
export const cartPole = continuousKind({
  summary: "CartPole-v1: keep a pole upright by pushing its cart; usual horizon 500",
  options: z.strictObject({
    gravity: z.number().default(9.8).describe("Gravity in m/s²."),
  }),
  create: ({ gravity }) => ({
    kind: "cart-pole",
    stateSize: 4,
    observationSize: 4,
    action: { count: 2 },
    reset(state, random) {
      for (let i = 0; i < 4; i++) state[i] = -0.05 + 0.1 * random.next();
    },
    step(state, action, _random, outcome) {
      const velocity = state[1];
      const angle = state[2];
      const spin = state[3];
      const sine = Math.sin(angle);
      const cosine = Math.cos(angle);
      const push = (action[0] === 1 ? FORCE : -FORCE) + POLE * HALF_LENGTH * (spin * spin) * sine;
      const shared = push / MASS;
      const inertia = HALF_LENGTH * (4 / 3 - (POLE * (cosine * cosine)) / MASS);
      const angular = (gravity * sine - cosine * shared) / inertia;
      const linear = shared - (POLE * HALF_LENGTH * angular * cosine) / MASS;
      state[0] += TIME_STEP * velocity;
      state[1] = velocity + TIME_STEP * linear;
      state[2] = angle + TIME_STEP * spin;
      state[3] = spin + TIME_STEP * angular;
      outcome.reward = 1;
      outcome.terminated = Math.abs(state[0]) > FARTHEST || Math.abs(state[2]) > STEEPEST;
    },
    observe: singlePrecision,
  }),
});
