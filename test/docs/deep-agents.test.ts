import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { updatePresets } from "../../src/config/update-presets.ts";
import { parseStudy } from "../../src/study/load.ts";
import { updates } from "../../src/updates/index.ts";
import type { UpdateKind } from "../../src/updates/update.ts";
import "../problems/environments.ts"; // MuJoCo has to be waited for
import { snippetsOf } from "./snippets.ts";

const page = readFileSync("docs/deep-agents.md", "utf8");

/** What the first column of a row of a table says. */
const firstCells = page.split("\n").flatMap((line) => /^\| (?!---)(.*?) \|/.exec(line)?.slice(1) ?? []);
const named = new Set(
  firstCells.flatMap((cell) => [...cell.matchAll(/`([\w.-]+)`/g)].map(([, name]) => name)),
);
const optionsNow = Object.entries<UpdateKind>({ ...updates }).flatMap(([kind, { options }]) =>
  Object.keys(options.shape).map((option) => [kind, option] as const),
);

it.each(optionsNow)("the page on deep agents maps the option of %s, %s", (_, option) => {
  expect(named).toContain(option);
});

it("names every preset, and nothing in its tables that is neither", () => {
  for (const preset of Object.keys(updatePresets)) expect(named).toContain(preset);
  const inside = [
    "widths",
    "activation",
    "shared",
    "weights",
    "clip",
    "epsilon",
    "deviation",
    "learn",
    "of",
    "restart",
  ];
  const known = [...Object.keys(updatePresets), ...optionsNow.map(([, option]) => option), ...inside];
  const ofAgents = ["lanes", "batchSteps", "steps"];
  for (const name of named)
    if (!/^(policy|objective)\./.test(name)) expect([...known, ...ofAgents]).toContain(name);
});

const studies = snippetsOf(page).filter(({ language }) => language === "yaml");
it.each(studies)("its study, $title, is a valid one", ({ text }) => {
  expect(parseStudy(text, "page.yaml").agents.length).toBeGreaterThan(0);
});

it("a study with an option that is unknown would not be", () => {
  expect(() => parseStudy(studies[0].text.replace("learningRate", "learningrate"), "page.yaml")).toThrow(
    /learningRate/,
  );
});
