import { describe, expect, it } from "vitest";
import type { Audit } from "../../src/audit/audit.ts";
import { needs } from "../suite/needs.ts";
import { blocksOf } from "./corpus-blocks.ts";
import { pythonAudits } from "./python-audits.ts";

const start = pythonAudits();
const auditOf = (code: string): Audit => start(code).audit();

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

/** Four shuffled minibatches, each with advantages of its own mean and deviation. */
const MINIBATCHES = `
import numpy as np

def advantages(batch):
    following = np.append(batch.values[1:], 0.0)
    following[batch.ends] = np.where(batch.terminated, 0.0, batch.last_values)
    out, carry = np.zeros(len(batch.rewards)), 0.0
    for k in reversed(range(len(out))):
        carry = 0.0 if batch.ends[k] else batch.discount * 0.95 * carry
        out[k] = carry = batch.rewards[k] + batch.discount * following[k] - batch.values[k] + carry
    for index in np.array_split(np.random.permutation(len(out)), 4):
        out[index] = (out[index] - out[index].mean()) / (out[index].std(ddof=1) + 1e-8)
    return out
`;

it.skipIf(!needs.torch().met)("code that draws its minibatches is read, and accused of nothing", () => {
  const { verdict, facts, name } = auditOf(MINIBATCHES);
  expect(verdict).toBe("choices");
  expect(facts).toMatchObject({ draws: true, memory: false, mask: "all", normalization: "minibatches" });
  expect(facts.lambda).toBeCloseTo(0.95, 3);
  expect(name).toBeUndefined();
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
