import { expect, test } from "vitest";
import { atLargestBatch, batchSizeText, commonBatchSize } from "../../src/report/batch-size.ts";

const row = (estimator: string, batch_size: number) => ({ estimator, batch_size });
const rows = [
  ...[2, 8].flatMap((size) => [row("plain", size), row("mask", size)]),
  ...[8, 32].map((size) => row("accumulated", size)),
];

test("estimators are told apart at the largest batch size that most of them have", () => {
  expect(commonBatchSize(rows)).toBe(8); // all three, though one of them has a larger one
  expect(commonBatchSize([row("plain", 2), row("mask", 2), row("accumulated", 8)])).toBe(2);
  expect(commonBatchSize([row("plain", 2), row("accumulated", 8)])).toBe(8);
});

test("each is shown at its own largest batch size, and the text says which", () => {
  const largest = atLargestBatch(rows);
  expect(largest).toEqual([row("plain", 8), row("mask", 8), row("accumulated", 32)]);
  expect(batchSizeText(largest)).toBe("batch size 8 (accumulated: 32)");
  expect(batchSizeText(largest.slice(0, 2))).toBe("batch size 8");
});
