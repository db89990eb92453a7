import { expect, test } from "vitest";
import { trueslopeHere } from "../export/command-line.ts";
import { database, scratch, study } from "../report/database.ts";
import { rowsOf } from "../report/figures/drawn.ts";

const folder = scratch();
const at = (discount: number) =>
  study({
    ...{
      name: `lake discount ${discount}`,
      environment: { kind: "frozen-lake", map: ["SFG"], slippery: true },
    },
    objective: { discount, horizon: 20 },
  });
const path = database(folder, "groups.db", [at(0.5), at(0.9)]);

test("compare --by groups runs by a key of their configuration, all seeds together", async () => {
  const asked = ["--metric", "exact_return", "--by", "objective.discount"];
  const { code, stdout } = await trueslopeHere("compare", path, ...asked, "--json");
  expect(code).toBe(0);
  const groups = JSON.parse(stdout);
  expect(groups).toHaveLength(4); // two agents, two discounts
  for (const { name, by, runs, mean } of groups) {
    const [{ n, average }] = rowsOf(
      path,
      `SELECT count(*) AS n, avg(exact_return) AS average FROM agent_final
      WHERE agent = '${name}' AND study = 'lake discount ${by["objective.discount"]}'`,
    );
    expect([runs, n]).toEqual([3, 3]);
    expect(mean).toBeCloseTo(Number(average), 12);
  }
  const table = (await trueslopeHere("compare", path, ...asked)).stdout;
  expect(table).toContain("exact_return, agents, by objective.discount\n");
  const all = (await trueslopeHere("compare", path, "--metric", "exact_return", "--by", "all")).stdout;
  expect(all).toBe(table); // nothing else varies
});

test.each([
  [["--by", "objective.discoun"], "the key objective.discoun; did you mean objective.discount?"],
  [["--by", "all", "--study", "lake discount 0.5"], "runs of .* differ in their seeds alone"],
  [["--by", "all", "--baseline", "total"], "--by compares groups of runs: it takes no --baseline"],
  [["--by", "all", "--metric", "exact_retur"], "no metric exact_retur; did you mean exact_return?"],
])("refuses %j", async (words, message) => {
  const { code, stdout, stderr } = await trueslopeHere("compare", path, ...words);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(new RegExp(message.replace("?", "\\?")));
});
