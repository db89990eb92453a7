import { ensureLength } from "../../linear-algebra/scratch.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import { returnsFromStart } from "../../trajectories/returns.ts";
import type { DiscretePoint, Point } from "../point.ts";
import { type Capacity, type Column, isDiscounted, type LaneMemory, laneMemory } from "./lane-memory.ts";
import type { Recursion, TrajectoryNumbers } from "./recursion.ts";

/** Bytes of a kernel's memory; a power of two below the most that there can be, 4 GiB. */
const MAX_BYTES = 2 ** 31;

/** Recursions that are quicker side by side on any batch, and steps of a trajectory from which fewer are. */
const MANY = 4;
const LONG = 4;

/**
 * Several recursions side by side in WebAssembly: a batch goes in, and what comes out are the weights of each, or their
 * sums over equal states and actions. The memory is kept from batch to batch, and made anew when a batch is larger.
 */
export class Lanes {
  /** Steps of the largest batch that fits for certain. */
  readonly #mostSteps: number;
  readonly #recursions: readonly Recursion[];
  /** Lane of each recursion: those with c_t = 1 come first. # [E] */
  readonly #laneOf: readonly number[];
  readonly #lanes: number;
  readonly #columns: readonly Column[];
  readonly #numbers: readonly TrajectoryNumbers[];
  #returns = new Float64Array(0);
  #capacity: Capacity = { steps: 0, trajectories: 0, longest: 0, cells: 0 };
  #memory: LaneMemory | undefined;

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
    this.#mostSteps = MAX_BYTES / (64 * (1 + this.#columns.length + this.#lanes)); // 32 bytes a step at the most, and room for twice as many
    this.#numbers = recursions.flatMap(({ minus }) => (minus && "numbers" in minus ? minus.numbers : []));
  }

  /**
   * Whether it fits, and is not slower than one estimator after the other: so few as two or three are where much else is
   * to be done for each step. @param cells S A, or 0 where states are continuous
   */
  suits({ steps, trajectories }: TrajectoryBatch, cells: number): boolean {
    const many = this.#recursions.length >= MANY || steps > Math.max(LONG * trajectories, cells);
    return many && steps <= this.#mostSteps;
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
  #load(batch: TrajectoryBatch, point: Point, S: number, A: number): LaneMemory {
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

  #ensure(steps: number, trajectories: number, longest: number, cells: number): LaneMemory {
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
    this.#memory = laneMemory(this.#recursions, this.#laneOf, this.#columns, this.#capacity);
    return this.#memory;
  }
}
