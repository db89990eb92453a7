import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PATIENCE } from "../patience.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";

/** Runs a built example, which imports the package by its name, and reads the rows that it prints. */
const runs = (name: string): string[][] => {
  const words = [`dist/examples/${name}.js`, join(temporaryFolder(), "example.db")];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    encoding: "utf8",
    timeout: PATIENCE,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout
    .split("\n")
    .filter((line) => /^│ \d/.test(line))
    .map((line) =>
      line
        .split("│")
        .slice(2, -1)
        .map((cell) => cell.trim().replaceAll("'", "")),
    );
};

/** What is run below: an example without a line is a failing test. */
const lookedAt = ["custom-environment", "custom-estimator", "trajectories", "variance-by-query"];

describe("the examples", () => {
  it("are all run here, named in the docs, and take the package by its name alone", () => {
    const names = readdirSync("examples").map((file) => file.replace(/\.ts$/, ""));
    expect(names).toEqual(lookedAt);
    const page = readFileSync("docs/programs.md", "utf8");
    for (const name of names) {
      expect(page).toContain(`examples/${name}.ts`);
      expect(readFileSync(`examples/${name}.ts`, "utf8")).not.toMatch(/from "\./);
    }
  });

  it("custom-environment: more trajectories align better, and the critic leaves less variance", () => {
    const rows = runs("custom-environment");
    const of = (estimator: string) =>
      rows.filter(([name]) => name === estimator).map((row) => row.map(Number));
    const [agent, critic] = [of("agent"), of("critic")];
    expect(agent.map(([, batch]) => batch)).toEqual([1, 16, 256]);
    for (const cells of [agent, critic]) {
      const cosines = cells.map((row) => row[4]);
      expect(cosines).toEqual(cosines.toSorted((a, b) => a - b));
    }
    for (const [i, [, , , variance]] of critic.entries()) expect(variance).toBeLessThan(agent[i][3]);
  });

  it("custom-estimator: without γᵗ the estimate is turned, with it nothing is seen", () => {
    const [without, with_] = runs("custom-estimator").map(([, turned, scaled]) => ({
      turned: interval(turned),
      scaled: interval(scaled),
    }));
    expect(without.turned[1]).toBeGreaterThan(3);
    expect(without.scaled[1]).toBeGreaterThan(1.5);
    expect(with_.turned[1]).toBe(0);
    expect(with_.scaled[1]).toBeLessThan(1);
    expect(with_.scaled[2]).toBeGreaterThan(1);
  });

  it("trajectories: the end comes the sooner, the more right is preferred, and no sooner than in 9 steps", () => {
    const rows = runs("trajectories").map((row) => row.map(Number));
    expect(rows.map(([logit]) => logit)).toEqual([0, 1, 2]);
    const steps = rows.map(([, mean]) => mean);
    expect(steps).toEqual(steps.toSorted((a, b) => b - a));
    // from 0, with walls: 9 · 10 steps without a preference
    expect(rows[0][2]).toBeLessThan(90);
    expect(rows[0][3]).toBeGreaterThan(90);
    expect(steps[2]).toBeGreaterThan(9);
    expect(rows.map((row) => row[4])).toEqual([200, 200, 200]);
  });

  it("variance-by-query: a value as baseline takes a part of the variance, at every batch size", () => {
    const rows = runs("variance-by-query");
    expect(rows.map(([agent, batch]) => `${agent} ${batch}`)).toEqual(
      ["actor-critic", "reinforce"].flatMap((agent) => [1, 8, 64].map((batch) => `${agent} ${batch}`)),
    );
    for (const [, , left] of rows) {
      expect(Number(left)).toBeGreaterThan(0.5);
      expect(Number(left)).toBeLessThan(1);
    }
  });
});

/** "estimate (low to high)" */
const interval = (text: string): number[] => (text.match(/[\d.]+/g) ?? []).map(Number);
