import { stream } from "../../src/random.ts";
import { broken } from "./broken.ts";
import { trials } from "./continuous-actions.ts";
import type { ContinuousEnvironment } from "./environment.ts";
import { unwritten } from "./outcome.ts";

/** Writes beyond the end of a typed array are lost without a word, and so are looked for. */
export const probeStrayWrites = (environment: ContinuousEnvironment, first: Float64Array): void => {
  const { stateSize, observationSize, observe } = environment;
  const watch = (what: string, name: string, size: string, array: Float64Array) =>
    watched(array, (index) => strays.push(`${what} writes ${name}[${index}]; ${size} is ${array.length}`));
  const strays: string[] = [];
  const random = stream("contract", "stray");
  const state = (what: string) => watch(what, "state", "stateSize", first.slice());
  try {
    environment.reset(state("reset"), random);
    for (const action of trials(environment))
      environment.step(state("step"), action.slice(), random, unwritten());
    if (observe) {
      const out = watch("observe", "out", "observationSize", new Float64Array(observationSize));
      environment.observe?.(first.slice(0, stateSize), out);
    }
  } catch {
    // what is watched is no typed array; an environment that needs one is not judged by this
  }
  if (strays.length > 0) broken(strays[0]);
};

/**
 * An array that tells of writes to places that it does not have, which JavaScript drops in silence. It is good for
 * plain indexing and for the methods of arrays.
 */
const watched = (array: Float64Array, onStray: (index: number) => void): Float64Array =>
  new Proxy(array, {
    get(target, key) {
      const value = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
    set(target, key, value) {
      const index = typeof key === "string" ? Number(key) : Number.NaN;
      if (!Number.isNaN(index) && !(Number.isInteger(index) && index >= 0 && index < target.length))
        onStray(index);
      return Reflect.set(target, key, value, target);
    },
  });
