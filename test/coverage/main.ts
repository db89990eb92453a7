import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Coverage, measure } from "./measure.ts";
import { scenarios } from "./scenarios.ts";

/**
 * The coverage of the intervals of `trueslope compare`, over whole studies that are done anew with other seeds:
 *
 *   npm run coverage -- --studies 400 --write-docs
 *
 * prints the table, and with --write-docs writes it into docs/statistics.md; to be run in the folder of the repository.
 */
const { values } = parseArgs({
  options: { studies: { type: "string", default: "200" }, "write-docs": { type: "boolean" } },
});
const studies = Number(values.studies);
if (!(Number.isInteger(studies) && studies >= 2))
  throw new RangeError(`--studies must be 2 or more; got ${values.studies}`);

const PAGE = "docs/statistics.md";
const [BEGIN, END] = ["<!-- coverage -->", "<!-- /coverage -->"];

const share = (part: number, whole: number) => (whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} %`);

const line = ({
  scenario,
  metric,
  estimator,
  batchSize,
  figure,
  nonzero,
  estimates,
  shown,
  held,
  studies: all,
}: Coverage) =>
  `| ${scenario} | ${estimator}, ${batchSize} | ${nonzero.toFixed(1)} of ${estimates} | ${metric}${figure === "difference" ? ", minus agent" : ""} ` +
  `| ${share(shown, all)} | ${share(held, shown)} | ${share(shown - held, all)} |`;

const rows: string[] = [];
for (const scenario of scenarios) {
  for (const row of (await measure(scenario, studies))()) rows.push(line(row));
  process.stderr.write(`${scenario.name}: done\n`);
}
const table = [
  `${studies} studies of each kind; a share of 95 % has a standard error of ${(100 * Math.sqrt((0.95 * 0.05) / studies)).toFixed(1)} %.`,
  "",
  "| study | estimator, batch size | not zero, on average | figure | shown | of those, covered | wrong, of all |",
  "| --- | --- | --- | --- | --- | --- | --- |",
  ...rows,
].join("\n");
process.stdout.write(`${table}\n`);
if (values["write-docs"]) {
  const page = readFileSync(PAGE, "utf8");
  const [before, rest] = page.split(BEGIN);
  writeFileSync(PAGE, `${before}${BEGIN}\n\n${table}\n\n${END}${rest.split(END)[1]}`);
}
