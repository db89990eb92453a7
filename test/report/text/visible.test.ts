import { readdirSync, readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { report } from "../../../src/cli/exit.ts";
import { print, printExact, warn } from "../../../src/cli/print.ts";
import { UsageError } from "../../../src/errors/usage-error.ts";
import { formatRows } from "../../../src/report/rows.ts";
import { csvText } from "../../../src/report/text/csv-text.ts";
import { visible } from "../../../src/report/text/visible.ts";

const EVIL = "a\u001b[2J\u0007\r\u009b1m\u007f\u202eb";
const SEEN = "a\\u001b[2J\\u0007\\u000d\\u009b1m\\u007f\\u202eb";

test("what a terminal would obey is spelled, and all else is as it was", () => {
  expect(visible(EVIL)).toBe(SEEN);
  const plain = "∇J\t±\n─ 日本 👍";
  expect(visible(plain)).toBe(plain);
  expect(JSON.parse(visible(JSON.stringify(EVIL)))).toBe(EVIL);
});

test("everything that is printed goes that way", () => {
  const written: string[] = [];
  const spies = (["stdout", "stderr"] as const).map((stream) =>
    vi.spyOn(process[stream], "write").mockImplementation((text) => Boolean(written.push(String(text)))),
  );
  try {
    print(EVIL);
    warn(EVIL);
    report(new UsageError(EVIL));
    report(new Error(EVIL));
    print(formatRows([{ name: EVIL }], "table"));
    printExact(EVIL);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  expect(written.pop()).toBe(process.stdout.isTTY ? SEEN : EVIL);
  for (const text of written) {
    expect(text).toContain(SEEN);
    expect(text).not.toMatch(/(?!\n)\p{Cc}/u);
  }
  const sources = readdirSync("src/cli", { recursive: true, encoding: "utf8" }).filter((each) =>
    /\.ts$/.test(each),
  );
  expect(sources.length).toBeGreaterThan(30);
  for (const name of sources.filter((each) => each !== "print.ts"))
    expect(readFileSync(`src/cli/${name}`, "utf8"), name).not.toMatch(/std(out|err)\.write\((?!"")/);
});

test("a cell of CSV is no formula, and a number is a number", () => {
  for (const formula of ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "-"])
    expect(csvText(formula)).toBe(`'${formula}`);
  for (const text of ["", "a=1", "-0.5", "+1e-3", "-Infinity", "'=1"]) expect(csvText(text)).toBe(text);
  expect(formatRows([{ "=x": "=1", y: -1, z: "-1" }], "csv")).toBe("'=x,y,z\n'=1,-1,-1\n");
});
