import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { comparisons } from "./comparisons.ts";
import type { Finding } from "./finding.ts";
import { describeMachine, load } from "./machine.ts";
import { markdown, type Results } from "./markdown.ts";
import { type Missing, measure } from "./measure.ts";
import { memory } from "./memory.ts";
import { writeNetworkFiles } from "./network-files.ts";
import { startUp } from "./start-up.ts";

/**
 * The benchmark: times trueslope and its yardsticks in turns, prints the table and writes results/bench.json.
 *
 *   npm run bench -- --only tabular,neural --rounds 9 --write-docs
 *
 * It is run in the folder of the repository. docs/performance.md says how to install the yardsticks.
 */
const { values } = parseArgs({
  options: { only: { type: "string" }, rounds: { type: "string" }, "write-docs": { type: "boolean" } },
});
const sections = values.only?.split(",");
const wanted = (section: string) => sections === undefined || sections.includes(section);
const rounds = Number(values.rounds ?? 15);
if (!(Number.isInteger(rounds) && rounds >= 1))
  throw new RangeError(`--rounds must be 1 or more: ${values.rounds}`);

const say = (line: string) => process.stderr.write(`${line}\n`);
const before = load();
const findings: Finding[] = [];
const missing: Missing[] = [];
const descriptions = new Map<string, string>();

for (const comparison of comparisons(writeNetworkFiles())) {
  if (!wanted(comparison.section)) continue;
  say(`${comparison.section}: ${comparison.what} …`);
  const measured = await measure(comparison, Math.min(rounds, comparison.rounds ?? rounds));
  findings.push(...measured.findings);
  missing.push(...measured.missing);
  for (const [name, description] of measured.descriptions) descriptions.set(name, description);
  for (const { name, reason } of measured.missing) say(`  ${name} is left out: ${reason}`);
}
if (wanted("sweep")) {
  say("sweep: peak memory …");
  findings.push(...memory(Math.min(rounds, 2)));
}
if (wanted("start-up")) {
  say("start-up: trueslope --help …");
  findings.push(startUp(rounds));
}

const results: Results = { machine: describeMachine(before, descriptions), findings, missing };
mkdirSync("results", { recursive: true });
writeFileSync("results/bench.json", `${JSON.stringify(results, null, 2)}\n`);
const table = markdown(results);
process.stdout.write(`${table}\n`);

if (values["write-docs"]) {
  const path = "docs/performance.md";
  const [begin, end] = ["<!-- npm run bench -->\n", "\n<!-- end -->"];
  const text = readFileSync(path, "utf8");
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`${path} has no place for the table`);
  writeFileSync(path, `${text.slice(0, from + begin.length)}${table}${text.slice(to)}`);
}
