import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { comparisons } from "./comparisons.ts";
import type { Finding } from "./finding.ts";
import { findingsOf } from "./findings.ts";
import { following } from "./following.ts";
import { gymnasium } from "./gymnasium.ts";
import { describeMachine, load } from "./machine.ts";
import { markdown, type Results } from "./markdown.ts";
import { memory } from "./memory.ts";
import { writeNetworkFiles } from "./network-files.ts";
import { rowsOf } from "./rows.ts";
import { startUp } from "./start-up.ts";
import { type Taken, take } from "./taken.ts";

/**
 * The benchmark: times trueslope and its yardsticks in turns, prints the table and writes results/bench.json.
 *
 *   npm run bench -- --only tabular,neural --rounds 3 --passes 5 --write-docs
 *
 * It is run in the folder of the repository. docs/performance.md says how to install the yardsticks.
 */
const { values } = parseArgs({
  options: {
    only: { type: "string" },
    rounds: { type: "string", default: "7" },
    passes: { type: "string", default: "3" },
    "write-docs": { type: "boolean" },
    estimates: { type: "string", default: "10000000" }, // of the section "rows"
  },
});
const sections = values.only?.split(",");
const wanted = (section: string) => sections === undefined || sections.includes(section);
const positive = (option: "rounds" | "passes"): number => {
  const count = Number(values[option]);
  if (Number.isInteger(count) && count >= 1) return count;
  throw new RangeError(`--${option} must be 1 or more; got ${values[option]}`);
};
/** Rounds of a comparison in each pass. */
const rounds = positive("rounds");
/** Times that everything is started anew: a process, and a minute of the machine, may be a fast or a slow one. */
const passes = positive("passes");

const say = (line: string) => process.stderr.write(`${line}\n`);
const before = load();
const compared = comparisons(writeNetworkFiles()).filter(({ section }) => wanted(section));
const taken = compared.map((): Taken[] => []);
const missing = new Map<string, string>();
const descriptions = new Map<string, string>();
for (let pass = 0; pass < passes; pass++) {
  for (const [i, comparison] of compared.entries()) {
    if (pass >= (comparison.passes ?? passes)) continue;
    say(`${pass + 1} of ${passes}: ${comparison.section}: ${comparison.what}`);
    const each = await take(comparison, Math.min(rounds, comparison.rounds ?? rounds));
    taken[i].push(each);
    for (const [name, description] of each.descriptions) descriptions.set(name, description);
    for (const [name, reason] of each.missing) {
      if (!missing.has(name)) say(`${name} is left out: ${reason}`);
      missing.set(name, reason);
    }
  }
}
const findings: Finding[] = compared.flatMap((comparison, i) => findingsOf(comparison, taken[i]));
if (wanted("sweep")) {
  say("sweep: peak memory …");
  findings.push(...memory(Math.min(passes, 2)));
}
if (wanted("page")) {
  say("page: a writer that is followed …");
  findings.push(...(await following(Math.min(passes, 3))));
}
if (wanted("gymnasium")) {
  say("gymnasium: CartPole in 64 lanes …");
  const found = await gymnasium(passes * rounds);
  findings.push(...found.findings);
  for (const [name, reason] of found.missing) missing.set(name, reason);
  for (const [name, description] of found.descriptions) descriptions.set(name, description);
}
if (wanted("rows")) {
  say(`rows: a database of ${values.estimates} estimates …`);
  findings.push(...(await rowsOf(Number(values.estimates), rounds)));
}
if (wanted("start-up")) {
  say("start-up: trueslope --help …");
  findings.push(startUp(passes * rounds));
}

const results: Results = {
  machine: describeMachine(before, descriptions),
  findings,
  missing: Object.fromEntries(missing),
};
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
