import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { builder, handler } from "../../src/cli/commands/report.ts";
import { writeReport } from "../../src/cli/write-report.ts";
import { UsageError } from "../../src/errors/usage-error.ts";
import { database, scratch, study } from "../report/database.ts";

const folder = scratch();
let db: string;
beforeAll(() => {
  db = database(folder, "small.db", [
    study({ environment: { kind: "frozen-lake", map: ["SFG"], slippery: true } }),
  ]);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** What a call writes to standard output. */
const printed = async (call: Parameters<typeof writeReport>[0]): Promise<string> => {
  vi.restoreAllMocks();
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await writeReport(call);
  return write.mock.calls.map(([text]) => text).join("");
};

test("without an output the report is written beside the database, and its name is printed", async () => {
  const beside = join(folder, "small.html");
  expect(await printed({ db })).toBe(`${beside}\n`);
  expect(readFileSync(beside, "utf8")).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
});

test("the ending of the output is its format, and its folder is made", async () => {
  const files = ["a/x.html", "a/x.svg", "a/x.md", "a/x.tex"].map((name) => join(folder, name));
  for (const output of files)
    expect(await printed({ db, output, ...(output.endsWith("html") ? {} : { figure: "alignment" }) })).toBe(
      `${output}\n`,
    );
  const [page, svg, markdown, latex] = files.map((file) => readFileSync(file, "utf8"));
  expect(page).toMatch(/^<!doctype html>/);
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  expect(markdown).toMatch(/^\| agent \| iteration \| estimator \|/);
  expect(latex).toContain("\\toprule");
});

test("a single figure is one SVG that needs no style sheet, and a table has all cells", async () => {
  for (const figure of [
    "learning",
    "alignment",
    "batch-needed",
    "variance",
    "bias-variance",
    "pairwise",
    "gradient",
  ]) {
    const svg = await printed({ db, figure });
    expect(svg).toMatch(/^<svg [^>]*>\n<title>/);
    expect(svg).not.toMatch(/var\(|currentColor|<style|NaN|undefined/);
  }
  const table = await printed({ db, figure: "cells" });
  expect(table.trim().split("\n")).toHaveLength(2 + 2 * 3 * 2 * 2); // agents, probes, estimators, batch sizes
  const few = await printed({ db, format: "md", agent: "reinforce", iteration: 4 });
  expect(few.trim().split("\n")).toHaveLength(2 + 2 * 2);
});

test("what makes no sense is one clear message", async () => {
  const refused = async (call: Partial<Parameters<typeof writeReport>[0]>, message: string | RegExp) => {
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const attempt = writeReport({ db, output: "-", ...call });
    await expect(attempt).rejects.toThrow(UsageError);
    await expect(attempt).rejects.toThrow(message);
    expect(write).not.toHaveBeenCalled();
  };
  await refused({ figure: "pie" }, /--figure must be one of batch-needed, .*, cells; got pie/);
  await refused({ figure: "alignment", format: "html" }, "--figure is for the formats svg, png, md and tex");
  await refused({ format: "svg" }, "svg needs --figure with one of batch-needed");
  await refused({ figure: "landscape" }, "has nothing to draw as landscape");
  await refused({ study: "big" }, `${db} holds no study big; it holds small`);
  await refused({ agent: "smith" }, `${db} holds no agent smith; it holds reinforce, actor-critic`);
  await refused({ iteration: 3 }, `${db} holds no estimates at iteration 3`);
  await expect(writeReport({ db, output: join(db, "x.html") })).rejects.toThrow("x.html cannot be written: ");
});

test("the database is never overwritten", async () => {
  const before = readFileSync(db);
  await expect(writeReport({ db, output: db, format: "html" })).rejects.toThrow("it is the database");
  await expect(
    writeReport({ db, output: join(folder, ".", "a", "..", "small.db"), format: "md" }),
  ).rejects.toThrow("it is the database");
  expect(readFileSync(db).equals(before)).toBe(true);
});

test.skipIf(process.platform === "win32")(
  "a report that cannot be written leaves the one before it",
  async () => {
    const output = join(folder, "good.html");
    await printed({ db, output });
    const before = readFileSync(output, "utf8");
    const main = fileURLToPath(new URL("../../dist/bundle/main.js", import.meta.url));
    const limited = `ulimit -f 8; exec "${process.execPath}" "${main}" report "${db}" -o "${output}"`; // 4 or 8 KiB
    const { status, stderr } = spawnSync("sh", ["-c", limited], { encoding: "utf8" });
    expect(stderr).toContain(`${output} cannot be written: EFBIG`);
    expect(status).toBe(2);
    expect(readFileSync(output, "utf8")).toBe(before);
    expect(readdirSync(folder).filter((name) => name.startsWith("good.html"))).toEqual(["good.html"]);
  },
);

test("of several studies, a figure wants one to be chosen", async () => {
  const two = database(folder, "two.db", [study({ seeds: [0] }), study({ name: "other", seeds: [0] })]);
  await expect(writeReport({ db: two, figure: "variance", output: "-" })).rejects.toThrow(
    "holds several studies; choose one with --study: small, other",
  );
  expect(await printed({ db: two, figure: "variance", study: "other" })).toMatch(/^<svg /);
});

test("PNG wants its package, and says so where it is missing", async () => {
  const output = join(folder, "x.png");
  const missing = await import("@resvg/resvg-js" as string).then(
    () => false,
    () => true,
  );
  if (missing) {
    await expect(writeReport({ db, figure: "variance", output })).rejects.toThrow(
      "npm install @resvg/resvg-js",
    );
    expect(existsSync(output)).toBe(false);
  } else {
    expect(await printed({ db, figure: "variance", output })).toBe(`${output}\n`);
    expect([...readFileSync(output).subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
  }
});

test("the command line knows the words", async () => {
  const { default: yargs } = await import("yargs");
  const output = join(folder, "cli.html");
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await yargs(["report", db, "-o", output])
    .command("report <db>", "", builder as never, handler as never)
    .strict()
    .exitProcess(false)
    .parseAsync();
  expect(write.mock.calls.map(([text]) => text)).toEqual([`${output}\n`]);
  expect(existsSync(output)).toBe(true);
});
