import { viewsOf } from "../../webassembly/instantiate.ts";
import { Room } from "../../webassembly/room.ts";
import { instantiate, type Kernel } from "./kernel.ts";
import type { Recursion, Values } from "./recursion.ts";

/** Bytes of the plan, and of a lane, a column and a minus; see assembly/. */
const PLAN = 96;
const ENTRY = 16;

/** What a memory has room for. */
export interface Capacity {
  readonly steps: number;
  readonly trajectories: number;
  /** Steps of the longest trajectory. */
  readonly longest: number;
  /** S A; 0 where states are continuous. */
  readonly cells: number;
}

/** Values that some recursions ask for, each function once. */
export interface Column {
  readonly values: Values;
  /** Whether TD errors are made of them. */
  readonly errors: boolean;
}

/** The views of a memory, and where things lie in it. */
export interface LaneMemory {
  readonly kernel: Kernel;
  readonly plan: number;
  /** The plan. */
  readonly head: Int32Array;
  readonly offsets: Int32Array; // [n + 1]
  readonly terminated: Uint8Array; // [n]
  readonly rewards: Float64Array; // [steps]
  readonly places: Int32Array; // [steps]
  readonly values: readonly Float64Array[]; // [columns][steps]
  readonly ends: readonly Float64Array[]; // [columns][n]
  readonly numbers: readonly Float64Array[]; // [numbers][n]
  readonly sums: Float64Array; // [S, A, lanes]
  /** π, or the sums of one recursion. */
  readonly probabilities: Float64Array; // [S, A]
  readonly weights: readonly Float64Array[]; // [E][steps]
}

/** Whether c_t differs from 1. */
export const isDiscounted = ({ stateWeight, discount }: Recursion): boolean =>
  stateWeight === "discounted" && discount !== 1;

/** Makes a memory, and writes the plan of the kernel. @param laneOf each recursion. # [E] */
export const laneMemory = (
  recursions: readonly Recursion[],
  laneOf: readonly number[],
  columns: readonly Column[],
  capacity: Capacity,
): LaneMemory => {
  const { steps, trajectories, longest, cells } = capacity;
  const lanes = 2 * Math.ceil(recursions.length / 2);
  const room = new Room();
  const take = (count: number, bytes: number) => room.take(count * bytes);
  const each = (count: number, of: number, bytes = 8) => Array.from({ length: count }, () => take(of, bytes));
  const [E, M] = [recursions.length, columns.length];
  const numbers = recursions.filter(({ minus }) => minus && "numbers" in minus).length;
  const minuses = recursions.filter(({ minus }) => minus);
  const held = recursions.filter(({ fromStart }) => fromStart);
  const at = {
    plan: take(1, PLAN),
    lanes: take(lanes, ENTRY),
    columns: take(M, ENTRY),
    minuses: take(minuses.length, ENTRY),
    held: take(held.length, 4),
    weightsOf: take(lanes, 4),
    offsets: take(trajectories + 1, 4),
    terminated: take(trajectories, 1),
    rewards: take(steps, 8),
    places: take(cells > 0 ? steps : 0, 4),
    values: each(M, steps),
    ends: each(M, trajectories),
    errors: columns.map(({ errors }) => (errors ? take(steps, 8) : 0)),
    numbers: each(numbers, trajectories),
    scratch: take(longest * lanes, 8),
    sums: take(cells * lanes, 8),
    probabilities: take(cells, 8),
    weights: cells > 0 ? [] : each(E, steps),
  };
  const { kernel, buffer } = instantiate(room.bytes);
  const { ints, bytes, floats } = viewsOf(buffer);

  const plain = recursions.filter((recursion) => !isDiscounted(recursion)).length;
  const head = ints(at.plan, PLAN / 4);
  head.set([
    ...[0, lanes / 2, plain >> 1, plain & 1, M, minuses.length, held.length, 8 * lanes],
    ...[at.rewards, at.places, at.offsets, at.terminated, at.lanes, at.columns, at.minuses, at.held],
    ...[at.scratch, at.sums, at.weightsOf, cells],
  ]);
  floats(at.plan, PLAN / 8)[10] = recursions[0].discount;
  const column = (values: Values) => columns.findIndex((each) => each.values === values);
  // a lane that belongs to nobody goes over the rewards too
  for (let lane = 0; lane < lanes; lane++) ints(at.lanes + ENTRY * lane, 1)[0] = at.rewards;
  let [minus, number, holding] = [0, 0, 0];
  for (const [e, { decay, errorsOf, minus: what, fromStart }] of recursions.entries()) {
    const lane = laneOf[e];
    const entry = at.lanes + ENTRY * lane;
    if (errorsOf) ints(entry, 1)[0] = at.errors[column(errorsOf)];
    floats(entry, 2)[1] = decay;
    if (what) {
      const perStep = "values" in what;
      const from = perStep ? at.values[column(what.values)] : at.numbers[number++];
      ints(at.minuses + ENTRY * minus++, 4).set([8 * lane, from, perStep ? 8 : 0, perStep ? 0 : 8]);
    }
    if (fromStart) ints(at.held, held.length)[holding++] = 8 * lane;
    if (cells === 0) ints(at.weightsOf, lanes)[lane] = at.weights[e];
  }
  for (let m = 0; m < M; m++) ints(at.columns + ENTRY * m, 3).set([at.values[m], at.ends[m], at.errors[m]]);
  return {
    ...{ kernel, head, plan: at.plan },
    offsets: ints(at.offsets, trajectories + 1),
    terminated: bytes(at.terminated, trajectories),
    rewards: floats(at.rewards, steps),
    places: ints(at.places, cells > 0 ? steps : 0),
    values: at.values.map((address) => floats(address, steps)),
    ends: at.ends.map((address) => floats(address, trajectories)),
    numbers: at.numbers.map((address) => floats(address, trajectories)),
    sums: floats(at.sums, cells * lanes),
    probabilities: floats(at.probabilities, cells),
    weights: at.weights.map((address) => floats(address, steps)),
  };
};
