import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Audit, audit } from "../../src/audit/audit.ts";
import { pythonSubject } from "../../src/audit/python-subject.ts";
import { needs, PYTHON } from "../suite/needs.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { exam } from "./planted.ts";

// Code in the styles of many people, each in a block of its own: `#: what it is | what must be said of it`.

const blocksOf = (name: string): [title: string, code: string, ...expected: string[]][] =>
  readFileSync(join(import.meta.dirname, "corpus", name), "utf8")
    .split(/^#: /m)
    .slice(1)
    .map((block) => {
      const [title, ...expected] = block.split("\n", 1)[0].split(" | ");
      return [title, block.slice(block.indexOf("\n")), ...expected];
    });

const auditOf = (code: string): Audit => {
  const script = join(temporaryFolder(), "code.py");
  writeFileSync(script, code);
  const options = { script, python: join(PYTHON ?? "", "python3"), timeout: 300 };
  const subject = pythonSubject(options, { ...exam, paddingState: exam.states - 1 });
  try {
    return audit(subject, exam);
  } finally {
    subject.close();
  }
};

const right = blocksOf("right.py");
const wrong = blocksOf("wrong.py");

it("the corpus has 20 right implementations and 25 wrong ones, at least", () => {
  expect(right.length).toBeGreaterThanOrEqual(20);
  expect(wrong.length).toBeGreaterThanOrEqual(25);
});

describe.skipIf(!needs.torch().met)("code that is right comes out clean:", () => {
  it.each(right)("%s", (_, code, name, text) => {
    const made = auditOf(code);
    expect(made.findings.filter(({ kind }) => kind === "fault" || kind === "unread")).toEqual([]);
    expect(made.name?.kind).toBe(name);
    expect(made.findings.map((finding) => finding.text).join("\n")).toContain(text);
  });
});

describe.skipIf(!needs.torch().met)("code that is wrong is named:", () => {
  it.each(wrong)("%s", (_, code, facts) => {
    const { verdict, findings, name } = auditOf(code);
    expect(verdict).toBe("faults");
    expect(findings.filter(({ kind }) => kind === "fault").map(({ fact }) => fact)).toEqual(
      expect.arrayContaining(facts.split(" ")),
    );
    expect(name?.kind).not.toBe("equal");
  });
});
