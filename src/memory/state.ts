/**
 * What something that learns holds, as plain data: it can be cloned into another thread, and written down. Numbers may be
 * NaN or infinite.
 */
export type State =
  | number
  | string
  | boolean
  | null
  | Float64Array
  | Int32Array
  | Uint8Array
  | readonly State[]
  | { readonly [part: string]: State };

/** Something whose state can be taken and put back: it then goes on as if it had never stopped, to the bit. */
export interface Savable {
  /** A copy of all that it holds. */
  save(): State;
  /** Takes on a state that another one of the same kind and options has saved. @throws TypeError for any other */
  restore(state: State): void;
}

/** A part of what something holds; an array keeps its length. */
type Part = number | Float64Array | Int32Array | Uint8Array | Savable;

/**
 * Saves all parts of an object by their names. The numbers live in the object itself, so that what is computed with is
 * what is saved: `const own = { mean: 0 }; … held(own)`.
 */
export const held = (own: Readonly<Record<string, Part>>): Savable => ({
  save: () => Object.fromEntries(Object.entries(own).map(([name, part]) => [name, copyOf(part)])),
  restore(state) {
    const saved = partsOf(state, Object.keys(own));
    for (const [name, part] of Object.entries(own)) {
      const before = saved[name];
      if (typeof part === "number") (own as Record<string, Part>)[name] = numberOf(before, name);
      else if (ArrayBuffer.isView(part)) takeOn(part, before, name);
      else part.restore(before);
    }
  },
});

/** Several things as one. */
export const heldTogether = (parts: readonly Savable[]): Savable => ({
  save: () => parts.map((part) => part.save()),
  restore(state) {
    if (!Array.isArray(state) || state.length !== parts.length)
      throw new TypeError(`expected the states of ${parts.length} parts`);
    for (const [i, part] of parts.entries()) part.restore(state[i]);
  },
});

/** The parts of a state. @throws TypeError unless it has just these */
export const partsOf = <Name extends string>(
  state: State,
  names: readonly Name[],
): Readonly<Record<Name, State>> => {
  const found = isParts(state) ? Object.keys(state as object) : [];
  if (found.length !== names.length || !names.every((name) => found.includes(name)))
    throw new TypeError(`expected a state of ${names.join(", ")}; got ${found.join(", ") || "none of them"}`);
  return state as Readonly<Record<Name, State>>;
};

/** @throws TypeError for what is no number */
export const numberOf = (state: State, name: string): number => {
  if (typeof state !== "number") throw new TypeError(`expected ${name} to be a number in the state`);
  return state;
};

const copyOf = (part: Part): State => {
  if (typeof part === "number") return part;
  return ArrayBuffer.isView(part) ? part.slice() : part.save();
};

const takeOn = (array: Exclude<Part, number | Savable>, state: State, name: string): void => {
  if (!ArrayBuffer.isView(state) || state.constructor !== array.constructor || state.length !== array.length)
    throw new TypeError(`expected ${name} to be a ${array.constructor.name} of ${array.length} in the state`);
  array.set(state);
};

const isParts = (state: State): boolean =>
  typeof state === "object" && state !== null && !Array.isArray(state) && !ArrayBuffer.isView(state);
