/**
 * Trajectories and nothing else: how soon does a policy reach the end of a corridor, at three preferences for going right?
 *
 * After `npm run build`: `node dist/examples/trajectories.js`
 */
import { sample, statistics } from "trueslope";

const CELLS = 10;
const rows = [];
for (const logit of [0, 1, 2]) {
  const theta = Float64Array.from({ length: 2 * CELLS }, (_, i) => (i % 2) * logit); // [left, right] of every cell
  const drawn = sample({ kind: "corridor", length: CELLS }, { kind: "softmax" }, theta, 200, {
    horizon: 2000,
  });
  const lengths = Float64Array.from(drawn, ({ rewards }) => rewards.length);
  const { estimate, low, high } = statistics.meanInterval(lengths);
  rows.push({
    logit,
    steps: estimate,
    low,
    high,
    ended: drawn.filter(({ terminated }) => terminated).length,
  });
}
console.table(rows);
