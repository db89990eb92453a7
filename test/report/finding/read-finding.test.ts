import { expect, test } from "vitest";
import { readFinding } from "../../../src/report/finding/read-finding.ts";
import { selections } from "../../../src/report/selection.ts";
import { readSnapshot } from "../../../src/store/snapshot.ts";
import { database, scratch, study } from "../database.ts";

const folder = scratch();
const findingOf = (path: string) => readSnapshot(path, (query) => readFinding(query, selections(query)[0]));

test("the finding of a study is the last probe of the agent that compares most that differ, with the numbers of the views", () => {
  const path = database(folder, "small.db", [study({ seeds: [0, 1] })]);
  readSnapshot(path, (query) => {
    const finding = readFinding(query, selections(query)[0]);
    expect(finding).toMatchObject({ study: "small", environment: "frozen-lake" });
    expect(finding.probe).toMatchObject({
      agent: "actor-critic",
      iteration: 4,
      batchSize: 4,
      seeds: 2,
      truth: "exact",
    });
    const views = query(`SELECT estimator, mean_cosine, trajectories
      FROM estimator_over_seeds JOIN batch_for_alignment_over_seeds USING (study, agent, iteration, estimator)
      WHERE agent = 'actor-critic' AND iteration = 4 AND batch_size = 4`);
    for (const { names, alignment, needed } of finding.probe!.estimators) {
      const view = views.find(({ estimator }) => estimator === names[0])!;
      expect([alignment, needed]).toEqual([view.mean_cosine, view.trajectories]);
    }
    const [{ mean }] = query(
      "SELECT avg(exact_return) AS mean FROM agent_final WHERE agent = 'actor-critic'",
    );
    expect(finding.learned.map(({ agent }) => agent)).toEqual(["reinforce", "actor-critic"]);
    expect(finding.learned[1].value.estimate).toBeCloseTo(Number(mean), 14);
    expect(finding.sentences.length).toBeGreaterThan(1);
    expect(query(finding.sql)).toHaveLength(4);
  });
});

test("a study without a probe has what was learned; one of which nothing is done yet has nothing", () => {
  const finding = findingOf(database(folder, "plain.db", [study({ probe: undefined, seeds: [0] })]));
  expect(finding.probe).toBe(undefined);
  expect(finding.sentences).toEqual([expect.stringMatching(/^After 4 updates the seeds do not tell/)]);
  const open = findingOf(database(folder, "open.db", [study({ probe: undefined, seeds: [0] })], { done: 0 }));
  expect(open).toMatchObject({ probe: undefined, learned: [], sentences: [] });
});
