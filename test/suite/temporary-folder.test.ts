import { existsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname } from "node:path";
import { expect, test } from "vitest";
import { gatherTemporaryFiles, temporaryFile, temporaryFolder } from "./temporary-folder.ts";

test("all that tests make is in one folder, which goes away after the last", () => {
  expect(basename(tmpdir())).toMatch(/^trueslope-tests-/);
  expect(dirname(temporaryFolder())).toBe(tmpdir());
  const outer = { ...process.env };
  const remove = gatherTemporaryFiles(process.env);
  const inner = tmpdir();
  expect(dirname(inner)).toBe(outer.TMPDIR);
  const file = temporaryFile();
  expect(dirname(dirname(file))).toBe(inner);
  writeFileSync(file, "");
  remove();
  expect(existsSync(inner)).toBe(false);
  expect(existsSync(tmpdir())).toBe(true);
  expect({ ...process.env }).toEqual(outer);
});
