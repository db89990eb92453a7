import { expect, it } from "vitest";
import { criticsOf } from "../../src/config/presets-on-continuous.ts";
import { parseStudy } from "../../src/study/load.ts";
import { trueslopeHere } from "../export/command-line.ts";

const study = (module: string, policy: string) => `
name: own
environment: { module: ${module} }
objective: { discount: 1, horizon: 3 }
policy: ${policy}
agents: [{ name: a, estimator: { preset: a2c }, iterations: 1 }]
seeds: 0
`;

it("is a perceptron where the states of a module's environment are continuous, as of any other", () => {
  const { agents } = parseStudy(
    study("test/config/modules/drifting-point.js", "{ kind: linear-gaussian, deviation: 1 }"),
    "study.yaml",
  );
  expect(agents[0].estimator).toMatchObject({ kind: "actor-critic", critic: { kind: "perceptron" } });
});

it("is named by trueslope list presets, for states of both kinds", async () => {
  expect(criticsOf("a2c")).toEqual({ discrete: "td", continuous: "perceptron" });
  expect(criticsOf("reinforce-baseline")).toEqual({ discrete: "monte-carlo", continuous: "perceptron" });
  expect(criticsOf("mac")).toEqual({ discrete: "sarsa", continuous: "" });
  const rows = JSON.parse((await trueslopeHere("list", "presets", "--json")).stdout);
  expect(rows.find(({ kind }: { kind: string }) => kind === "a2c")).toMatchObject({
    critic: "td",
    "of continuous states": "perceptron",
  });
});
