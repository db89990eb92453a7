import { StoreError } from "../errors/store-error.ts";
import { fromBlob } from "../store/vectors.ts";
import type { Column, Row } from "./relation.ts";

type Value = Row[number];

/** The numbers of a BLOB. @throws StoreError if it is none, or no vector of float64 */
export const vectorOf = (value: Value, column: Column): Float64Array => {
  if (!(value instanceof Uint8Array))
    throw new StoreError(`column ${column.name} holds ${JSON.stringify(String(value))} among its BLOBs.`);
  try {
    return fromBlob(value);
  } catch (error) {
    throw new StoreError(`column ${column.name}: ${(error as Error).message}.`);
  }
};

/** A JSON array, each number as short as gives it back exactly; a coordinate that is not finite is null. */
export const vectorText = (value: Value, column: Column): string =>
  JSON.stringify(Array.from(vectorOf(value, column)));

/** A finite real number, as short as gives it back exactly, and never like an integer: 1.0, not 1. */
export const realText = (value: number): string => {
  const text = Object.is(value, -0) ? "-0" : String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
};
