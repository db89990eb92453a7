import { ensureLength } from "../../linear-algebra/scratch.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import { returnsFromStart } from "../../trajectories/returns.ts";
import { Room } from "../../webassembly/room.ts";
import type { DiscretePoint, Point } from "../point.ts";
import { instantiate, type Kernel } from "./kernel.ts";
import type { Recursion, TrajectoryNumbers, Values } from "./recursion.ts";

/** Bytes of the plan, of a lane, a column and a minus; see assembly/. */
const PLAN = 96;
const ENTRY = 16;

/** Bytes of a kernel's memory; a power of two below the most that there can be, 4 GiB. */
const MAX_BYTES = 2 ** 31;

/** What a memory has room for. */
interface Capacity {
  readonly steps: number;
  readonly trajectories: number;
  /** Steps of the longest trajectory. */
  readonly longest: number;
  /** S A; 0 where states are continuous. */
  readonly cells: number;
}

/** Values that some recursions ask for, each function once. */
interface Column {
  readonly values: Values;
  /** Whether TD errors are made of them. */
  readonly errors: boolean;
}

/**
 * Several recursions side by side in WebAssembly: a batch goes in, and what comes out are the weights of each, or their
 * sums over equal states and actions. The memory is kept from batch to batch, and made anew when a batch is larger.
 */
export class Lanes {
  /** Steps of the largest batch that fits for certain. */
  readonly mostSteps: number;
  readonly #recursions: readonly Recursion[];
  /** Lane of each recursion: those with c_t = 1 come first. # [E] */
  readonly #laneOf: readonly number[];
  readonly #lanes: number;
  readonly #columns: readonly Column[];
  readonly #numbers: readonly TrajectoryNumbers[];
  #returns = new Float64Array(0);
  #capacity: Capacity = { steps: 0, trajectories: 0, longest: 0, cells: 0 };
  #memory: Memory | undefined;

  /** @param recursions at least one, all of the same γ */
  constructor(recursions: readonly Recursion[]) {
    this.#recursions = recursions;
    const order = recursions.map((_, e) => e);
    order.sort((e, f) => Number(isDiscounted(recursions[e])) - Number(isDiscounted(recursions[f])) || e - f);
    this.#laneOf = recursions.map((_, e) => order.indexOf(e));
    this.#lanes = 2 * Math.ceil(recursions.length / 2);
    const errors = recursions.flatMap(({ errorsOf }) => errorsOf ?? []);
    const baselines = recursions.flatMap(({ minus }) => (minus && "values" in minus ? minus.values : []));
    this.#columns = [...new Set([...errors, ...baselines])].map((values) => ({
      values,
      errors: errors.includes(values),
    }));
    this.mostSteps = MAX_BYTES / (64 * (1 + this.#columns.length + this.#lanes)); // twice 8 bytes of four things
    this.#numbers = recursions.flatMap(({ minus }) => (minus && "numbers" in minus ? minus.numbers : []));
  }

  /** Writes Σ_k w_k ∇θ log π(a_k|s_k) of each recursion. @param outs [E][P] */
  weightedScores(batch: TrajectoryBatch, point: DiscretePoint, outs: readonly Float64Array[]): void {
    const { policy, probabilities } = point;
    const { states: S, actions: A } = policy;
    const memory = this.#load(batch, point, S, A);
    const { kernel, plan } = memory;
    kernel.addUp(plan);
    if (policy.scores === "softmax") {
      for (let j = 0; j < S * A; j++) memory.probabilities[j] = probabilities[j];
      kernel.softmaxScores(plan, memory.probabilities.byteOffset, A);
      for (let e = 0; e < outs.length; e++) this.#read(memory.sums, e, outs[e]);
    } else {
      for (let e = 0; e < outs.length; e++) {
        this.#read(memory.sums, e, memory.probabilities);
        policy.weightedScores(probabilities, memory.probabilities, outs[e]);
      }
    }
  }

  /** Writes the numbers of a recursion. @param all of all lanes. # [·, lanes] */
  #read(all: Float64Array, e: number, out: Float64Array): void {
    const lanes = this.#lanes;
    const length = all.length;
    for (let j = 0, at = this.#laneOf[e]; at < length; j++, at += lanes) out[j] = all[at];
  }

  /** Writes the weights themselves. @returns those of each recursion. # [E][steps] */
  weights(batch: TrajectoryBatch, point: Point): readonly Float64Array[] {
    const { kernel, plan, weights } = this.#load(batch, point, 0, 0);
    kernel.writeOut(plan);
    return weights;
  }

  /** Takes in what the recursions read of a batch. @param S states and @param A actions of a table, or 0 */
  #load(batch: TrajectoryBatch, point: Point, S: number, A: number): Memory {
    const { trajectories: n, steps, offsets, states, actions } = batch;
    let longest = 0;
    for (let i = 0; i < n; i++) longest = Math.max(longest, offsets[i + 1] - offsets[i]);
    const memory = this.#ensure(steps, n, longest, S * A);
    const { rewards, places } = memory;
    const row = 8 * this.#lanes;
    for (let k = 0; k < steps; k++) {
      rewards[k] = batch.rewards[k];
      if (A > 0) places[k] = row * (states[k] * A + actions[k]);
    }
    for (let i = 0; i < n; i++) {
      memory.offsets[i + 1] = offsets[i + 1];
      memory.terminated[i] = batch.terminated[i];
    }
    memory.head[0] = n;
    for (let m = 0; m < this.#columns.length; m++)
      this.#columns[m].values(batch, point, memory.values[m], memory.ends[m]);
    if (this.#numbers.length > 0) {
      this.#returns = ensureLength(this.#returns, n);
      returnsFromStart(batch, this.#recursions[0].discount, this.#returns);
      for (let m = 0; m < this.#numbers.length; m++)
        this.#numbers[m](batch, point, this.#returns, memory.numbers[m]);
    }
    return memory;
  }

  #ensure(steps: number, trajectories: number, longest: number, cells: number): Memory {
    const has = this.#capacity;
    const enough =
      steps <= has.steps && trajectories <= has.trajectories && longest <= has.longest && cells === has.cells;
    if (this.#memory && enough) return this.#memory;
    const grown = (needed: number, room: number) => (needed <= room ? room : 2 * needed);
    this.#capacity = {
      steps: grown(steps, has.steps),
      trajectories: grown(trajectories, has.trajectories),
      longest: grown(longest, has.longest),
      cells,
    };
    this.#memory = this.#place(this.#capacity);
    return this.#memory;
  }

  #place(capacity: Capacity): Memory {
    const { steps, trajectories, longest, cells } = capacity;
    const recursions = this.#recursions;
    const lanes = this.#lanes;
    const room = new Room();
    const take = (count: number, bytes: number) => room.take(count * bytes);
    const each = (count: number, of: number, bytes = 8) =>
      Array.from({ length: count }, () => take(of, bytes));
    const [E, M] = [recursions.length, this.#columns.length];
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
      errors: this.#columns.map(({ errors }) => (errors ? take(steps, 8) : 0)),
      numbers: each(this.#numbers.length, trajectories),
      scratch: take(longest * lanes, 8),
      sums: take(cells * lanes, 8),
      probabilities: take(cells, 8),
      weights: cells > 0 ? [] : each(E, steps),
    };
    const { kernel, buffer } = instantiate(room.bytes);
    const ints = (address: number, length: number) => new Int32Array(buffer, address, length);
    const floats = (address: number, length: number) => new Float64Array(buffer, address, length);

    const plain = recursions.filter((recursion) => !isDiscounted(recursion)).length;
    const head = ints(at.plan, PLAN / 4);
    head.set([
      ...[0, lanes / 2, plain >> 1, plain & 1, M, minuses.length, held.length, 8 * lanes],
      ...[at.rewards, at.places, at.offsets, at.terminated, at.lanes, at.columns, at.minuses, at.held],
      ...[at.scratch, at.sums, at.weightsOf, cells],
    ]);
    floats(at.plan, PLAN / 8)[10] = recursions[0].discount;
    const column = (values: Values) => this.#columns.findIndex((each) => each.values === values);
    // a lane that belongs to nobody goes over the rewards too
    for (let lane = 0; lane < lanes; lane++) ints(at.lanes + ENTRY * lane, 1)[0] = at.rewards;
    let [minus, number, holding] = [0, 0, 0];
    for (const [e, { decay, errorsOf, minus: what, fromStart }] of recursions.entries()) {
      const lane = this.#laneOf[e];
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
      terminated: new Uint8Array(buffer, at.terminated, trajectories),
      rewards: floats(at.rewards, steps),
      places: ints(at.places, cells > 0 ? steps : 0),
      values: at.values.map((address) => floats(address, steps)),
      ends: at.ends.map((address) => floats(address, trajectories)),
      numbers: at.numbers.map((address) => floats(address, trajectories)),
      sums: floats(at.sums, cells * lanes),
      probabilities: floats(at.probabilities, cells),
      weights: at.weights.map((address) => floats(address, steps)),
    };
  }
}

/** The views of a memory, and where things lie in it. */
interface Memory {
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

const isDiscounted = ({ stateWeight, discount }: Recursion): boolean =>
  stateWeight === "discounted" && discount !== 1;
