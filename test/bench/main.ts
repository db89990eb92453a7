import { tabular } from "./tabular.ts";

const ROUNDS = 15;

const time = tabular();
time();
const times = Array.from({ length: ROUNDS }, time).sort((a, b) => a - b);
const show = (value: number) => value.toFixed(1);
process.stdout.write(
  `FrozenLake 4x4, batch 64, rollout + reward-to-go estimate: ${show(times[ROUNDS >> 1])} ns per transition ` +
    `(median of ${ROUNDS}; ${show(times[0])} to ${show(times[ROUNDS - 1])})\n`,
);
