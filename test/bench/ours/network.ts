import { readFileSync } from "node:fs";
import { BatchBuffer } from "../../../src/trajectories/batch.ts";
import { setUpOf } from "../problems.ts";
import { serve } from "./serve.ts";

/**
 * Forward and backward pass of the CartPole policy alone. Arguments: rows; file of θ (unused here: it is the
 * problem's); file of rows, each four observed numbers, an action and a weight.
 */
const [rows, , file] = process.argv.slice(2);
const { point } = setUpOf("cart-pole");
const steps = Number(rows);
const bytes = readFileSync(file);
const table = new Float64Array(bytes.buffer, bytes.byteOffset, 6 * steps);
const batch = new BatchBuffer(1, 4, 1);
batch.begin(1);
batch.reserve(steps);
const weights = new Float64Array(steps);
for (let k = 0; k < steps; k++) {
  for (let o = 0; o < 4; o++) batch.observations[4 * k + o] = table[6 * k + o];
  batch.actions[k] = table[6 * k + 4];
  weights[k] = table[6 * k + 5];
}
batch.finish(0, steps, 0, true);
const gradient = new Float64Array(point.theta.length);

await serve(`Node ${process.versions.node}`, (count) => {
  for (let i = 0; i < count; i++) point.weightedScores(batch, 0, steps, [weights], [gradient]);
  return {
    units: count * steps,
    trajectories: count,
    check: gradient.reduce((sum, each) => sum + each * each, 0),
  };
});
