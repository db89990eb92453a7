import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readText } from "../../src/config/read-text.ts";
import { loadStudy } from "../../src/study/load.ts";
import { asOrdinaryUser } from "../suite/ordinary-user.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";

let folder = "";
const inside = (name: string) => join(folder, name);
const write = (name: string, content: string | Uint8Array) => {
  writeFileSync(inside(name), content);
  return inside(name);
};

beforeAll(() => {
  folder = temporaryFolder();
});

describe("readText", () => {
  it("reads UTF-8, without a byte order mark", () => {
    expect(readText(write("marked.yaml", "\uFEFFname: γ"))).toBe("name: γ");
  });

  it("refuses what is not there", () => {
    expect(() => loadStudy(inside("none.yaml"))).toThrow(`${inside("none.yaml")}: no such file`);
    const below = join(write("file.yaml", "a: 1"), "study.yaml");
    expect(() => readText(below)).toThrow(`${below}: no such file`);
  });

  it("refuses a folder, and points to the study in it", () => {
    mkdirSync(inside("empty"));
    expect(() => readText(inside("empty"))).toThrow(/: is a folder, not a file$/);
    mkdirSync(inside("full"));
    const study = write(join("full", "study.yaml"), "a: 1");
    expect(() => readText(inside("full"))).toThrow(`: is a folder, not a file; did you mean ${study}?`);
  });

  it("refuses a file that may not be read", () => {
    const closed = write("closed.yaml", "a: 1");
    chmodSync(closed, 0o000);
    chmodSync(folder, 0o755);
    asOrdinaryUser(() =>
      expect(() => readText(closed)).toThrow(`${closed}: cannot be read: permission denied`),
    );
  });

  it.each([
    ["a database", Uint8Array.from([0x53, 0x51, 0x4c, 0, 1])],
    ["Latin-1", Uint8Array.from([0x6e, 0xe4, 0x68, 0x65])],
  ])("refuses %s", (_, bytes) => {
    expect(() => readText(write("bytes.yaml", bytes))).toThrow(/bytes\.yaml: is not a text file \(UTF-8\)$/);
  });
});
