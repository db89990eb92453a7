import type { ContinuousEnvironment, Outcome } from "../../envs/contract/environment.ts";
import { held, type Savable } from "../memory/state.ts";
import type { RunningNormalizer } from "../normalizers/observations.ts";
import type { RewardScaler } from "../normalizers/rewards.ts";
import type { ObservationNormalizer, PolicyRows } from "../policies/policy.ts";
import type { Random } from "../random.ts";
import { EpisodeLog, GOES_ON, type LaneBatch, TERMINATED, TRUNCATED } from "../trajectories/lane-batch.ts";

/** What lanes are drawn with. */
export interface LaneParts {
  readonly environment: ContinuousEnvironment;
  readonly policy: PolicyRows;
  /** Steps after which an episode is truncated. */
  readonly horizon: number;
  /** γ of the discounted returns that are told. */
  readonly discount: number;
  readonly lanes: number;
  /** Whether episodes go on in the next batch; else every batch begins with a reset. */
  readonly carry: boolean;
  /** Moves with every step, where it is a running one. */
  readonly normalizer?: RunningNormalizer | ObservationNormalizer | undefined;
  readonly scaler?: RewardScaler | undefined;
}

/** Draws batches of so many steps in each lane; the same memory serves the next one. */
export interface LaneSampler extends Savable {
  /** @param steps of each lane */
  draw(steps: number): LaneBatch;
}

/**
 * Draws steps of several environments side by side, an action of all of them at a time. Draws are made in the order of
 * time, and at each time in the order of the lanes. An episode that ends is followed by the next in the same lane at once.
 *
 * A running normalizer sees each observation that an action is chosen for, once, before that; those that an episode ends
 * with are normalized as it is then, and not learned from.
 */
export const laneSampler = (parts: LaneParts, actionDraws: Random, environmentDraws: Random): LaneSampler => {
  const { environment, policy, horizon, discount, lanes, carry, normalizer, scaler } = parts;
  const { stateSize: D, observationSize: O, action } = environment;
  const K = action.size ?? 1;
  const observe = environment.observe?.bind(environment) ?? ((from, to) => to.set(from));
  const states = new Float64Array(lanes * D);
  const stateRows = rowsOf(states, D);
  const observations = new Float64Array(lanes * O);
  const observationRows = rowsOf(observations, O);
  const inputs = new Float64Array(lanes * O);
  const actions = new Float64Array(lanes * K);
  const actionRows = rowsOf(actions, K);
  const times = new Int32Array(lanes);
  const returns = new Float64Array(lanes);
  const discounted = new Float64Array(lanes);
  const factors = new Float64Array(lanes); // γᵗ
  const rewards = new Float64Array(lanes);
  const scaled = new Float64Array(lanes);
  const endings = new Uint8Array(lanes);
  const outcome: Outcome = { reward: 0, terminated: false };
  const own = { states, observations, inputs, times, returns, discounted, factors, begun: 0 };
  const batch = new LaneBuffer(O, K, lanes);

  const begin = (lane: number): void => {
    environment.reset(stateRows[lane], environmentDraws);
    observe(stateRows[lane], observationRows[lane]);
    times[lane] = 0;
    returns[lane] = discounted[lane] = 0;
    factors[lane] = 1;
  };
  /** What the policy is to read of the present observations; seen once each. */
  const look = (): void => {
    if (normalizer && "see" in normalizer) normalizer.see(observations, lanes);
    if (normalizer) normalizer.apply(observations, 0, lanes, inputs);
    else inputs.set(observations);
  };
  const beginAll = (): void => {
    for (let lane = 0; lane < lanes; lane++) begin(lane);
    look();
    own.begun = 1;
  };
  /** Takes the action of a lane; returns how that left its episode. */
  const step = (lane: number): number => {
    environment.step(stateRows[lane], actionRows[lane], environmentDraws, outcome);
    returns[lane] += outcome.reward;
    discounted[lane] += factors[lane] * outcome.reward;
    factors[lane] *= discount;
    times[lane]++;
    if (outcome.terminated) return TERMINATED;
    return times[lane] >= horizon ? TRUNCATED : GOES_ON;
  };

  return {
    ...held(own),
    draw(steps) {
      if (own.begun === 0 || !carry) beginAll();
      batch.begin(steps);
      for (let t = 0; t < steps; t++) {
        policy.act(inputs, lanes, times, actionDraws, actions);
        batch.add(t, observations, inputs, actions, times);
        for (let lane = 0; lane < lanes; lane++) {
          endings[lane] = step(lane);
          rewards[lane] = outcome.reward;
          observe(stateRows[lane], observationRows[lane]);
          if (endings[lane] === GOES_ON) continue;
          batch.endsAt(t, lane);
          batch.episodes.add(returns[lane], discounted[lane], times[lane]);
          batch.end(observationRows[lane], normalizer);
          begin(lane);
        }
        if (scaler) scaler.scale(rewards, endings, scaled);
        batch.addRewards(t, rewards, scaler ? scaled : rewards, endings);
        look();
      }
      batch.finish(observations, inputs);
      return batch;
    },
  };
};

/** Views on the rows of a matrix. */
const rowsOf = (matrix: Float64Array, size: number): Float64Array[] =>
  Array.from({ length: matrix.length / size }, (_, r) => matrix.subarray(r * size, (r + 1) * size));

/** A batch of lanes being filled, a time at a time. */
class LaneBuffer implements LaneBatch {
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
      this.#ended = larger(this.#ended, 2 * needed);
      this.#endedInputs = larger(this.#endedInputs, 2 * needed);
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

const larger = (old: Float64Array<ArrayBuffer>, length: number): Float64Array<ArrayBuffer> => {
  const longer = new Float64Array(length);
  longer.set(old);
  return longer;
};
