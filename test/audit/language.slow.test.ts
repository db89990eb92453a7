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

describe.skipIf(!needs.torch().met)("what was published is named, by its number in the list:", () => {
  it.each(blocksOf("published.py"))("%s", (_, code, fact, kind, text) => {
    const { findings } = auditOf(code);
    expect(findings).toContainEqual(
      expect.objectContaining({ fact, kind, text: expect.stringContaining(text) }),
    );
  });
});
