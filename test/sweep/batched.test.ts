import { from, lastValueFrom, toArray } from "rxjs";
import { expect, test } from "vitest";
import type { RunEvent, StateEvent } from "../../src/run/events.ts";
import { batched } from "../../src/sweep/batched.ts";

const state = (type: StateEvent["type"], iteration: number): StateEvent => ({ type, iteration, state: "{}" });

test("a checkpoint is sent at once, with all that came before it; anything else may wait for company", async () => {
  const events: RunEvent[] = [
    state("state", 1),
    state("checkpoint", 2),
    state("checkpoint", 3),
    state("state", 4),
    state("state", 5),
  ];
  const batches = await lastValueFrom(from(events).pipe(batched, toArray()));
  expect(batches.map((batch) => batch.map(({ iteration }) => iteration as number))).toEqual([
    [1, 2],
    [3],
    [4, 5],
  ]);
});
