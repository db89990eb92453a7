import type { ObservationNormalizer } from "../policies/policy.ts";
import { enlarged } from "../trajectories/batch.ts";
import { EpisodeLog, GOES_ON, type LaneBatch, TERMINATED } from "../trajectories/lane-batch.ts";

/** A batch of lanes being filled, a time at a time. */
export class LaneBuffer implements LaneBatch {
  trajectories = 0;
  steps = 0;
  offsets = new Int32Array(0);
  rewards = new Float64Array(0);
  scaledRewards = new Float64Array(0);
  readonly states = new Int32Array(0);
  readonly lastStates = new Int32Array(0);
  actions = new Float64Array(0);
  observations = new Float64Array(0);
  inputs = new Float64Array(0);
  times = new Int32Array(0);
  lastObservations = new Float64Array(0);
  lastInputs = new Float64Array(0);
  terminated = new Uint8Array(0);
  cut = new Uint8Array(0);
  readonly groupSize = 1;
  readonly episodes = new EpisodeLog();
  readonly #O: number;
  readonly #K: number;
  readonly #lanes: number;
  #perLane = 0;
  #endings = new Uint8Array(0); // [steps]
  /** Observations that episodes ended with, and the same as inputs, in the order of time. # [ends, O] */
  #ended = new Float64Array(0);
  #endedInputs = new Float64Array(0);
  #places = new Int32Array(0); // [steps], the row in `#ended` of a step that ends an episode
  #ends = 0;

  constructor(observationSize: number, actionSize: number, lanes: number) {
    this.#O = observationSize;
    this.#K = actionSize;
    this.#lanes = lanes;
  }

  /** Empties the batch and makes room for so many steps of each lane. */
  begin(perLane: number): void {
    const steps = perLane * this.#lanes;
    this.#perLane = perLane;
    this.#ends = 0;
    this.episodes.count = 0;
    if (this.steps !== steps) {
      this.steps = steps;
      this.rewards = new Float64Array(steps);
      this.scaledRewards = new Float64Array(steps);
      this.actions = new Float64Array(steps * this.#K);
      this.observations = new Float64Array(steps * this.#O);
      this.inputs = new Float64Array(steps * this.#O);
      this.times = new Int32Array(steps);
      this.#endings = new Uint8Array(steps);
      this.#places = new Int32Array(steps);
    }
  }

  /** Notes what all lanes see and do at time t of the batch. */
  add(
    t: number,
    observations: Float64Array,
    inputs: Float64Array,
    actions: Float64Array,
    times: Int32Array,
  ): void {
    const O = this.#O;
    const K = this.#K;
    for (let lane = 0; lane < this.#lanes; lane++) {
      const k = lane * this.#perLane + t;
      this.times[k] = times[lane];
      for (let o = 0; o < O; o++) {
        this.observations[k * O + o] = observations[lane * O + o];
        this.inputs[k * O + o] = inputs[lane * O + o];
      }
      for (let j = 0; j < K; j++) this.actions[k * K + j] = actions[lane * K + j];
    }
  }

  /** Notes what all lanes were paid at time t of the batch, and how that left them. */
  addRewards(t: number, rewards: Float64Array, scaled: Float64Array, endings: Uint8Array): void {
    for (let lane = 0; lane < this.#lanes; lane++) {
      const k = lane * this.#perLane + t;
      this.rewards[k] = rewards[lane];
      this.scaledRewards[k] = scaled[lane];
      this.#endings[k] = endings[lane];
    }
  }

  /** Says that the observation that is kept next is the last one of an episode. */
  endsAt(t: number, lane: number): void {
    this.#places[lane * this.#perLane + t] = this.#ends;
  }

  /** Keeps the observation that an episode ended with. */
  end(observation: Float64Array, normalizer: ObservationNormalizer | undefined): void {
    const O = this.#O;
    const needed = (this.#ends + 1) * O;
    if (this.#ended.length < needed) {
      this.#ended = enlarged(this.#ended, new Float64Array(2 * needed));
      this.#endedInputs = enlarged(this.#endedInputs, new Float64Array(2 * needed));
    }
    const place = this.#ends++ * O;
    this.#ended.set(observation, place);
    const input = this.#endedInputs.subarray(place, place + O);
    if (normalizer) normalizer.apply(observation, 0, 1, input);
    else input.set(observation);
  }

  /** Divides the lanes into trajectories. @param observations of all lanes after the last step. # [lanes, O] */
  finish(observations: Float64Array, inputs: Float64Array): void {
    const most = this.#ends + this.#lanes;
    if (this.terminated.length < most) {
      this.offsets = new Int32Array(2 * most + 1);
      this.terminated = new Uint8Array(2 * most);
      this.cut = new Uint8Array(2 * most);
      this.lastObservations = new Float64Array(2 * most * this.#O);
      this.lastInputs = new Float64Array(2 * most * this.#O);
    }
    this.trajectories = 0;
    for (let lane = 0; lane < this.#lanes; lane++) {
      const end = (lane + 1) * this.#perLane;
      for (let k = lane * this.#perLane; k < end; k++)
        if (this.#endings[k] !== GOES_ON)
          this.#close(k + 1, this.#endings[k], this.#ended, this.#endedInputs, this.#places[k]);
      if (this.#endings[end - 1] === GOES_ON) this.#close(end, GOES_ON, observations, inputs, lane);
    }
  }

  #close(end: number, ending: number, observations: Float64Array, inputs: Float64Array, row: number): void {
    const O = this.#O;
    const i = this.trajectories++;
    this.offsets[i + 1] = end;
    this.terminated[i] = ending === TERMINATED ? 1 : 0;
    this.cut[i] = ending === GOES_ON ? 1 : 0;
    for (let o = 0; o < O; o++) {
      this.lastObservations[i * O + o] = observations[row * O + o];
      this.lastInputs[i * O + o] = inputs[row * O + o];
    }
  }
}
