import { StoreError } from "../errors/store-error.ts";
import { fromBlob } from "../store/vectors.ts";
import type { Column, Row } from "./relation.ts";

type Value = Row[number];

/** A BLOB of whole float64. @throws StoreError if the value is none */
export const blobOf = (value: Value, column: Column): Uint8Array => {
  if (!(value instanceof Uint8Array))
    throw new StoreError(`column ${column.name} holds ${JSON.stringify(String(value))} among its BLOBs.`);
  if (value.byteLength % Float64Array.BYTES_PER_ELEMENT !== 0)
    throw new StoreError(
      `column ${column.name}: a BLOB of ${value.byteLength} bytes is not a vector of float64 (8 bytes each).`,
    );
  return value;
};

/** Its numbers. @throws StoreError as `blobOf` does */
export const vectorOf = (value: Value, column: Column): Float64Array => fromBlob(blobOf(value, column));

/** A JSON array, each number as short as gives it back exactly; a coordinate that is not finite is null. */
export const vectorText = (value: Value, column: Column): string =>
  JSON.stringify(Array.from(vectorOf(value, column)));

/** A finite real number, as short as gives it back exactly, and never like an integer: 1.0, not 1. */
export const realText = (value: number): string => {
  const text = Object.is(value, -0) ? "-0" : String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
};
