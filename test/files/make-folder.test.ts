import { existsSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { makeFolder } from "../../src/files/make-folder.ts";
import { temporaryFile } from "../suite/temporary-folder.ts";

test("folders are made one in the other, and one that is there is left", () => {
  const folder = join(dirname(temporaryFile()), "deep", "er");
  makeFolder(folder);
  makeFolder(folder);
  expect(statSync(folder).isDirectory()).toBe(true);
});

test("a file in the way is told", () => {
  const file = temporaryFile();
  writeFileSync(file, "");
  expect(() => makeFolder(file)).toThrow("EEXIST");
  expect(() => makeFolder(join(file, "below"))).toThrow("ENOTDIR");
});

test.skipIf(!existsSync("/proc/self"))("where no folder can be made it says so, and ends", () => {
  expect(() => makeFolder("/proc/x/y")).toThrow("ENOENT");
});
