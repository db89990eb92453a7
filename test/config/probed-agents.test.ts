import { expect, test } from "vitest";
import { plan, probeSchedule } from "../../src/config/plan.ts";
import { studyRecord } from "../../src/report/study.ts";
import { readSnapshot } from "../../src/store/snapshot.ts";
import { parseStudy } from "../../src/study/load.ts";
import { database, scratch, study } from "../report/database.ts";
import { edited, faultsOf } from "./frozen-lake.ts";

const folder = scratch();
const one = edited({ "  every: 50 ": "  agents: [actor-critic]\n  every: 50 " });

test("a probe may belong to some agents: the others only learn, and nothing else of a run changes", () => {
  const all = plan(parseStudy(edited({}), "study.yaml"));
  const some = plan(parseStudy(one, "study.yaml"));
  expect(some.map((run) => probeSchedule(run).length)).toEqual([0, 0, 0, 3, 3, 3]);
  expect(JSON.stringify(some.slice(3))).toBe(JSON.stringify(all.slice(3))); // the same hashes
});

test("an agent that is not there cannot be probed", () => {
  const text = edited({ "  every: 50 ": "  agents: [reinforce, gae]\n  every: 50 " });
  expect(faultsOf(text)).toEqual([
    'study.yaml:17: probe.agents[1]: no agent is called "gae"; there are reinforce, actor-critic',
  ]);
  const typed = {
    ...parseStudy(one, "study.yaml"),
    agents: parseStudy(one, "study.yaml").agents.slice(0, 1),
  };
  expect(() => plan(typed)).toThrow('no agent is called "actor-critic"');
});

test("the report tells which agents are probed", () => {
  const { probe } = study();
  const path = database(folder, "some.db", [
    study({ probe: { ...probe, agents: ["actor-critic"] }, seeds: [0] }),
  ]);
  expect(readSnapshot(path, (query) => studyRecord(query, "small"))?.yaml).toContain(
    "probe:\n  agents:\n    - actor-critic\n",
  );
});
