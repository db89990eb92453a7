import { cumulative, distributionFault } from "./distribution.ts";
import type { FiniteEnvironment } from "./environment.ts";
import { anObject, callable, exactly, faultsOf, numbers, type Rule, wholeNumber } from "./members.ts";
import type { FiniteModel, Thresholds } from "./models.ts";
import { withoutSnapshots } from "./without-snapshots.ts";

/** What is wrong with the parts that a finite environment may have: model, thresholds, features, bits. */
export const finiteModelFaults = (environment: FiniteEnvironment): string[] => {
  const { model, thresholds, features, bits, states, actions } = environment;
  const faults = withoutSnapshots(environment, { model, thresholds });
  const modelWrong = model === undefined ? [] : modelFaults(environment, model);
  faults.push(...modelWrong);
  if (thresholds !== undefined) {
    if (model === undefined) faults.push("thresholds needs a model; there is none");
    else if (modelWrong.length === 0) faults.push(...thresholdFaults(model, thresholds));
  }
  if (features !== undefined) faults.push(...faultsOf(environment, { features: featuresOf(states) }));
  if (bits !== undefined) {
    const rules = { count: wholeNumber(30), value: callable("bits"), gradient: callable("bits, out") };
    const wrong = faultsOf(environment, { bits: anObject });
    if (wrong.length === 0) wrong.push(...faultsOf(bits, rules, "bits."));
    if (wrong.length === 0 && (states !== 1 || actions !== 2 ** bits.count))
      wrong.push(
        `bits of count ${bits.count} need 1 state and ${2 ** bits.count} actions; got ${states} and ${actions}`,
      );
    faults.push(...wrong);
  }
  return faults;
};

const featuresOf = (states: number): Rule => ({
  expected: `a Float64Array of ${states} × D finite numbers`,
  holds(value) {
    const { length } = Object(value) as { length?: unknown };
    return (
      typeof length === "number" &&
      length > 0 &&
      length % states === 0 &&
      numbers("Float64Array", length).holds(value)
    );
  },
});

const modelFaults = (environment: FiniteEnvironment, model: FiniteModel): string[] => {
  const { states, actions } = environment;
  const rows = states * actions;
  const wrong = faultsOf(environment, { model: anObject });
  if (wrong.length > 0) return wrong;
  const sizes = faultsOf(
    model,
    {
      states: exactly(states, ", the environment's states"),
      actions: exactly(actions, ", the environment's actions"),
      initial: numbers("Float64Array", states),
      start: numbers("Int32Array", rows + 1),
    },
    "model.",
  );
  if (sizes.length > 0) return sizes;
  const { start, initial, probability, next } = model;
  if (start[0] !== 0 || start.some((place, row) => row > 0 && place < start[row - 1]))
    return ["model.start must begin with 0 and not decrease"];
  const outcomes = start[rows];
  const tables = faultsOf(
    model,
    {
      probability: numbers("Float64Array", outcomes),
      next: numbers("Int32Array", outcomes),
      reward: numbers("Float64Array", outcomes),
      terminated: numbers("Uint8Array", outcomes),
    },
    "model.",
  );
  if (tables.length > 0) return tables;
  const stray = next.find((state) => state < 0 || state >= states);
  if (stray !== undefined) return [`model.next must hold states 0 to ${states - 1}; got ${stray}`];
  const first = distributionFault(initial);
  if (first) return [`model.initial: probabilities of the first state ${first}`];
  for (let row = 0; row < rows; row++) {
    const fault = distributionFault(probability.subarray(start[row], start[row + 1]));
    const [state, action] = [Math.floor(row / actions), row % actions];
    if (fault) return [`model.probability: probabilities of (state ${state}, action ${action}) ${fault}`];
  }
  return [];
};

/** How far a threshold may be from a sum that was made in another order. */
const ROUNDING = 1e-9;

const thresholdFaults = (model: FiniteModel, thresholds: Thresholds): string[] => {
  const expected = cumulative(model);
  const tables = faultsOf(
    thresholds,
    {
      initial: numbers("Float64Array", expected.initial.length),
      outcome: numbers("Float64Array", expected.outcome.length),
    },
    "thresholds.",
  );
  if (tables.length > 0) return tables;
  for (const name of ["initial", "outcome"] as const) {
    const place = expected[name].findIndex((sum, k) => {
      const given = thresholds[name][k];
      return sum === 1 ? given !== 1 : Math.abs(given - sum) > ROUNDING;
    });
    if (place >= 0)
      return [
        `thresholds.${name}[${place}] must be the cumulative probability ${expected[name][place]}; got ${thresholds[name][place]}`,
      ];
  }
  return [];
};
