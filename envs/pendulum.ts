import { z } from "zod";
import { clip } from "./clip.ts";
import type { StepSlopes } from "./contract/models.ts";
import { continuousKind } from "./kind.ts";

const MASS = 1; // kg
const LENGTH = 1; // m
const TIME_STEP = 0.05; // s
const STRONGEST = 2; // N m
const FASTEST = 8; // rad/s
const PER_TORQUE = 3 / (MASS * LENGTH ** 2); // rad/s² per N m

/** Brings an angle to [−π, π). */
const wrapped = (angle: number): number => {
  const turn = 2 * Math.PI;
  const part = (angle + Math.PI) % turn;
  return (part < 0 ? part + turn : part) - Math.PI;
};

/**
 * Pendulum-v1 of Gymnasium: a rod, upright at θ = 0, turned by a torque u = clip(a, ±2). State (θ, θ̇), observation
 * (cos θ, sin θ, θ̇).
 *
 *   θ̇' = clip(θ̇ + (3g/(2l) sin θ + 3u/(ml²)) dt, ±8),   θ' = θ + θ̇' dt,   r = −(θ² + 0.1 θ̇² + 0.001 u²)
 *
 * with θ in r brought to [−π, π). It never ends; the usual horizon is 200. The term of the torque is rounded to
 * float32, as Gymnasium's actions are.
 */
export const pendulum = continuousKind({
  summary: "Pendulum-v1: swing a rod up and hold it there; usual horizon 200",
  options: z.strictObject({
    gravity: z.number().default(10).describe("Gravity in m/s²."),
  }),
  create({ gravity }) {
    const pull = (3 * gravity) / (2 * LENGTH); // rad/s² at θ = 90°
    return {
      kind: "pendulum",
      stateSize: 2,
      observationSize: 3,
      action: { size: 1, limits: { low: [-STRONGEST], high: [STRONGEST] } },
      slopes: slopesOf(pull),
      reset(state, random) {
        state[0] = Math.PI * (2 * random.next() - 1);
        state[1] = 2 * random.next() - 1;
      },
      step(state, action, _random, outcome) {
        const angle = state[0];
        const spin = state[1];
        const torque = clip(action[0], -STRONGEST, STRONGEST);
        const off = wrapped(angle);
        const acceleration = pull * Math.sin(angle) + Math.fround(PER_TORQUE * torque);
        state[1] = clip(spin + acceleration * TIME_STEP, -FASTEST, FASTEST);
        state[0] = angle + state[1] * TIME_STEP;
        outcome.reward = -(off * off + 0.1 * (spin * spin) + 0.001 * (torque * torque));
        outcome.terminated = false;
      },
      observe(state, out) {
        out[0] = Math.fround(Math.cos(state[0]));
        out[1] = Math.fround(Math.sin(state[0]));
        out[2] = Math.fround(state[1]);
      },
    };
  },
});

/** What is clipped has the slope 0, and roundings to float32 the slope 1. */
const slopesOf = (pull: number): StepSlopes => ({
  at(state, action, next, out) {
    const free = Math.abs(next[1]) < FASTEST ? 1 : 0;
    const effective = Math.abs(action[0]) < STRONGEST ? 1 : 0;
    const byAngle = free * pull * Math.cos(state[0]) * TIME_STEP; // ∂θ̇'/∂θ
    const byTorque = free * effective * PER_TORQUE * TIME_STEP; // ∂θ̇'/∂a
    out.state[0] = 1 + byAngle * TIME_STEP;
    out.state[1] = free * TIME_STEP;
    out.state[2] = byAngle;
    out.state[3] = free;
    out.action[0] = byTorque * TIME_STEP;
    out.action[1] = byTorque;
    out.rewardState[0] = -2 * wrapped(state[0]);
    out.rewardState[1] = -0.2 * state[1];
    out.rewardAction[0] = effective * -0.002 * action[0];
  },
});
