import Database from "better-sqlite3";
import { beforeAll, expect, test, vi } from "vitest";
import { printSummary } from "../../src/cli/print-summary.ts";
import { database, scratch, study } from "../report/database.ts";
import { sumAgain } from "../store/sum-again.ts";

const folder = scratch();
let made = 0;

/** What is printed of two agents at one θ, after `change` wrote what no run of this study would. */
const printed = (change: string, filter: Parameters<typeof printSummary>[1] = {}): string => {
  const agents = study().agents.map((agent) => ({ ...agent, iterations: 0 }));
  const path = database(folder, `${made++}.db`, [study({ agents, seeds: [0] })]);
  const db = new Database(path);
  db.exec(change);
  sumAgain(db);
  db.close();
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    printSummary(path, filter);
    return write.mock.calls.map(([text]) => text).join("");
  } finally {
    write.mockRestore();
  }
};

/** The cells of the lines of a table, but the name of the estimator, by the headings. */
const lineOf = (text: string, batch: number): string =>
  text.split("\n").find((line) => new RegExp(`^(agent|total)? +${batch} `).test(line)) as string;

const REFERENCE = `
  UPDATE truth SET method = 'reference', standard_error = 0.1 * norm;
  INSERT INTO corrected_alignment
    SELECT probe_id, estimator, batch_size, 0.625, 0.625 - 0.0392, 0.625 + 0.0392 FROM estimate GROUP BY 1, 2, 3;`;

let exact: string;
beforeAll(() => {
  exact = printed("");
});

test("an exact truth is shown without an error, and nothing is said of references, targets and diagnostics", () => {
  expect(lineOf(exact, 4)).toMatch(/ −?0\.\d{3} ± 0\.\d{3} /);
  expect(exact).toMatch(/, ‖∇J‖ = [\d.]+$/m);
  expect(exact).not.toMatch(/reference|Targets|Diagnostics|–|\d ± \d.* ± /);
});

test("the alignment with a reference is the corrected one, with its own standard error, and it is said", () => {
  const text = printed(REFERENCE);
  expect(lineOf(text, 4)).toMatch(/ 0\.625 ± 0\.020/); // 0.0784 / 3.92
  expect(text).toMatch(/, ‖∇J‖ = [\d.]+ ± [\d.e-]+$/m);
  expect(text).toContain(
    "is a reference, an average over other trajectories; alignment is corrected for its noise.",
  );
  const [row] = JSON.parse(printed(REFERENCE, { json: true }));
  expect(row.corrected_cosine).toBe(0.625);
  expect(row.corrected_cosine_se).toBeCloseTo(0.02, 12);
  expect(row.mean_cosine).not.toBe(0.625);
});

const NOISE = "reference is noise: ‖Ĝ‖ = 3.8e-15 ± 1e-14";

test("nothing is compared with a truth that is noise, and it is said why", () => {
  const text = printed(`${REFERENCE} UPDATE truth SET noise = '${NOISE}'`);
  for (const batch of [1, 4]) expect(lineOf(text, batch)).toMatch(/ – +– .* – /);
  expect(text).not.toMatch(/0\.\d{3} ± 0\.\d{3}( |$)|reached|never|unknown/m);
  expect(text).toContain(`–: ${NOISE}, so no direction or ratio compares with it.\n`);
});

test("the part of the estimates that is zero is shown, and where all are there is no alignment", () => {
  const zero = "UPDATE estimate SET norm = 0, cosine = 0, dot_truth = 0, squared_deviation = 0";
  const text = printed(`${zero} WHERE batch_size = 4`);
  expect(lineOf(text, 4)).toMatch(/ the estimate is 0 +100 %/);
  expect(text).toContain("zeros: the part of the estimates that are exactly zero");
  expect(printed(`UPDATE estimate SET norm = 1`)).not.toContain("zeros");
});

test("estimands other than ∇J and diagnostics of what is shown are named, with queries that run", () => {
  const beside = `
    INSERT INTO estimand
      SELECT probe_id, 'total', 4, 'smoothed', 1, 0, 1, 0.5, 1, x'' FROM probe WHERE probe_id = 1;
    INSERT INTO diagnostic SELECT probe_id, 'agent', 'value_error', 2, 0.5 FROM probe WHERE probe_id = 1;`;
  const text = printed(beside);
  expect(text).toContain("Estimands other than ∇J (smoothed) have total:\n");
  const db = new Database(`${folder}/${made - 1}.db`, { readonly: true });
  const queries = [...text.matchAll(/"(SELECT agent, [^"]*)"/g)].map(([, query]) => db.prepare(query).all());
  db.close();
  expect(queries).toMatchObject([
    [{ agent: "reinforce", estimator: "total", name: "smoothed", standard_error: 0, bias_norm: 0.5 }],
    [{ agent: "reinforce", subject: "agent", name: "value_error", value: 2, standard_error: 0.5 }],
  ]);
  expect(printed(beside, { agent: "actor-critic" })).not.toMatch(/Estimands|Diagnostics/);
});

/** Lines of a summary that is printed to so many columns. */
const linesAt = (width: number, change = "", filter: Parameters<typeof printSummary>[1] = {}): string[] => {
  vi.stubEnv("COLUMNS", String(width));
  try {
    return printed(change, filter).split("\n");
  } finally {
    vi.unstubAllEnvs();
  }
};

test.each([80, 120])(
  "no line is longer than %s columns, but for commands, and no word is broken",
  (width) => {
    const lines = linesAt(width).filter((line) => !line.startsWith("  npx "));
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(width);
    const words = new Set(exact.split(/\s+/));
    const notes = lines.slice(lines.findIndex((line) => line.startsWith("bias is")));
    for (const word of notes
      .join(" ")
      .replace(/No room .*/, "")
      .split(/\s+/))
      expect(words).toContain(word);
  },
);

test("a narrow terminal has the most important columns, and is told of the others", () => {
  const wide = linesAt(160).join("\n");
  expect(wide).toMatch(
    /estimator +batch +bias +measured bias +turned by +scaled by +variance +measured variance +alignment ± s\.e\./,
  );
  expect(wide).not.toContain("No room");
  const narrow = linesAt(60).join("\n");
  expect(narrow).toMatch(/estimator +batch .*± s\.e\./);
  expect(narrow).not.toMatch(/^estimator.*measured/m);
  expect(narrow.replace(/\s+/g, " ")).toMatch(
    /No room for measured variance, measured bias, .*: a wider terminal and --json show more\./,
  );
});

test("figures have three significant digits", () => {
  for (const line of exact.split("\n").filter((each) => /^(agent|total)? +\d/.test(each)))
    for (const [number] of line.matchAll(/(?<![\d.])\d*\.\d+/g))
      expect(number.replace(/^0\.0*|\./g, "").length, line).toBeLessThanOrEqual(3);
});

test("estimators that are equal by construction are one line, by all their names", () => {
  const twin = `
    INSERT INTO estimator SELECT run_id, 'twin', kind, state_weight, unbiased, config, batch_law FROM estimator WHERE estimator = 'total';
    INSERT INTO estimate SELECT probe_id, 'twin', batch_size, replicate, env_steps, norm, dot_truth, cosine, squared_error,
      squared_deviation, direction_deviation, finite, gradient FROM estimate WHERE estimator = 'total';`;
  const text = printed(twin);
  expect(text).toMatch(/^total = twin +1 /m);
  expect(text).toMatch(/^agent = total = twin +1 /m); // of reinforce: only the last step pays
  expect(text).not.toMatch(/^(total|twin) +\d/m);
  const rows: { estimator: string }[] = JSON.parse(printed(twin, { json: true }));
  expect(new Set(rows.map(({ estimator }) => estimator))).toEqual(new Set(["agent", "total", "twin"]));
});

test("without a truth there is no column that is empty, and a line says what to add", () => {
  const text = printed(`
    UPDATE estimate SET norm = 1, cosine = NULL, dot_truth = NULL, squared_error = NULL;
    DELETE FROM truth; DELETE FROM exact_moments; DELETE FROM measured_bias;
    DELETE FROM alignment_forecast;`);
  expect(text).toMatch(/^estimator +batch +variance$/m);
  expect(text).toContain("No exact gradient here: add probe.reference");
  expect(text).not.toContain("bias is");
});

test("agents that have no estimator but their own are lines of one table", () => {
  const alone =
    "DELETE FROM estimate WHERE estimator = 'total'; DELETE FROM estimator WHERE estimator = 'total'";
  const text = printed(alone);
  expect(text).toContain("small, each agent by its own estimator, iteration 0 (one seed), ‖∇J‖ = ");
  expect(text.match(/^agent +batch /gm)).toHaveLength(1);
  expect(text).toMatch(/^reinforce +1 .*\n +4 .*\nactor-critic +1 .*\n +4 /m);
  expect(printed(alone, { agent: "reinforce" })).toContain("small, agent reinforce, iteration 0 ");
});
