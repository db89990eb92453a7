import { expect, test, vi } from "vitest";
import { dryRun } from "../../src/cli/dry-run.ts";
import { database, scratch, study } from "../report/database.ts";

const folder = scratch();

const printed = (...given: Parameters<typeof dryRun>): string => {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    dryRun(...given);
    return write.mock.calls.map(([text]) => text).join("");
  } finally {
    write.mockRestore();
  }
};

const long = (iterations: number, seeds = [0, 1]) =>
  study({
    agents: study()
      .agents.slice(0, 1)
      .map((agent) => ({ ...agent, iterations })),
    seeds,
  });

/** The words of the line of a seed. */
const lineOf = (text: string, seed: number) =>
  text
    .split("\n")
    .find((line) => new RegExp(`^reinforce +${seed} `).test(line))
    ?.trim()
    .split(/ {2,}/)
    .slice(2);

test("without a database all runs are to be done, whole", () => {
  const text = printed([long(4)], `${folder}/none.db`);
  // probes at 0, 2 and 4, of two batch sizes, two estimators and 20 replicates; five batches of 8
  expect(lineOf(text, 1)?.slice(0, 5)).toEqual(["64", "4", "3", "240", String(5 * 8 + 3 * 20 * (1 + 4))]);
  expect(text).toContain(`small: 2 runs into ${folder}/none.db; nothing was written.`);
});

test("what is done is not done again, and of a run that goes on from another only the rest is told", () => {
  const path = database(folder, "there.db", [long(4, [1])], { saves: true });
  const text = printed([long(4)], path);
  expect(lineOf(text, 1)).toBeUndefined();
  expect(text).toContain(`small: 1 run into ${path} (1 more are done already); nothing was written.`);
  const longer = printed([long(7)], path);
  expect(lineOf(longer, 0)?.slice(1, 4)).toEqual(["7", "5", "400"]);
  // probes at 6 and 7; three updates and a look at the last θ
  const [, ...rest] = lineOf(longer, 1) as string[];
  expect(rest.slice(0, 4)).toEqual(["3 after 4", "2", "160", String(4 * 8 + 2 * 20 * (1 + 4))]);
  expect(Number(rest[4])).toBe(20 * (4 * 8 + 2 * 20 * (1 + 4))); // to the horizon
  expect(printed([long(4, [1])], path)).toMatch(/^small: 0 runs into /);
});

test("a plan that run would refuse is refused, unless it replaces", () => {
  const path = database(folder, "other.db", [long(4)]);
  const other = [{ ...long(4), objective: { ...long(4).objective, horizon: 10 } }];
  expect(() => printed(other, path)).toThrow("was run with another configuration");
  expect(printed(other, path, { replace: true })).toContain("small: 2 runs into");
});
