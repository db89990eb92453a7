import { expect, test } from "vitest";
import { checkpointSchedule } from "../../src/run/checkpoint-schedule.ts";

/** A clock, and checkpoints that take some milliseconds of it. */
const scheduled = (seconds: number, cost: number) => {
  let time = 500;
  const schedule = checkpointSchedule(seconds, () => time);
  return {
    wait: (milliseconds: number) => {
      time += milliseconds;
      return schedule.due();
    },
    take: () =>
      schedule.take(() => {
        time += cost;
        return "state";
      }),
  };
};

test("a checkpoint is due so many seconds after the run began, and after the last one was made", () => {
  const { wait, take } = scheduled(2, 5);
  expect([wait(1999), wait(1), wait(1)]).toEqual([false, true, true]);
  expect(take()).toBe("state");
  expect([wait(0), wait(1999), wait(1)]).toEqual([false, false, true]);
});

test("one that takes long is made less often, so that it takes a hundredth of the time", () => {
  const { wait, take } = scheduled(2, 50);
  expect(wait(2000)).toBe(true);
  take();
  expect([wait(4999), wait(1)]).toEqual([false, true]);
});

test("0 seconds make one after every update, whatever it takes", () => {
  const { wait, take } = scheduled(0, 1e6);
  expect(wait(0)).toBe(true);
  take();
  expect(wait(0)).toBe(true);
});
