import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import {
  ConfigError,
  type CustomStudy,
  checkEnvironment,
  completeStudy,
  finiteEnvironment,
  plan,
  runStudies,
  runStudyOn,
  type StudyInput,
} from "../../src/index.ts";
import { parseStudy } from "../../src/study/load.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";

const good = {
  name: "api",
  environment: { kind: "corridor", length: 3 },
  objective: { discount: 0.9, horizon: 5 },
  policy: { kind: "softmax" },
  agents: [{ name: "a", estimator: { kind: "reinforce" }, batchSize: 4, iterations: 3 }],
  probe: { batchSizes: [2], replicates: 10 },
  seeds: "0..2",
} satisfies StudyInput;

const coin = finiteEnvironment("coin", {
  states: 1,
  actions: 2,
  initial: [1],
  outcomes: (_, action) => [[1, 0, action, true]],
});

const messageOf = async (work: () => unknown): Promise<string> => {
  try {
    await work();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  return "nothing is wrong";
};

/** Without what gave the value, and the keys of a study that are none of a custom environment's. */
const plain = (message: string) =>
  message
    .replaceAll(/^study(\.yaml:\d+)?: /gm, "")
    .replace("name, environment,", "name,")
    .replace(", vary)", ")");

const [agent] = good.agents;
const bad: Record<string, object> = {
  "a limit": { objective: { discount: 1.5, horizon: 0 } },
  "a key that is none": { objective: { discount: 0.9, horizon: 5, gama: 1 } },
  "a name that another program has": { objective: { gamma: 0.9, horizon: 5 } },
  "a section that is none": { agent: 1 },
  "nothing in place of a section": { agents: null },
  "a kind that is none": { policy: { kind: "softmx" } },
  "a preset that is none": { agents: [{ ...agent, estimator: { preset: "reinforc" } }] },
  "two of one name": { agents: [agent, agent] },
  "a wrong type": { seeds: {} },
  "a batch that an estimator cannot take": {
    probe: {
      batchSizes: [1],
      replicates: 9,
      estimators: [{ name: "loo", kind: "reinforce", baseline: { kind: "leave-one-out" } }],
    },
  },
  "a critic that nobody has": {
    probe: {
      ...good.probe,
      estimators: [{ name: "x", kind: "reinforce", baseline: { kind: "value", critic: "agent" } }],
    },
  },
  "a policy of other states": { policy: { kind: "linear-gaussian", deviation: 1 } },
  "several faults": { objective: { discount: 2, horizon: 5 }, seeds: "3..1", name: "a\nb" },
};

describe("a study that a program wrote", () => {
  it.each(Object.entries(bad))("is refused for %s, in the words of the command line", async (_, change) => {
    const study = { ...good, ...change } as StudyInput;
    const expected = await messageOf(() =>
      parseStudy(stringify(study, { aliasDuplicateObjects: false }), "study.yaml"),
    );
    expect(expected).not.toBe("nothing is wrong");
    for (const take of [completeStudy, plan])
      expect(plain(await messageOf(() => take(study)))).toBe(plain(expected));
    const db = join(temporaryFolder(), "none.db");
    expect(plain(await messageOf(() => runStudies([good, study], { db, workers: 1 })))).toBe(plain(expected));
    const { environment: _environment, ...custom } = study;
    for (const take of [
      () => runStudyOn(coin, custom as CustomStudy, { db }),
      () => checkEnvironment(coin, custom as CustomStudy),
    ])
      expect(plain(await messageOf(take)).replaceAll("coin", "corridor")).toBe(plain(expected));
    expect(existsSync(db)).toBe(false);
  });

  it("names an environment or variations that a custom environment leaves no room for", async () => {
    const run = (study: object) =>
      messageOf(() => runStudyOn(coin, study as CustomStudy, { db: join(temporaryFolder(), "none.db") }));
    expect(await run(good)).toMatch(/^study: environment is not a key here \(keys: name, objective, /);
    expect(await messageOf(() => plan({ ...good, vary: { seeds: [1, 2] } }))).toBe(
      "study: vary: expected one study; it stands for 2",
    );
  });

  it("is what a file with the same text is", () => {
    expect(completeStudy(good)).toEqual(parseStudy(stringify(good), "study.yaml"));
    expect(plan(good)).toHaveLength(3);
  });

  it("that was loaded keeps the order of its keys, and so its hash", () => {
    const loaded = parseStudy(stringify(good), "study.yaml");
    expect(completeStudy(loaded)).toBe(loaded);
  });
});
