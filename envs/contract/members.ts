import { nearest } from "../../src/errors/did-you-mean.ts";
import { shown, typeOf } from "./shown.ts";

type Members = Readonly<Record<string, unknown>>;

/** What a member must be, in words, and whether it is. */
export interface Rule {
  readonly expected: string;
  holds(value: unknown): boolean;
}

const MAX_WHOLE_NUMBER = 2 ** 31 - 1;

export const wholeNumber = (most = MAX_WHOLE_NUMBER): Rule => ({
  expected: `a whole number from 1 to ${most}`,
  holds: (value) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most,
});

export const callable = (parameters: string): Rule => ({
  expected: `a function (${parameters})`,
  holds: (value) => typeof value === "function",
});

export const exactly = (wanted: unknown, why = ""): Rule => ({
  expected: `${shown(wanted)}${why}`,
  holds: (value) => value === wanted,
});

/** A typed array of finite numbers. */
export const numbers = (type: "Float64Array" | "Int32Array" | "Uint8Array", length: number): Rule => ({
  expected: `a ${type} of ${length} finite numbers`,
  holds: (value) =>
    typeOf(value) === type &&
    (value as Float64Array).length === length &&
    (value as Float64Array).every(Number.isFinite),
});

export const anObject: Rule = {
  expected: "an object",
  holds: (value) => typeof value === "object" && value !== null,
};

const someText: Rule = {
  expected: "a name, as text",
  holds: (value) => typeof value === "string" && value !== "",
};

/** Numbers of a state, an observation or an action: what a probe can hold many times over. */
const WIDEST = 1_000_000;

const actionSpace: Rule = {
  expected: `{ count } or { size }, a whole number from 1 on and a size up to ${WIDEST}`,
  holds(value) {
    if (!anObject.holds(value)) return false;
    const { count, size } = value as Members;
    return (
      (count === undefined) !== (size === undefined) &&
      (size === undefined ? wholeNumber().holds(count) : wholeNumber(WIDEST).holds(size))
    );
  },
};

const finiteMembers = {
  kind: someText,
  states: wholeNumber(),
  actions: wholeNumber(),
  reset: callable("random"),
  step: callable("state, action, random, outcome"),
};

const continuousMembers = {
  kind: someText,
  stateSize: wholeNumber(WIDEST),
  observationSize: wholeNumber(WIDEST),
  action: actionSpace,
  reset: callable("state, random"),
  step: callable("state, action, random, outcome"),
};

const optionalMembers = {
  snapshots: { expected: "true or false", holds: (value: unknown) => typeof value === "boolean" },
  dispose: callable(""),
  observe: callable("state, out"),
};

/** Everything in which members break their rules; what is not there may be meant by a member of a similar name. */
export const faultsOf = (of: object, rules: Readonly<Record<string, Rule>>, prefix = ""): string[] =>
  Object.entries(rules).flatMap(([name, { expected, holds }]) => {
    const value = (of as Members)[name];
    if (holds(value)) return [];
    if (value !== undefined) return [`${prefix}${name} must be ${expected}; got ${shown(value)}`];
    const others = namesOf(of).filter((other) => !(other in rules));
    const near = nearest(name, others);
    return [
      `${prefix}${name} is missing; expected ${expected}${near === undefined ? "" : `; is it ${near}?`}`,
    ];
  });

/** Members of an object and, where it is an instance, of its class. */
const namesOf = (of: object): string[] => {
  const prototype = Object.getPrototypeOf(of);
  const inherited =
    prototype === null || prototype === Object.prototype ? [] : Object.getOwnPropertyNames(prototype);
  return [...Object.keys(of), ...inherited].filter((name) => name !== "constructor");
};

/** Everything that an object lacks to be an environment, by its members alone. */
export const memberFaults = (environment: object): string[] => {
  const has = (names: readonly string[]) => names.filter((name) => name in environment);
  const finite = has(["states", "actions"]);
  const vector = has(["stateSize", "observationSize", "action"]);
  if (finite.length > 0 && vector.length > 0)
    return [
      `${finite.join(", ")} (of discrete states) and ${vector.join(", ")} (of state vectors) are both there; expected one of the two`,
    ];
  if (finite.length + vector.length === 0)
    return [
      "is no environment: expected states and actions (discrete states), or stateSize, observationSize and action (state vectors); " +
        `there is ${namesOf(environment).join(", ") || "nothing"}`,
    ];
  const faults = faultsOf(environment, finite.length > 0 ? finiteMembers : continuousMembers);
  const given = Object.entries(optionalMembers).filter(
    ([name]) => (environment as Members)[name] !== undefined,
  );
  return [...faults, ...faultsOf(environment, Object.fromEntries(given))];
};
