import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { killWhenTold } from "../bridge/killed.ts";
import { MAIN } from "../cli/trueslope.ts";
import { filesIn, snippetsOf } from "../docs/snippets.ts";
import { PATIENCE } from "../patience.ts";
import { needs, PYTHON } from "../suite/needs.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";

const python = join(PYTHON ?? "", "python3");

const run = (...words: string[]) => {
  const all = [MAIN, "audit", "--python", python, ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, {
    encoding: "utf8",
    timeout: PATIENCE,
  });
  return { status, stdout, stderr };
};

const written = (text: string): string => {
  const path = join(temporaryFolder(), "mine.py");
  writeFileSync(path, text);
  return path;
};

const rounded = (text: string) =>
  text
    .replace(/\de-1\d/g, "0")
    .replace(/\s+/g, " ")
    .trim();

const audited = (text: string) => {
  const { status, stdout, stderr } = run("--json", written(text));
  expect(stderr).toBe("");
  return { status, ...JSON.parse(stdout) };
};

describe.skipIf(!needs.torch().met)("trueslope audit", () => {
  it("writes an example, and says what it is", () => {
    const example = join(temporaryFolder(), "my_loss.py");
    expect(run("--init", example)).toMatchObject({ status: 0, stderr: "" });
    expect(run("--init", example)).toMatchObject({
      status: 2,
      stderr: `${example} exists; name another file to write the example to\n`,
    });
    const { status, stdout } = run(example);
    expect(status).toBe(0);
    for (const text of [
      "✓ a weighted sum of scores",
      "λ = 0.95",
      "γᵗ is dropped",
      "a mean over all steps of the batch",
    ])
      expect(stdout).toContain(text);
    const { verdict, facts, findings, numbers, seconds } = JSON.parse(run("--json", example).stdout);
    expect(verdict).toBe("choices");
    expect(Math.min(seconds.start, seconds.audit)).toBeGreaterThan(0);
    expect(findings).toContainEqual({
      fact: "stateWeight",
      kind: "choice",
      text: expect.stringContaining("γᵗ is dropped"),
      page: "docs/auditing-a-gradient.md#dropped-discount",
    });
    for (const { kind, page } of findings) expect(page !== undefined).toBe(kind === "choice");
    expect(facts).toMatchObject({
      order: false,
      mask: "all",
      stateWeight: "none",
      divisor: "steps",
      shift: 0,
      sign: 1,
    });
    expect(facts.lambda).toBeCloseTo(0.95, 9);
    expect(numbers).toMatchObject({ method: "exact", z: null, paired: { nearest: null, right: null } });
    expect(numbers.cosine.estimate).toBeCloseTo(Math.cos((numbers.turnedBy.estimate * Math.PI) / 180), 9);
  });

  it("prints what the page of it shows, but for rounding", () => {
    const example = join(temporaryFolder(), "my_loss.py");
    run("--init", example);
    const page = readFileSync("docs/auditing-a-gradient.md", "utf8");
    const shown = snippetsOf(page).find(({ language }) => language === "text");
    expect(rounded(run(example).stdout)).toBe(rounded(shown?.text ?? ""));
    const [gae] = filesIn(page);
    const path = written(gae.text);
    expect(run("--credit", path)).toMatchObject({ status: 0, stderr: "" });
    writeFileSync(
      path,
      gae.text.replace("b.dones[t + 1] if t + 1 < len(out) else b.next_done", "b.dones[t]"),
    );
    const wrong = run(path);
    expect(wrong.status).toBe(1);
    for (const text of ["the order of the trajectories matters", "no end is masked"])
      expect(wrong.stdout).toContain(text);
  });

  it("prints what its page shows of a loss of a language model, and holds it to what is asked", () => {
    const page = readFileSync("docs/auditing-a-gradient.md", "utf8");
    const shown = snippetsOf(page).find(({ text }) => text.startsWith("my_grpo.py: token_loss"));
    const file = filesIn(page).find(({ name }) => name === "my_grpo.py");
    const path = join(temporaryFolder(), "my_grpo.py");
    writeFileSync(path, file?.text ?? "");
    const { status, stdout } = run(path);
    expect(status).toBe(0);
    expect(rounded(stdout)).toBe(rounded(shown?.text ?? ""));
    const rloo = `
def token_loss(batch, policy):
    logs = (policy.log_prob() * batch.mask).sum(1)
    penalties = (logs - (batch.ref_log_probs * batch.mask).sum(1)).detach()
    scores = (batch.rewards - 0.05 * penalties).view(-1, batch.group_size)
    others = (scores.sum(1, keepdim=True) - scores) / (batch.group_size - 1)
    return -(logs * (scores - others).view(-1)).mean()
`;
    const right = audited(rloo);
    expect(right).toMatchObject({ status: 0, verdict: "clean", function: "token_loss" });
    expect(right.language.penalty).toEqual({
      form: { place: "reward", estimate: "k1" },
      coefficient: expect.closeTo(0.05, 9),
    });
    expect(right.numbers).toMatchObject({ method: "exact", replicates: 0 });
    expect(right.numbers.bias.estimate).toBeLessThan(1e-12);
    expect(run("--strict", written(rloo)).status).toBe(0);
    expect(run("--strict", path).status).toBe(1);
    const four = rloo.replace("view(-1, batch.group_size)", "view(2, 4)").replaceAll("batch.group_size", "4");
    const stuck = audited(four);
    expect(stuck.numbers).toContain("mine.py: RuntimeError");
    expect(stuck.language).toBeNull();
  });

  it("is held to an estimator by --expect, and to the gradient by --strict", () => {
    const example = join(temporaryFolder(), "my_loss.py");
    run("--init", example);
    const yaml =
      "{ kind: actor-critic, lambda: 0.95, critic: { kind: td }, stateWeight: none, average: steps }";
    expect(run("--expect", yaml, example)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("as --expect asks"),
    });
    expect(run("--expect", "gae", example).status).toBe(1);
    expect(run("--strict", example).status).toBe(1);
    expect(run("--expect", "gea", example)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("did you mean gae?"),
    });
  });

  it("takes padded and [T, N] arrays of PyTorch, and names a mask that is one step late", () => {
    const buffer = (done: string) => `
def loss(batch, policy):
    import torch
    b = batch.buffer
    advantages, last = torch.zeros_like(b.rewards), 0.0
    for t in reversed(range(len(b.rewards))):
        over = ${done}
        following = b.values[t + 1] if t + 1 < len(b.rewards) else b.next_values
        delta = b.rewards[t] + batch.discount * following * (1.0 - over) - b.values[t]
        advantages[t] = last = delta + batch.discount * 0.9 * (1.0 - over) * last
    return -(policy.log_prob("buffer") * advantages).mean()
`;
    const right = audited(buffer("b.dones[t + 1] if t + 1 < len(b.rewards) else b.next_done"));
    expect(right).toMatchObject({ status: 0, verdict: "choices", facts: { mask: "all", order: false } });
    const late = audited(buffer("b.dones[t]"));
    expect(late).toMatchObject({ status: 1, verdict: "faults", facts: { order: true } });
  });

  it("finds a gradient of padding", () => {
    const tokens = (mean: string) => `
def loss(batch, policy):
    p = batch.padded
    returns = (p.rewards * p.mask).sum(1)
    groups = returns.view(-1, batch.group_size)
    advantages = (groups - groups.mean(1, keepdim=True)).view(-1)
    each = -policy.log_prob("padded") * advantages[:, None]
    return ${mean}
`;
    expect(audited(tokens("(each * p.mask).sum() / p.mask.sum()"))).toMatchObject({
      status: 0,
      facts: { divisor: "steps" },
    });
    const { status, findings, numbers } = audited(tokens("each.mean()"));
    expect(status).toBe(1);
    expect(numbers).toMatchObject({ method: "sampled", replicates: 200, noise: null });
    for (const { options, bias } of [numbers.paired.right, numbers.paired.nearest]) {
      expect(options.kind).toBe("group-relative");
      expect(bias.low).toBeGreaterThan(0);
    }
    expect(findings.map(({ text }: { text: string }) => text).join()).toContain("padding gets a gradient");
  });

  it("judges advantages alone, with NumPy", () => {
    const made = audited(`
import numpy as np
def advantages(batch):
    print("something that nobody asked for")
    out, running = np.zeros_like(batch.rewards), 0.0
    for k in reversed(range(len(out))):
        running = batch.rewards[k] + (0.0 if batch.ends[k] else batch.discount * running)
        out[k] = running
    return (out - out.mean()) / (out.std() + 1e-8)
`);
    expect(made).toMatchObject({
      status: 0,
      function: "advantages",
      facts: { normalization: "all-steps", mask: "all" },
    });
  });

  it("takes a file as it would be run, with dataclasses and options of its own", () => {
    const made = audited(`
from __future__ import annotations
import argparse
from dataclasses import dataclass
import numpy as np

@dataclass
class Options:
    decay: float = 0.5

parser = argparse.ArgumentParser()
parser.add_argument("--decay", type=float, default=Options().decay)
decay = parser.parse_args().decay

def advantages(batch):
    out = batch.rewards.copy()
    for k in reversed(range(len(out) - 1)):
        out[k] += 0.0 if batch.ends[k] else decay * out[k + 1]
    return out
`);
    expect(made).toMatchObject({ status: 0, facts: { mask: "all" } });
    expect(made.findings).toContainEqual(
      expect.objectContaining({ text: expect.stringContaining("a later reward counts 0.5 per step") }),
    );
  });

  it("says that no later reward counts, and names a page that is there from another folder", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "own.py"), "def advantages(batch): return batch.rewards");
    const words = [MAIN, "audit", "--python", python, "own.py"];
    const { stdout } = spawnSync(process.execPath, words, { cwd: folder, encoding: "utf8" });
    expect(stdout).toContain("• no later reward counts, only that of the step itself → #credit-by-lag");
    const [, page] = /→ a section of (.*)\)$/m.exec(stdout) ?? [];
    expect(existsSync(join(folder, page))).toBe(true);
  });

  it.each([
    ["def other(batch): pass", "mine.py defines none of loss, gradient, advantages and token_loss"],
    ["def loss(batch, policy): return missing", "mine.py: NameError: name 'missing' is not defined (line 1)"],
    [
      "import nothing_of_this_name",
      `mine.py: ModuleNotFoundError: No module named 'nothing_of_this_name' in ${python}: install it there, or name another Python`,
    ],
    [
      "def advantages(batch): return batch.reward",
      "mine.py: AttributeError: there is no reward here; did you mean rewards? (line 1)",
    ],
    [
      "def advantages(batch): return batch.padded.q",
      "there is no q here; there are actions, log_probabilities, mask, observations, rewards, times, trajectory, values (line 1)",
    ],
    [
      "def loss(batch, policy): return -policy.log_prob()[batch.times == 0][5:6].sum() * batch.rewards[:1].std()",
      "mine.py: loss gave NaN in a trajectory of one step",
    ],
    ["def gradient(batch): return [1.0, 2.0]", "mine.py: ValueError: gradient has 2 numbers; theta has 126"],
    [
      "def advantages(batch): return batch.rewards[:3]",
      "mine.py: ValueError: advantages has the shape (3,); the batch has 33 steps",
    ],
    [
      "def advantages(batch): return batch.rewards / 0 * 0",
      "mine.py: advantages gave NaN at step 0 of a trajectory of 3 steps; every number must be finite",
    ],
    ["def loss(batch, policy): return batch.rewards.sum()", "loss does not depend on the policy"],
    [
      "def loss(batch, policy): return policy.log_prob()",
      "loss must return a scalar tensor; got a tensor of shape (33,)",
    ],
    ["import os\ndef advantages(batch): os._exit(3)", "ended before it answered"],
    [
      "import os, signal\ndef advantages(batch): os.kill(os.getpid(), signal.SIGKILL)",
      "ended before it answered",
    ],
  ])("ends with 2 and one clear message for %j", (text, message) => {
    const { status, stdout, stderr } = run(written(text));
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(message);
  });

  it("ends what takes too long", () => {
    const slow = written("def advantages(batch):\n    while True: pass");
    const { status, stderr } = run("--timeout", "1", slow);
    expect(status).toBe(2);
    expect(stderr).toContain("took more than 1 s for one answer and was ended");
  });

  it("leaves no process behind when it is killed in the middle of an answer", async () => {
    const told = join(temporaryFolder(), "pid");
    const endless = written(`
import os
def advantages(batch):
    open(${JSON.stringify(told)}, "w").write(str(os.getpid()))
    while True: pass
`);
    await killWhenTold(told, ["audit", "--python", python, endless]);
  });

  it("needs a file that is there, and a Python", () => {
    expect(run("missing.py")).toMatchObject({
      status: 2,
      stderr: "missing.py does not exist; trueslope audit --init missing.py writes an example\n",
    });
    const words = [MAIN, "audit", "--python", "no-such-python", written("")];
    expect(() => execFileSync(process.execPath, words, { stdio: "pipe" })).toThrow(
      "no-such-python cannot be started",
    );
  });
});
