import type { FiniteModel, Thresholds } from "../../envs/contract/models.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import { viewsOf } from "../webassembly/instantiate.ts";
import { Room } from "../webassembly/room.ts";
import { instantiate, type Kernel } from "./kernel.ts";

/** Fields of the plan of assembly/, of four bytes each. */
const FIELDS = 21;

/** What a kernel that draws trajectories reads and writes: views of one memory. */
export interface SamplerMemory
  extends Pick<TrajectoryBatch, "offsets" | "states" | "actions" | "rewards" | "lastStates" | "terminated"> {
  readonly kernel: Kernel;
  readonly plan: number;
  /** First state of the group at hand. # [1] */
  readonly first: Int32Array;
  readonly policy: Float64Array; // [S, A]
  /** States of the two streams. # [4] each */
  readonly actionDraws: Float64Array;
  readonly environmentDraws: Float64Array;
}

/** What is fixed while a sampler draws. */
export interface Drawn {
  readonly model: FiniteModel;
  readonly thresholds: Thresholds;
  readonly horizon: number;
  readonly groupSize: number;
}

/** @param n trajectories that there is room for, and @param steps */
export const samplerMemory = (
  { model, thresholds, horizon, groupSize }: Drawn,
  n: number,
  steps: number,
): SamplerMemory => {
  const { states: S, actions: A, start, next, terminated, reward, initial } = model;
  const room = new Room();
  const outcomes = next.length;
  const at = {
    plan: room.take(4 * FIELDS),
    start: room.take(4 * start.length),
    next: room.take(4 * outcomes),
    terminated: room.take(outcomes),
    reward: room.take(8 * outcomes),
    outcomeThreshold: room.take(8 * outcomes),
    initialThreshold: room.take(8 * S),
    policy: room.take(8 * S * A),
    actionDraws: room.take(32),
    environmentDraws: room.take(32),
    offsets: room.take(4 * (n + 1)),
    states: room.take(4 * steps),
    actions: room.take(4 * steps),
    rewards: room.take(8 * steps),
    lastStates: room.take(4 * n),
    ended: room.take(n),
  };
  const { kernel, buffer } = instantiate(room.bytes);
  const { ints, bytes, floats } = viewsOf(buffer);
  const onlyStart = initial.indexOf(1); // −1 if the first state is random
  ints(at.plan, FIELDS).set([
    ...[A, horizon, groupSize, onlyStart, steps],
    ...[at.start, at.next, at.terminated, at.reward, at.outcomeThreshold, at.initialThreshold, at.policy],
    ...[at.actionDraws, at.environmentDraws],
    ...[at.offsets, at.states, at.actions, at.rewards, at.lastStates, at.ended, onlyStart],
  ]);
  ints(at.start, start.length).set(start);
  ints(at.next, outcomes).set(next);
  bytes(at.terminated, outcomes).set(terminated);
  floats(at.reward, outcomes).set(reward);
  floats(at.outcomeThreshold, outcomes).set(thresholds.outcome);
  floats(at.initialThreshold, S).set(thresholds.initial);
  return {
    ...{ kernel, plan: at.plan },
    first: ints(at.plan + 4 * (FIELDS - 1), 1),
    policy: floats(at.policy, S * A),
    actionDraws: floats(at.actionDraws, 4),
    environmentDraws: floats(at.environmentDraws, 4),
    offsets: ints(at.offsets, n + 1),
    states: ints(at.states, steps),
    actions: ints(at.actions, steps),
    rewards: floats(at.rewards, steps),
    lastStates: ints(at.lastStates, n),
    terminated: bytes(at.ended, n),
  };
};
