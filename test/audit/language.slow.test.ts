import { describe, expect, it } from "vitest";
import type { Audit } from "../../src/audit/audit.ts";
import { languageOf, withLanguage } from "../../src/audit/language/audit-language.ts";
import { languageProblem } from "../../src/audit/language/problem.ts";
import { needs } from "../suite/needs.ts";
import { blocksOf } from "./corpus-blocks.ts";
import { pythonAudits } from "./python-audits.ts";

const problem = languageProblem();
const start = pythonAudits();

const auditOf = (text: string): Audit => {
  const { code, audit } = start(text);
  const made = audit();
  const language = code.entry === "token_loss" ? languageOf(code, problem, made) : undefined;
  return language ? withLanguage(made, problem, language) : made;
};

describe.skipIf(!needs.torch().met)("a loss of a language model that is right comes out clean:", () => {
  it.each(blocksOf("language.py"))("%s", (_, code, name, text) => {
    const made = auditOf(code);
    expect(made.findings.filter(({ kind }) => kind === "fault" || kind === "unread")).toEqual([]);
    expect(made.name?.kind).toBe(name);
    expect(made.findings.map((finding) => finding.text).join("\n")).toContain(text);
  });
});

const published = blocksOf("published.py"); // titles name the project, and the number of the issue or pull request

it("at least 16 faults that were published are planted, each once", () => {
  const titles = published.map(([title]) => /^([\w-]+ \d+): /.exec(title)?.[1]);
  expect(titles).not.toContain(undefined);
  expect(new Set(titles).size).toBe(titles.length);
  expect(titles.length).toBeGreaterThanOrEqual(16);
});

describe.skipIf(!needs.torch().met)("what was published is named, in our own words:", () => {
  it.each(published)("%s", (_, code, fact, kind, text) => {
    const { findings } = auditOf(code);
    expect(findings).toContainEqual(
      expect.objectContaining({ fact, kind, text: expect.stringContaining(text) }),
    );
  });
});
