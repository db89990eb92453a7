import { expect, it } from "vitest";
import { trueslopeHere } from "../export/command-line.ts";

const lists =
  "environments, policies, estimators, baselines, critics, transforms, updates, optimizers, schedules, presets";

it.each([
  ["list", [], "<what> is missing; see trueslope list --help"],
  ["list", ["estimator"], `<what> must be one of ${lists}; got "estimator"; did you mean estimators?`],
  ["list", ["things"], `<what> must be one of ${lists}; got "things"`],
  ["list", ["critics", "now"], "unexpected argument: now; see trueslope list --help"],
  ["list", ["--jsn", "critics"], "unknown option: --jsn; did you mean --json?"],
  ["list", ["critics", "--db", "x"], "unknown option: --db; list knows --json"],
  ["validate", [], "<study> is missing; see trueslope validate --help"],
  ["validate", ["none.yaml"], "none.yaml: no such file"],
  ["validate", ["none.yaml", "--sets", "a=1"], "unknown option: --sets; did you mean --set?"],
  ["validate", ["none.yaml", "--set"], "--set needs a value; see trueslope validate --help"],
  ["sql", [], "<db> is missing; see trueslope sql --help"],
  [
    "sql",
    ["x.db", "q", "--format", "jso"],
    '--format must be one of table, csv, json; got "jso"; did you mean json?',
  ],
  ["schema", ["--json"], "unknown option: --json"],
] as const)("%s %j is refused in one clear line, with exit code 2", async (name, words, message) => {
  expect(await trueslopeHere(name, ...words)).toEqual({ code: 2, stdout: "", stderr: `${message}\n` });
});
