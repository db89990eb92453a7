import { storage } from "./storage.ts";
import { tabular } from "./tabular.ts";
import { truth } from "./truth.ts";

const ROUNDS = 15;
const STORE_ROUNDS = 5;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1];
const spread = (values: readonly number[], digits: number): string =>
  `median of ${values.length}; ${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)}`;

const time = tabular();
time();
const times = Array.from({ length: ROUNDS }, time);
process.stdout.write(
  `FrozenLake 4x4, batch 64, rollout + reward-to-go estimate: ${median(times).toFixed(1)} ns per transition ` +
    `(${spread(times, 1)})\n`,
);

const stored = [];
for (let i = 0; i < STORE_ROUNDS; i++) stored.push(await storage());
const extra = stored.map(({ without, withStore }) => 100 * (withStore / without - 1));
process.stdout.write(
  `storage, quickstart with 1000 replicates, one worker: +${median(extra).toFixed(0)} % on ` +
    `${median(stored.map(({ without }) => without)).toFixed(0)} ms for ${stored[0].rows} estimates ` +
    `(${spread(extra, 0)} %)\n`,
);

for (const { problem, gradient, moments } of truth())
  process.stdout.write(
    `${problem}: exact ∇J ${gradient.toFixed(0)} ms, exact moments of reward-to-go ${moments.toFixed(0)} ms\n`,
  );
