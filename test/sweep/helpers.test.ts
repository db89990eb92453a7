import { expect, test } from "vitest";
import type { Offer } from "../../src/probe/draw-blocks.ts";
import { createHelpers } from "../../src/sweep/helpers.ts";
import type { HelpTask } from "../../src/sweep/task.ts";
import { runsOf } from "../problems/runs-of.ts";

const [config] = runsOf({ agents: [{ name: "a", estimator: { kind: "reinforce" }, iterations: 0 }] });
const { signal } = new AbortController();

/** Cells of so many blocks, none of which is begun. */
const offerOf = (blocks: number): Offer => ({
  ...{ iteration: 0, batchSize: 1, state: "" },
  cells: {
    flags: new Int32Array(new SharedArrayBuffer(4 * (1 + blocks))),
    slots: new Float64Array(new SharedArrayBuffer(8)),
  },
});

/** Helpers of three workers, who are done when told so. */
const helpersOfThree = () => {
  const asked: (HelpTask & { readonly done: () => void; readonly fail: () => void })[] = [];
  const helpers = createHelpers(
    3,
    (task) => new Promise((done, fail) => asked.push({ ...task, done, fail: () => fail(new Error("dead")) })),
  );
  return { helpers, asked };
};

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("all that are idle are asked, and who becomes idle later", () => {
  const { helpers, asked } = helpersOfThree();
  helpers.occupy();
  helpers.occupy();
  const offer = offerOf(9);
  helpers.offered(config, offer, signal);
  expect(asked.map((task) => [task.offer, task.helper])).toEqual([[offer, 0]]);
  helpers.vacate();
  expect(asked.map(({ helper }) => helper)).toEqual([0, 1]);
});

test("nobody is asked where nothing is left but the last block, or the offer has ended", () => {
  const { helpers, asked } = helpersOfThree();
  helpers.occupy();
  helpers.offered(config, offerOf(1), signal);
  const drawn = offerOf(3);
  drawn.cells.flags.set([0, 1, 5]);
  helpers.offered(config, drawn, signal);
  expect(asked).toEqual([]);
  for (let i = 0; i < 2; i++) helpers.occupy();
  helpers.offered(config, offerOf(9), signal)();
  helpers.vacate();
  expect(asked).toEqual([]);
});

test("what a helper had begun when it died is free again, and nobody else is asked", async () => {
  const { helpers, asked } = helpersOfThree();
  for (let i = 0; i < 2; i++) helpers.occupy();
  const offer = offerOf(4);
  helpers.offered(config, offer, signal);
  const { flags } = offer.cells;
  flags.set([0, 1, 3 + asked[0].helper, 2]); // drawn; begun by the helper; begun by the owner
  asked[0].fail();
  await settled();
  expect([...flags.subarray(1)]).toEqual([1, 0, 2, 0]);
  helpers.vacate();
  expect(asked).toHaveLength(1);
});

test("a worker that is done with one run's cells goes on to another's", async () => {
  const { helpers, asked } = helpersOfThree();
  for (let i = 0; i < 2; i++) helpers.occupy();
  const offers = [offerOf(4), offerOf(4)];
  for (const offer of offers) helpers.offered(config, offer, signal);
  expect(asked.map(({ offer }) => offers.indexOf(offer))).toEqual([0]);
  offers[0].cells.flags.fill(1, 1);
  asked[0].done();
  await settled();
  expect(asked.map(({ offer }) => offers.indexOf(offer))).toEqual([0, 1]);
});
