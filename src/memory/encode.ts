import type { State } from "./state.ts";

const ARRAYS = { f64: Float64Array, i32: Int32Array, u8: Uint8Array } as const;
type ArrayName = keyof typeof ARRAYS;

const names = Object.entries(ARRAYS) as [ArrayName, (typeof ARRAYS)[ArrayName]][];

/**
 * A state as JSON that keeps every bit: an array is { "f64" | "i32" | "u8": its bytes, little-endian, in base64 }, a
 * number that JSON does not know { "number": "NaN" | "Infinity" | "-Infinity" | "-0" }, an object { "parts": … }.
 */
export const encodeState = (state: State): string => JSON.stringify(encoded(state));

const encoded = (state: State): unknown => {
  if (typeof state === "number")
    return Number.isFinite(state) && !Object.is(state, -0)
      ? state
      : { number: Object.is(state, -0) ? "-0" : String(state) };
  if (typeof state !== "object" || state === null) return state;
  for (const [name, type] of names)
    if (state instanceof type)
      return { [name]: Buffer.from(state.buffer, state.byteOffset, state.byteLength).toString("base64") };
  if (Array.isArray(state)) return state.map(encoded);
  const parts = Object.entries(state as Readonly<Record<string, State>>);
  return { parts: Object.fromEntries(parts.map(([name, part]) => [name, encoded(part)])) };
};

/** @throws SyntaxError or TypeError for a text that no state was encoded as */
export const decodeState = (text: string): State => decoded(JSON.parse(text));

const decoded = (value: unknown): State => {
  if (typeof value !== "object" || value === null) return value as State;
  if (Array.isArray(value)) return value.map(decoded);
  const [[kind, content]] = Object.entries(value);
  if (kind === "number") return Number(content);
  if (kind === "parts")
    return Object.fromEntries(Object.entries(content as object).map(([name, part]) => [name, decoded(part)]));
  const type = ARRAYS[kind as ArrayName];
  if (type === undefined) throw new TypeError(`a state has no ${kind}`);
  return new type(Uint8Array.from(Buffer.from(content as string, "base64")).buffer);
};
