import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll } from "vitest";
import { type Audit, audit } from "../../src/audit/audit.ts";
import { craftAnswers, type Exam } from "../../src/audit/exam.ts";
import { type PythonCode, pythonCode } from "../../src/audit/python-code.ts";
import type { AuditedEntry } from "../../src/bridge/entries.ts";
import { PYTHON } from "../suite/needs.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { exam } from "./planted.ts";

/** Python code, started. */
export interface Started {
  readonly code: PythonCode;
  readonly exam: Exam;
  audit(): Audit;
}

/** Starts Python code by code: in one process for all that define the same function, as PyTorch takes a second to load. */
export const pythonAudits = () => {
  const started = new Map<AuditedEntry, { readonly code: PythonCode; readonly script: string }>();
  afterAll(() => {
    for (const { code } of started.values()) code.close();
  });
  let count = 0;
  return (text: string): Started => {
    const [, entry] = /^def (token_loss|loss|gradient|advantages)\(/m.exec(text) as unknown as [
      string,
      AuditedEntry,
    ];
    const known = started.get(entry);
    const script = known?.script ?? join(temporaryFolder(), "code.py");
    writeFileSync(script, text + "#".repeat(++count)); // of a length of its own, as bytecode is told apart by it
    const options = { script, entry, python: join(PYTHON ?? "", "python3"), timeout: 300 };
    const code = known?.code ?? pythonCode(options);
    started.set(entry, { code, script });
    const asked = entry === "token_loss" ? craftAnswers() : exam;
    const subject = code.in({ ...asked, paddingState: asked.states - 1 });
    subject.restart();
    return { code, exam: asked, audit: () => audit(subject, asked) };
  };
};
