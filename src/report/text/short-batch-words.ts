import type { Row } from "../../store/snapshot.ts";
import { batchWords } from "./batch-words.ts";

/** Whole numbers to three digits, thousands apart: 11,800. */
const rounded = (digits: string): string => {
  const value = Number(Number(digits).toPrecision(3));
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
};

/** What `batchWords` says, to three digits and without where it comes from: "11,800 (10,900 to 12,800)". */
export const shortBatchWords = (row: Row): string => shortened(batchWords(row));

export const shortened = (words: string): string =>
  words.replace(/ from n = \d+/, "").replace(/(?<![.\d])\d{4,6}\b/g, rounded);
