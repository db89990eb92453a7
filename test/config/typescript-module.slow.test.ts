import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { features, version } from "node:process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { study } from "../cli/study.ts";
import { PATIENCE } from "../patience.ts";
import { needs, nodeOf } from "../suite/needs.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";

const folder = temporaryFolder();
writeFileSync(join(folder, "reward.ts"), "export const reward = (action: number): number => action;\n");
writeFileSync(
  join(folder, "coin.ts"),
  `import { reward } from "./reward.ts";
interface Outcome { reward: number; terminated: boolean }
export const environment = {
  kind: "coin",
  states: 1,
  actions: 2,
  reset: () => 0,
  step(_state: number, action: number, _random: unknown, outcome: Outcome): number {
    outcome.reward = reward(action);
    outcome.terminated = true;
    return 0;
  },
};
`,
);
const path = join(folder, "coin.yaml");
writeFileSync(
  path,
  stringify(study({ environment: { module: "./coin.ts" } }), { aliasDuplicateObjects: false }),
);

const validate = (node: string) => {
  const main = fileURLToPath(new URL("../../dist/bundle/main.js", import.meta.url));
  const { status, stdout, stderr } = spawnSync(node, [main, "validate", path], {
    encoding: "utf8",
    timeout: PATIENCE,
  });
  return { status, stdout, stderr };
};

test.skipIf((features as { typescript?: unknown }).typescript)(
  "a Node.js that cannot run TypeScript says so",
  () => {
    const { status, stderr } = validate(process.execPath);
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^\S*coin\.yaml:\d+: environment: \S*coin\.ts is TypeScript, which Node\.js runs as it is from 22\.18 on/,
    );
    expect(stderr).toContain(`this is ${version}`);
  },
);

test.skipIf(!needs.nodes().met)("a later Node.js takes a module of TypeScript, with what it imports", () => {
  expect(validate(nodeOf(22))).toMatchObject({ status: 0, stderr: "" });
});
