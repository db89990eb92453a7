import { stream } from "../../src/random.ts";
import { broken, call } from "./broken.ts";
import { type FiniteEnvironment, hasSnapshots } from "./environment.ts";
import type { FiniteModel } from "./models.ts";
import { needOutcome, PURITY, REPLAY, unwritten } from "./outcome.ts";
import { shown } from "./shown.ts";
import { Tape } from "./tape.ts";
import { MAX_TRIED_ACTIONS, WALK_STEPS } from "./walk.ts";

/** A step that was taken, and what is needed to take it again. */
interface Taken {
  readonly from: number;
  readonly action: number;
  /** Place on the tape before it. */
  readonly place: number;
  readonly to: number;
  readonly reward: number;
  readonly terminated: boolean;
  /** Draws that it made. */
  readonly drawn: number;
}

/** Resets and steps an environment at random, twice. @throws ContractError at the first thing that is wrong */
export const probeFinite = (environment: FiniteEnvironment, horizon: number): void =>
  (hasSnapshots(environment) ? probeSteps : probeReplay)(environment, horizon);

/** Every step is taken again by itself, the last one first. */
const probeSteps = (environment: FiniteEnvironment, horizon: number): void => {
  const { actions } = environment;
  const tape = new Tape(stream("contract", "environment"));
  const choices = stream("contract", "actions");
  const first = firstState(environment, tape);
  tape.place = 0;
  const again = firstState(environment, tape);
  if (again !== first) broken(`reset gave the first state ${first} and then ${again}; ${PURITY}`);

  const steps: Taken[] = [];
  for (let k = 0; k < Math.min(actions, MAX_TRIED_ACTIONS); k++) {
    const action =
      actions <= MAX_TRIED_ACTIONS ? k : Math.floor((k * (actions - 1)) / (MAX_TRIED_ACTIONS - 1));
    steps.push(take(environment, first, action, tape));
  }
  let state = first;
  for (let time = 1; steps.length < WALK_STEPS; time++) {
    const step = take(environment, state, Math.floor(choices.next() * actions), tape);
    steps.push(step);
    const over = step.terminated || time === horizon;
    if (over) time = 0;
    state = over ? firstState(environment, tape) : step.to;
  }
  firstState(environment, tape);
  for (const step of steps.reverse()) {
    tape.place = step.place;
    const { from, action } = step;
    const second = take(environment, from, action, tape);
    needSame(`step(${from}, ${action})`, step, second, PURITY);
  }
};

/** The same where a step can only follow the one before: whole trajectories, twice. */
const probeReplay = (environment: FiniteEnvironment, horizon: number): void => {
  const tape = new Tape(stream("contract", "environment"));
  const walk = (): Taken[] => {
    const choices = stream("contract", "actions");
    tape.place = 0;
    let state = firstState(environment, tape);
    const steps: Taken[] = [];
    for (let time = 1; steps.length < WALK_STEPS; time++) {
      const step = take(environment, state, Math.floor(choices.next() * environment.actions), tape);
      steps.push(step);
      const over = step.terminated || time === horizon;
      if (over) time = 0;
      state = over ? firstState(environment, tape) : step.to;
    }
    return steps;
  };
  const first = walk();
  for (const [k, second] of walk().entries()) needSame(`step ${k + 1} of a walk`, first[k], second, REPLAY);
};

/** @throws ContractError where a step that was taken twice did not do the same */
const needSame = (what: string, first: Taken, second: Taken, why: string): void => {
  for (const [did, name] of differences)
    if (second[name] !== first[name])
      broken(`${what} ${did} ${first[name]} and then ${second[name]}; ${why}`);
};

const differences = [
  ["led to", "to"],
  ["gave the reward", "reward"],
  ["set terminated to", "terminated"],
  ["drew so many random numbers:", "drawn"],
] as const;

const needState = (what: string, state: unknown, states: number): void => {
  if (!(Number.isInteger(state) && (state as number) >= 0 && (state as number) < states))
    broken(`${what} returned ${shown(state)}; expected a state, a whole number from 0 to ${states - 1}`);
};

const firstState = (environment: FiniteEnvironment, tape: Tape): number => {
  const state = call("reset", () => environment.reset(tape));
  needState("reset", state, environment.states);
  if (environment.model?.initial[state] === 0)
    broken(`reset returned state ${state}, which the model never begins in`);
  return state;
};

const take = (environment: FiniteEnvironment, from: number, action: number, tape: Tape): Taken => {
  const outcome = unwritten();
  const { place } = tape;
  const what = `step(${from}, ${action})`;
  const to = call(what, () => environment.step(from, action, tape, outcome));
  needState(what, to, environment.states);
  needOutcome(what, outcome, to);
  const { reward, terminated } = outcome;
  const taken = { from, action, place, to, reward, terminated, drawn: tape.place - place };
  if (environment.model !== undefined && !canHappen(environment.model, taken))
    broken(
      `${what} led to ${to} with reward ${reward}${terminated ? " and ended" : ""}, which the model does not know`,
    );
  return taken;
};

const canHappen = (model: FiniteModel, { from, action, to, reward, terminated }: Taken): boolean => {
  const row = from * model.actions + action;
  for (let k = model.start[row]; k < model.start[row + 1]; k++)
    if (
      model.probability[k] > 0 &&
      model.next[k] === to &&
      (model.terminated[k] === 1) === terminated &&
      Math.abs(model.reward[k] - reward) <= 1e-12 * Math.max(1, Math.abs(reward))
    )
      return true;
  return false;
};
