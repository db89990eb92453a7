import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { studySchema } from "../../src/config/schema.ts";
import { learnedText } from "../../src/report/finding/words.ts";
import { meanInterval } from "../../src/statistics/mean-interval.ts";
import { trueslopeHere } from "../export/command-line.ts";
import { database } from "../report/database.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { study, writeStudy } from "./study.ts";
import { trueslope } from "./trueslope.ts";

const folder = temporaryFolder();
const place = (name: string) => join(folder, name);

/** Twelve updates, of which every fifth is logged: θ₁₂ is none of them. */
const agents = [
  {
    name: "reinforce",
    estimator: { kind: "reinforce" },
    optimizer: { kind: "adam", learningRate: 0.1 },
    batchSize: 8,
    iterations: 12,
    logEvery: 5,
  },
  {
    name: "accumulating",
    estimator: { kind: "reinforce", transforms: [{ kind: "accumulate", batches: 2 }] },
    optimizer: { kind: "adam", learningRate: 0.02 },
    batchSize: 8,
    iterations: 12,
  },
];

const STUDIES = {
  tabular: study({ agents, probe: { batchSizes: [2], replicates: 4 } }),
  vector: study({
    environment: { kind: "linear-quadratic", preset: "double-integrator" },
    policy: { kind: "linear-gaussian", deviation: 0.1, initial: [-0.2, -0.5] },
    agents,
    probe: { batchSizes: [2], replicates: 4 },
  }),
};

type Rows = Record<string, number>[];

const rowsOf = async (db: string, query: string): Promise<Rows> => {
  const { code, stdout } = await trueslopeHere("sql", db, query, "--format", "json");
  expect(code).toBe(0);
  return JSON.parse(stdout);
};

describe.each(Object.entries(STUDIES))("what was learned in a %s study", (name, content) => {
  const db = place(`${name}.db`);
  let finals: Rows;
  beforeAll(async () => {
    database(folder, `${name}.db`, [studySchema.parse(content)]);
    finals = await rowsOf(db, "SELECT * FROM agent_final ORDER BY agent, seed");
  });

  it("is the last row of the learning curve: θ after all updates", async () => {
    const last = await rowsOf(db, "SELECT * FROM learning_curve WHERE iteration = 12 ORDER BY agent, seed");
    expect(last).toHaveLength(6);
    const shared = Object.keys(finals[0]).filter((column) => column in last[0]);
    const returns = ["mean_return", "exact_return", "episode_return", "episode_length"];
    expect(shared).toEqual(expect.arrayContaining(["iteration", "env_steps", ...returns, "exact_finite"]));
    for (const [i, row] of last.entries())
      for (const column of shared) expect(finals[i][column]).toBe(row[column]);
    expect(last.map((row) => row.gradient_norm)).toEqual(Array(6).fill(null));
    expect(await rowsOf(db, "SELECT max(iteration) AS last FROM learning_curve")).toEqual([{ last: 12 }]);
  });

  it("is J(θ) of the probe there, to the last bit", async () => {
    const probed = await rowsOf(
      db,
      "SELECT t.value FROM truth AS t JOIN probe AS p USING (probe_id) JOIN run AS r USING (run_id) WHERE p.iteration = 12 ORDER BY r.agent, r.seed",
    );
    expect(finals.map((row) => row.exact_return)).toEqual(probed.map(({ value }) => value));
  });

  it("takes no steps of training, and has returns of its own", async () => {
    const steps = await rowsOf(
      db,
      "SELECT max(env_steps) AS n FROM learning_curve WHERE iteration < 12 AND agent = 'accumulating' GROUP BY seed ORDER BY seed",
    );
    const own = finals.filter((row) => (row.agent as unknown) === "accumulating");
    expect(own.map((row) => row.env_steps)).toEqual(steps.map(({ n }) => n));
    for (const { episode_length } of finals) expect(episode_length).toBeGreaterThan(0);
    if (name === "vector") for (const { episode_length } of finals) expect(episode_length).toBe(20);
  });

  it("is the same in compare, in the summary and in the figure of the report and the page", async () => {
    const compared = JSON.parse(
      (await trueslopeHere("compare", db, "--baseline", "reinforce", "--json")).stdout,
    );
    const summary = (await trueslopeHere("summary", db)).stdout.split("\n");
    const figure = (await trueslopeHere("report", db, "--figure", "learning", "--format", "svg", "-o", "-"))
      .stdout;
    for (const agent of ["reinforce", "accumulating"]) {
      const own = finals.filter((row) => (row.agent as unknown) === agent);
      const mean = (column: string) => own.reduce((sum, row) => sum + row[column], 0) / own.length;
      for (const metric of ["exact_return", "episode_return"])
        expect(
          compared.find(
            (row: Rows[0]) => (row.name as unknown) === agent && (row.metric as unknown) === metric,
          ).mean,
        ).toBeCloseTo(mean(metric), 12);
      const line = summary.find((each) => each.startsWith(`${agent} `) && each.includes(" 12 "));
      for (const metric of ["exact_return", "episode_return", "episode_length"]) {
        const values = Float64Array.from(own, (row) => row[metric]);
        expect(line).toContain(learnedText(meanInterval(values)));
      }
      const first = (
        await rowsOf(
          db,
          `SELECT avg(exact_return) AS j FROM learning_curve WHERE agent = '${agent}' AND iteration = 0`,
        )
      )[0].j;
      const shown = (value: number) => value.toPrecision(3).replace("-", "−");
      expect(figure).toContain(`${agent}: J(θ) goes from ${shown(first)} to ${shown(mean("exact_return"))}.`);
    }
  });
});

describe("where nothing is known but what happens", () => {
  it("the return of an episode is told without the discount, with its length", async () => {
    const db = place("pole.db");
    const content = study({
      environment: { kind: "cart-pole" },
      policy: { kind: "linear-softmax" },
      probe: undefined,
      agents: [{ ...agents[0], iterations: 3 }],
    });
    const { code, stdout } = trueslope("run", writeStudy(folder, content, "pole.yaml"), "--db", db);
    expect(code).toBe(0);
    const rows = await rowsOf(db, "SELECT * FROM learning_curve");
    expect(rows).toHaveLength(3 * 2); // iterations 0 and 3
    for (const row of rows) {
      expect(row.exact_return).toBeNull();
      expect(row.episode_return).toBeCloseTo(row.episode_length, 12); // a reward of 1 per step
      expect(row.mean_return).toBeLessThan(row.episode_return);
    }
    expect(stdout).toMatch(
      /^After 3 updates the mean return of reinforce is .* \(95 % over 3\s+seeds\); it\s+began\s+at\s/m,
    );
    expect((await trueslopeHere("summary", db)).stdout).toMatch(
      /agent +seeds +updates +env steps +sampled return +episode return +episode length\n/,
    );
    const compared = JSON.parse(
      (await trueslopeHere("compare", db, "--baseline", "reinforce", "--json")).stdout,
    );
    expect(compared.map(({ metric }: Record<string, string>) => metric)).toEqual([
      "mean_return",
      "episode_return",
    ]);
  });

  it("an agent without updates has learned nothing, and is not in the list", async () => {
    const db = place("frozen.db");
    const frozen = { ...agents[0], iterations: 0 };
    const content = study({ agents: [frozen], probe: { batchSizes: [2], replicates: 4 } });
    const { stdout } = trueslope("run", writeStudy(folder, content, "frozen.yaml"), "--db", db);
    expect(stdout).not.toContain("learned");
    expect(await rowsOf(db, "SELECT count(*) AS n FROM iteration")).toEqual([{ n: 0 }]);
  });
});
