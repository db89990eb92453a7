import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { plan } from "../../src/config/plan.ts";
import { run } from "../../src/run/run.ts";
import { setUp } from "../../src/setup/set-up.ts";
import { loadStudies, loadStudy } from "../../src/study/load.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";

const point = "./modules/drifting-point.js";
const folder = temporaryFolder();

const studyOf = (environment: string, policy = "{ kind: linear-gaussian, deviation: 0.1 }") => {
  const path = join(folder, "study.yaml");
  writeFileSync(
    path,
    `name: own
environment: ${environment}
objective: { discount: 1, horizon: 5 }
policy: ${policy}
agents:
  - { name: a, estimator: { kind: reinforce }, iterations: 2, batchSize: 3 }
seeds: 1
`,
  );
  return path;
};

describe("an environment from a module", () => {
  const here = join(process.cwd(), "test/config/modules");

  it("is found beside the study, named by its path from the working folder and known by its digest", () => {
    const study = loadStudy(studyOf(`{ module: ${relative(folder, join(here, "drifting-point.js"))} }`));
    expect(study.environment).toMatchObject({
      kind: "module",
      module: "test/config/modules/drifting-point.js",
      options: {},
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const [config] = plan(study);
    expect(setUp(config).point.problem.environment.kind).toBe("drifting-point");
    const events: string[] = [];
    run(config).subscribe(({ type }) => events.push(type));
    expect(events).toEqual(["iteration", "iteration", "iteration"]); // two updates, and the last θ
  });

  it("is known by its own digest where a study varies it", () => {
    writeFileSync(join(folder, "one.mjs"), readFileSync(join(here, "drifting-point.js")));
    writeFileSync(join(folder, "two.mjs"), `${readFileSync(join(here, "drifting-point.js"))}// other`);
    const path = studyOf("{ module: ./one.mjs }");
    writeFileSync(path, `${readFileSync(path)}vary: { environment.module: [./one.mjs, ./two.mjs] }\n`);
    const digests = loadStudies(path).map(({ environment }) => (environment as { digest?: string }).digest);
    expect(new Set(digests).size).toBe(2);
  });

  it("takes options where it is a function of them", () => {
    const module = relative(folder, join(here, "two-doors.js"));
    const study = loadStudy(studyOf(`{ module: ${module} }`, "{ kind: softmax }"));
    expect(setUp(plan(study)[0]).point.problem.environment.kind).toBe("two-doors");
  });

  it.each([
    ["is not there", `{ module: ${point} }`, /no such file/],
    ["cannot be parsed", "{ module: ./broken.js }", /broken\.js cannot be loaded: /],
    ["exports no environment", "{ module: ./empty.js }", /exports no environment/],
    ["breaks the contract", "{ module: ./wrong.js }", /wrong\.js: .*reset/],
    ["throws nothing", "{ module: ./null.js }", /null\.js cannot be loaded: null$/],
    ["has a getter that throws", "{ module: ./unread.js }", /unread\.js: .*Error: not now$/],
    ["has a word too many", "{ module: ./wrong.js, speed: 1 }", /speed is not a key here/],
  ])("is refused where it %s", (_, environment, message) => {
    writeFileSync(join(folder, "broken.js"), "export default {");
    writeFileSync(join(folder, "empty.js"), "module.exports = {};");
    writeFileSync(join(folder, "null.js"), "throw null;");
    writeFileSync(
      join(folder, "unread.js"),
      "exports.default = { get states() { throw new Error('not now'); } };",
    );
    writeFileSync(join(folder, "wrong.js"), "exports.default = { kind: 'w', states: 2, actions: 2 };");
    expect(() => loadStudy(studyOf(environment))).toThrow(message);
  });
});
