import { stream } from "../../src/random.ts";
import { broken, call } from "./broken.ts";
import { drawer, stepWith, trials } from "./continuous-actions.ts";
import { type ContinuousEnvironment, hasSnapshots } from "./environment.ts";
import { needOutcome, PURITY, REPLAY, returnedInstead, unwritten } from "./outcome.ts";
import { shown } from "./shown.ts";
import { probeStrayWrites } from "./stray-writes.ts";
import { Tape } from "./tape.ts";
import { MAX_WALK_DISTANCE, MAX_WALK_NUMBERS, MIN_WALK_STEPS, WALK_STEPS } from "./walk.ts";

/** A step that was taken, and what is needed to take it again. */
interface Taken {
  readonly from: Float64Array; // [D]
  readonly action: Float64Array; // [K]
  /** Place on the tape before it. */
  readonly place: number;
  readonly to: Float64Array; // [D]
  readonly observation: Float64Array; // [O]
  readonly reward: number;
  readonly terminated: boolean;
  /** Draws that it made. */
  readonly drawn: number;
}

/** An array that `reset` was given, and what it wrote there. */
interface Given {
  readonly array: Float64Array;
  readonly written: Float64Array;
}

/** Resets and steps an environment at random, twice. @throws ContractError at the first thing that is wrong */
export const probeVectors = (environment: ContinuousEnvironment, horizon: number): void =>
  (hasSnapshots(environment) ? probeSteps : probeReplay)(environment, horizon);

/** Every step is taken again by itself, the last one first. */
const probeSteps = (environment: ContinuousEnvironment, horizon: number): void => {
  const tape = new Tape(stream("contract", "environment"));
  const given: Given[] = [];
  const first = firstState(environment, tape, given);
  tape.place = 0;
  compare("reset wrote", first, firstState(environment, tape, given), "state");
  probeStrayWrites(environment, first);

  const steps = trials(environment).map((action) => take(environment, first, action, tape));
  const length = lengthOf(environment);
  const draw = drawer(environment);
  let state = first;
  for (let time = 1; steps.length < length; time++) {
    const step = take(environment, state, draw(), tape);
    steps.push(step);
    const over = step.terminated || time === horizon || step.to.some((x) => Math.abs(x) > MAX_WALK_DISTANCE);
    if (over) time = 0;
    state = over ? firstState(environment, tape, given) : step.to;
  }
  if (given.some(({ array, written }) => array.some((x, i) => !Object.is(x, written[i]))))
    broken(
      "a step wrote to the state that reset had been given; it is to move the state that it is given itself",
    );
  probeSlopes(environment, steps[0]);
  firstState(environment, tape, given);
  for (const step of steps.reverse()) {
    tape.place = step.place;
    const second = take(environment, step.from, step.action, tape);
    needSame(stepWith(environment, step.action), step, second, PURITY);
  }
};

/** Steps of a walk. */
const lengthOf = ({ stateSize, observationSize, action }: ContinuousEnvironment): number =>
  Math.min(
    WALK_STEPS,
    Math.max(
      MIN_WALK_STEPS,
      Math.floor(MAX_WALK_NUMBERS / (stateSize + observationSize + (action.size ?? 1))),
    ),
  );

/**
 * The same where a step can only follow the one before: whole trajectories, twice.
 * @param length steps of the walk @throws ContractError
 */
export const probeReplay = (
  environment: ContinuousEnvironment,
  horizon: number,
  length = lengthOf(environment),
): void => {
  const tape = new Tape(stream("contract", "environment"));
  const walk = (): Taken[] => {
    const draw = drawer(environment);
    tape.place = 0;
    let state = firstState(environment, tape, []);
    const steps: Taken[] = [];
    for (let time = 1; steps.length < length; time++) {
      const step = take(environment, state, draw(), tape);
      steps.push(step);
      const over = step.terminated || time === horizon;
      if (over) time = 0;
      state = over ? firstState(environment, tape, []) : step.to;
    }
    return steps;
  };
  const first = walk();
  for (const [k, second] of walk().entries()) needSame(`step ${k + 1} of a walk`, first[k], second, REPLAY);
};

/** @throws ContractError where a step that was taken twice did not do the same */
const needSame = (what: string, first: Taken, second: Taken, why: string): void => {
  compare(`${what} wrote`, first.to, second.to, "state", why);
  compare("observe wrote", first.observation, second.observation, "out", why);
  for (const [did, name] of differences)
    if (second[name] !== first[name])
      broken(`${what} ${did} ${first[name]} and then ${second[name]}; ${why}`);
};

const differences = [
  ["gave the reward", "reward"],
  ["set terminated to", "terminated"],
  ["drew so many random numbers:", "drawn"],
] as const;

const compare = (
  what: string,
  first: Float64Array,
  second: Float64Array,
  name: string,
  why = PURITY,
): void => {
  const i = first.findIndex((x, j) => !Object.is(x, second[j]));
  if (i >= 0) broken(`${what} ${first[i]} to ${name}[${i}] and then ${second[i]}; ${why}`);
};

/** @throws ContractError unless all numbers were written, and to the array that was given */
const needWritten = (what: string, array: Float64Array, name: string, returned: unknown): void => {
  const i = array.findIndex((x) => !Number.isFinite(x));
  const hint = returnedInstead(returned, name);
  if (i >= 0)
    broken(`${what} left ${array[i]} in ${name}[${i}]; expected ${array.length} finite numbers${hint}`);
  if ((Array.isArray(returned) || ArrayBuffer.isView(returned)) && returned !== array)
    broken(`${what} returned ${shown(returned)}; it is to write to the ${name} that it is given`);
};

/** @param given the arrays that were handed over so far, and what was written to them; added to */
const firstState = (environment: ContinuousEnvironment, tape: Tape, given: Given[]): Float64Array => {
  const array = new Float64Array(environment.stateSize).fill(Number.NaN);
  const returned = call("reset", () => environment.reset(array, tape));
  needWritten("reset", array, "state", returned);
  const written = array.slice();
  given.push({ array, written });
  return written;
};

const observed = (environment: ContinuousEnvironment, state: Float64Array): Float64Array => {
  if (environment.observe === undefined) return state.slice();
  const out = new Float64Array(environment.observationSize).fill(Number.NaN);
  const seen = state.slice();
  const returned = call("observe", () => environment.observe?.(seen, out));
  needWritten("observe", out, "out", returned);
  const i = seen.findIndex((x, j) => !Object.is(x, state[j]));
  if (i >= 0) broken(`observe wrote ${seen[i]} to state[${i}]; it must leave the state as it is`);
  return out;
};

const take = (
  environment: ContinuousEnvironment,
  from: Float64Array,
  action: Float64Array,
  tape: Tape,
): Taken => {
  const to = from.slice();
  const taken = action.slice();
  const outcome = unwritten();
  const { place } = tape;
  const what = stepWith(environment, action);
  const returned = call(what, () => environment.step(to, taken, tape, outcome));
  needWritten(what, to, "state", returned);
  needOutcome(what, outcome, returned);
  const i = taken.findIndex((x, j) => !Object.is(x, action[j]));
  if (i >= 0) broken(`${what} wrote ${taken[i]} to action[${i}]; it must leave the action as it is`);
  const observation = observed(environment, to);
  return { from, action, place, to, observation, ...outcome, drawn: tape.place - place };
};

const probeSlopes = (environment: ContinuousEnvironment, { from, action, to }: Taken): void => {
  const { slopes, stateSize: D } = environment;
  const K = action.length;
  if (slopes === undefined) return;
  const sizes = { state: D * D, action: D * K, rewardState: D, rewardAction: K };
  const unset = (length: number) => new Float64Array(length).fill(Number.NaN);
  const out = {
    state: unset(sizes.state),
    action: unset(sizes.action),
    rewardState: unset(sizes.rewardState),
    rewardAction: unset(sizes.rewardAction),
  };
  const returned = call("slopes.at", () => slopes.at(from.slice(), action.slice(), to.slice(), out));
  for (const name of ["state", "action", "rewardState", "rewardAction"] as const)
    needWritten("slopes.at", out[name], `out.${name}`, returned);
};
