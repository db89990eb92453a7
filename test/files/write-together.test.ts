import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { writeTogether } from "../../src/files/write-together.ts";
import { temporaryFile } from "../suite/temporary-folder.ts";

const folder = () => dirname(temporaryFile());

test("files appear under their names only when all of them are written, in folders that are made", () => {
  const paths = [join(folder(), "a.txt"), join(folder(), "deep", "er", "b.txt")];
  writeTogether(paths, false, (path, temporary) => {
    for (const each of paths) expect(existsSync(each)).toBe(false);
    writeFileSync(temporary, `for ${path}`);
  });
  for (const path of paths) {
    expect(readFileSync(path, "utf8")).toBe(`for ${path}`);
    expect(readdirSync(dirname(path))).toHaveLength(1);
  }
});

test("none appears if one fails, and the old ones stay", () => {
  const place = folder();
  const paths = ["a", "b"].map((name) => join(place, name));
  writeFileSync(paths[0], "old");
  expect(() =>
    writeTogether(paths, true, (path, temporary) => {
      writeFileSync(temporary, "new");
      if (path === paths[1]) throw new Error("boom");
    }),
  ).toThrow("boom");
  expect(readdirSync(place)).toEqual(["a"]);
  expect(readFileSync(paths[0], "utf8")).toBe("old");
});

test("a file that exists is replaced only by force, a folder never", () => {
  const place = folder();
  const paths = ["a", "b"].map((name) => join(place, name));
  const write = (_: string, temporary: string) => writeFileSync(temporary, "new");
  writeFileSync(paths[0], "old");
  expect(() => writeTogether(paths, false, write)).toThrow(
    `${paths[0]} exists; choose another place with -o, or replace it with --force`,
  );
  writeTogether(paths, true, write);
  expect(paths.map((path) => readFileSync(path, "utf8"))).toEqual(["new", "new"]);
  expect(() => writeTogether(paths, false, write)).toThrow(
    `2 of the files exist, ${paths[0]} among them; choose another place with -o, or replace them with --force`,
  );
  mkdirSync(join(place, "c"));
  expect(() => writeTogether([join(place, "c")], true, write)).toThrow(
    `${join(place, "c")} is a folder, where a file is to be written`,
  );
});

test("a place that cannot be written is named", () => {
  const file = temporaryFile();
  writeFileSync(file, "");
  expect(() => writeTogether([join(file, "a")], false, () => {})).toThrow(
    `${join(file, "a")} cannot be written: `,
  );
});

test("a link stays one, and what is no ordinary file is written to", () => {
  const place = folder();
  const [file, link] = ["file", "link"].map((name) => join(place, name));
  writeFileSync(file, "old");
  symlinkSync(file, link);
  writeTogether([link, "/dev/null"], true, (_, temporary) => writeFileSync(temporary, "new"));
  expect(readFileSync(file, "utf8")).toBe("new");
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(lstatSync("/dev/null").isFile()).toBe(false);
});
