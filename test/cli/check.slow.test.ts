import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, expect, test, vi } from "vitest";
import { near } from "../../src/check/claim.ts";
import { printClaims } from "../../src/cli/check-claims.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { study, writeStudy } from "./study.ts";
import { trueslope } from "./trueslope.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

test("check prints one line per golden number and ends with the counts", () => {
  const { code, stdout } = trueslope("check");
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^pass {2}three-state chain: J: 0\.378734293448, expected 0\.378734293448 ± 1e-12$/m,
  );
  const lines = stdout.trim().split("\n");
  expect(lines.at(-1)).toBe(`${lines.length - 1} passed, 0 failed`);
});

test("check <study> checks the study's own problem", () => {
  const { code, stdout } = trueslope("check", writeStudy(temporaryFolder(), study()));
  expect(code).toBe(0);
  expect(stdout).toContain("frozen-lake: ∇J against finite differences of J");
  expect(stdout).toContain('frozen-lake: "total" is unbiased');
});

test("a claim that fails is printed as such, and the exit code is 1", () => {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const claims = [
    near("one", 1, 1, 0),
    near("two", 2.5, 2, 0.1, "by a half"),
    near("none", Number.NaN, 0, 1),
  ];
  expect(printClaims(claims, false)).toBe(1);
  expect(write.mock.calls.map(([text]) => text)).toEqual([
    "pass  one: 1, expected 1 ± 0\n",
    "FAIL  two: 2.5, expected 2 ± 0.1 (by a half)\n",
    "FAIL  none: NaN, expected 0 ± 1\n",
    "1 passed, 2 failed\n",
  ]);
  write.mockRestore();
});

test("figures have the digits that their tolerance asks for, and lines the width of the terminal", () => {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  vi.stubEnv("COLUMNS", "50");
  try {
    printClaims(
      [
        near("worst |z|", 1.80869226616, 0, 5.5),
        near("∇J", -0.184150114869, -0.184150114867, 1e-8, "the worst of 8"),
      ],
      false,
    );
    expect(write.mock.calls.map(([text]) => text)).toEqual([
      "pass  worst |z|: 1.81, expected 0 ± 5.5\n",
      "pass  ∇J: -0.1841501149, expected\n      -0.1841501149 ± 1e-8 (the worst of 8)\n",
      "2 passed, 0 failed\n",
    ]);
  } finally {
    vi.unstubAllEnvs();
    write.mockRestore();
  }
});

test("check <db> holds a database against itself, and ends with 1 where it is broken", () => {
  const folder = temporaryFolder();
  const db = join(folder, "small.db");
  expect(trueslope("run", writeStudy(folder, study()), "--db", db, "--quiet").code).toBe(0);
  const sound = trueslope("check", db);
  expect(sound).toMatchObject({ code: 0, stderr: "" });
  const lines = sound.stdout.trim().split("\n");
  expect(lines.at(-1)).toBe(`${lines.length - 1} passed, 0 failed`);
  expect(lines.length).toBeGreaterThan(6); // one a run at least

  const file = new Database(db);
  file.exec("UPDATE estimate SET norm = 7 WHERE rowid = 1");
  file.close();
  const broken = trueslope("check", db, "--json");
  expect(broken).toMatchObject({ code: 1, stderr: "" });
  const found = broken.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(found.filter(({ pass }) => !pass)).toMatchObject([
    {
      what: expect.stringContaining("small, agent "),
      faults: [expect.stringContaining("norm of replicate")],
    },
  ]);

  expect(trueslope("check", join(folder, "none.db"))).toEqual({
    code: 2,
    stdout: "",
    stderr: `${join(folder, "none.db")} does not exist.\n`,
  });
});
