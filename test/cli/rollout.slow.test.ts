import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import * as command from "../../src/cli/commands/rollout.ts";
import { studySchema } from "../../src/config/schema.ts";
import { runCommand } from "../export/command-line.ts";
import { database, scratch } from "../report/database.ts";

const folder = scratch();
const db = `${folder}/rollout.db`;
const agent = { name: "reinforce", estimator: { kind: "reinforce" }, batchSize: 2, iterations: 1 };
const corridor = {
  name: "corridor",
  environment: { kind: "corridor", length: 4, stepReward: -0.25 },
  objective: { discount: 0.9, horizon: 6 },
  policy: { kind: "softmax", initial: [0, 9, 0, 9, 0, 9, 0, 9] },
  agents: [{ ...agent, optimizer: { kind: "sgd", learningRate: 1e-9 } }],
  seeds: [0],
};
const pendulum = {
  ...corridor,
  name: "pendulum",
  environment: { kind: "pendulum" },
  policy: { kind: "perceptron", widths: [4] },
};
beforeAll(() => {
  database(folder, "rollout.db", [studySchema.parse(corridor), studySchema.parse(pendulum)], { saves: true });
});

const rollout = (...words: string[]) => runCommand(command, db, ...words);

describe("trueslope rollout", () => {
  it("plays the most likely actions of a table, step by step", async () => {
    const { code, stdout } = await rollout("--run", "1", "--episodes", "2", "--deterministic");
    expect(code).toBe(0);
    expect(stdout.split("\n")).toEqual([
      "episode,step,state,action,reward,ended",
      ...[0, 1].flatMap((i) => [`${i},0,0,1,-0.25,`, `${i},1,1,1,-0.25,`, `${i},2,2,1,1,terminated`]),
      "",
    ]);
  });

  it("writes observations and actions that follow each other as the pendulum swings", async () => {
    const output = `${folder}/steps.csv`;
    const { stdout } = await rollout("--run", "2", "--episodes", "3", "-o", output);
    expect(stdout).toBe(`${output}: the steps of 3 episodes\n`);
    const [head, ...lines] = readFileSync(output, "utf8").trim().split("\n");
    expect(head).toBe("episode,step,observation_0,observation_1,observation_2,action,reward,ended");
    expect(lines).toHaveLength(18);
    for (const [k, line] of lines.entries()) {
      const [episode, step, cos, sin, velocity, action, reward, ended] = line.split(",");
      expect([episode, step, ended]).toEqual([
        String(Math.floor(k / 6)),
        String(k % 6),
        k % 6 === 5 ? "truncated" : "",
      ]);
      const angle = Math.atan2(Number(sin), Number(cos));
      const torque = Math.max(-2, Math.min(2, Number(action)));
      const cost = angle ** 2 + 0.1 * Number(velocity) ** 2 + 0.001 * torque ** 2;
      expect(Number(reward)).toBeCloseTo(-cost, 5);
      if (k % 6 === 0) continue;
      const before = lines[k - 1].split(",").map(Number);
      const push = Math.max(-2, Math.min(2, before[5]));
      expect(Number(velocity)).toBeCloseTo(before[4] + (15 * before[3] + 3 * push) * 0.05, 5);
    }
    const again = await rollout("--run", "2", "--episodes", "3");
    expect(again.stdout).toBe(readFileSync(output, "utf8"));
  });

  it("shows the first episode that the table has", async () => {
    const output = `${folder}/episode.html`;
    const { code, stdout } = await rollout("--run", "2", "-o", output);
    expect([code, stdout]).toEqual([0, `${output}: an episode of 6 steps\n`]);
    const { frames } = JSON.parse(
      readFileSync(output, "utf8").match(/id="played">(.*?)<\/script>/)?.[1] ?? "",
    );
    const table = (await rollout("--run", "2")).stdout.trim().split("\n").slice(1);
    expect(frames).toHaveLength(table.length + 1);
    for (const [k, line] of table.entries()) {
      const [, , cos, sin] = line.split(",").map(Number);
      const turn = (frames[k][2] + (180 / Math.PI) * Math.atan2(sin, cos)) / 360; // degrees clockwise, against radians
      expect(Math.abs(turn - Math.round(turn))).toBeLessThan(0.06 / 360);
    }
    expect((await rollout("--run", "2", "-o", output)).code).toBe(2); // it exists
    expect((await rollout("--run", "2", "-o", `${folder}/episode.svg`)).code).toBe(0);
  });

  it.each([
    ["several runs", [], "choose one with --run: 1 (corridor, reinforce, seed 0), 2"],
    [
      "half an episode",
      ["--run", "1", "--episodes", "0.5"],
      "--episodes must be a whole number from 1 to 1000000; got 0.5",
    ],
    [
      "another ending",
      ["--run", "1", "-o", "steps.gif"],
      "-o must end in .csv, .html or .svg; got steps.gif",
    ],
    [
      "a replay of several episodes",
      ["--run", "2", "--episodes", "3", "-o", "steps.svg"],
      "--episodes is of tables, a replay is of one; got 3",
    ],
    ["a replay of a table", ["--run", "1", "-o", "steps.svg"], "this run is of corridor: write a table"],
  ])("refuses %s", async (_, words, message) => {
    const { code, stderr } = await rollout(...words);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
