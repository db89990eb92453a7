import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { killWhenTold } from "../bridge/killed.ts";
import { MAIN } from "../cli/trueslope.ts";
import { PATIENCE } from "../patience.ts";
import { needs, PYTHON } from "../suite/needs.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";

const python = join(PYTHON ?? "", "python3");

const run = (folder: string, ...words: string[]) =>
  spawnSync(process.execPath, [MAIN, ...words], { cwd: folder, encoding: "utf8", timeout: PATIENCE });

const corridor = {
  environment: { kind: "corridor", length: 5, start: 1, slip: 0.1, stepReward: -0.2 },
  objective: { discount: 0.9, horizon: 12 },
  policy: { kind: "softmax", initial: { normal: 0.5 } },
};
const cart = {
  environment: { kind: "cart-pole" },
  objective: { discount: 0.9, horizon: 15 },
  policy: { kind: "perceptron", widths: [4, 3], normalize: true },
};
const pendulum = {
  ...cart,
  environment: { kind: "pendulum" },
  policy: { kind: "perceptron", widths: [4] },
};

const toGo = { kind: "reinforce", return: "to-go" };
const outside = (entry: string, options: object = {}) => ({
  ...{ kind: "external", command: [python, "my.py"], entry },
  ...options,
});

/** A folder with a study of an agent by REINFORCE, or another, and of estimators by name; and with a file of Python. */
const studyOf = (text: string, estimators: Readonly<Record<string, object>>, others: object = {}) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "my.py"), text);
  const study = {
    ...{ name: "s", ...corridor, seeds: "0..1" },
    agents: [{ name: "a", estimator: toGo, batchSize: 4, iterations: 3 }],
    probe: {
      ...{ batchSizes: [6], replicates: 8 },
      estimators: Object.entries(estimators).map(([name, options]) => ({ name, ...options })),
    },
    ...others,
  };
  writeFileSync(join(folder, "s.yaml"), JSON.stringify(study));
  return folder;
};

/** What was measured of an estimator, in the order of the replicates. */
const estimatesOf = (folder: string, estimator: string, db = "results/s.db") => {
  const sql = `SELECT norm, cosine, finite, hex(gradient) AS g FROM estimate JOIN probe USING (probe_id) JOIN run USING (run_id)
    WHERE estimator = '${estimator}' ORDER BY seed, iteration, replicate`;
  const { stdout, stderr } = run(folder, "sql", db, sql, "--format", "json");
  expect(stderr).toBe("");
  return JSON.parse(stdout) as { norm: number | null; cosine: number | null; finite: number; g: string }[];
};

/** Largest difference of two estimators' rows, relative to the largest norm. */
const apart = (folder: string, one: string, other: string): number => {
  const [a, b] = [one, other].map((name) => estimatesOf(folder, name));
  expect(a.length).toBe(32); // seeds, probes, replicates
  const vector = ({ g }: { g: string }) => {
    const bytes = Buffer.from(g, "hex");
    return Array.from({ length: bytes.length / 8 }, (_, j) => bytes.readDoubleLE(8 * j));
  };
  const differences = a.map((row, i) => Math.hypot(...vector(row).map((each, j) => each - vector(b[i])[j])));
  return Math.max(...differences) / Math.max(...a.map(({ norm }) => norm ?? 0));
};

const ran = (folder: string, ...words: string[]) => {
  const { status, stderr } = run(folder, "run", "s.yaml", "--quiet", ...words);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
};

const CODE = `
import numpy as np
def weights(batch, lam, values, last_values):
    out = np.zeros(len(batch.rewards))
    for i in range(len(batch.lengths)):
        a, b = batch.offsets[i], batch.offsets[i + 1]
        following, running = 0.0 if batch.terminated[i] else last_values[i], 0.0
        for t in reversed(range(a, b)):
            running = batch.rewards[t] + batch.discount * following - values[t] + batch.discount * lam * running
            out[t], following = running, values[t]
    return out
def advantages(batch):
    print("something that nobody asked for")
    return weights(batch, 0.9, batch.values, batch.last_values)
def gradient(batch):
    return batch.score(advantages(batch) * batch.discount ** batch.times) / len(batch.lengths)
def loss(batch, policy):
    import torch
    zeros = np.zeros(len(batch.rewards))
    returns = torch.from_numpy(weights(batch, 1.0, zeros, zeros))
    discounts = batch.discount ** batch.times.double()
    return -(policy.log_prob() * returns * discounts).sum() / len(batch.lengths)
`;

describe.skipIf(!needs.torch().met)("an external estimator", () => {
  const critic = { kind: "exact" };
  const gae = { kind: "actor-critic", lambda: 0.9, critic };

  it("of tables has the rows of ours where the code is ours, whoever does the runs", () => {
    const folder = studyOf(
      CODE,
      {
        ...{ reinforce: toGo, gae },
        weights: outside("advantages", { critic }),
        gradient: outside("gradient", { critic }),
        loss: outside("loss"),
        steps: outside("advantages", { critic, average: "steps", stateWeight: "none" }),
        "gae-steps": { ...gae, average: "steps", stateWeight: "none" },
      },
      { agents: [{ name: "a", estimator: outside("loss"), batchSize: 4, iterations: 3 }] },
    );
    ran(folder, "--workers", "1");
    for (const [one, other] of [
      ["reinforce", "loss"],
      ["gae", "weights"],
      ["gae", "gradient"],
      ["gae-steps", "steps"],
      ["agent", "loss"],
    ])
      expect(apart(folder, one, other), `${one} and ${other}`).toBeLessThan(1e-12);
    expect(apart(folder, "gae", "steps")).toBeGreaterThan(0.1); // so that the comparison can fail
    ran(folder, "--workers", "2", "--db", "two.db");
    for (const name of ["agent", "weights", "gradient"])
      expect(estimatesOf(folder, name, "two.db")).toEqual(estimatesOf(folder, name));
  });

  it.each([
    ["discrete actions, normalized observations", cart],
    ["Gaussian actions with a learned deviation", pendulum],
  ])("of perceptrons has the rows of ours: %s", (_, problem) => {
    const options = { critic: { kind: "perceptron", widths: [4] } };
    const folder = studyOf(
      CODE,
      {
        ...{ reinforce: toGo, loss: outside("loss") },
        gae: { ...gae, ...options },
        weights: outside("advantages", options),
      },
      problem,
    );
    ran(folder);
    expect(apart(folder, "reinforce", "loss")).toBeLessThan(1e-5); // our scores are of single precision
    expect(apart(folder, "reinforce", "weights")).toBeGreaterThan(0.01);
  });

  it("refuses a loss where PyTorch has no such policy, by its probabilities", () => {
    const folder = studyOf(
      CODE,
      { it: outside("loss") },
      { ...pendulum, policy: { ...pendulum.policy, deviation: 0.5 } },
    );
    const { status, stderr } = run(folder, "run", "s.yaml", "--quiet");
    expect(status).toBe(1);
    expect(stderr).toContain("this client has no PyTorch module of the policy perceptron with these options");
  });

  it("answers a gradient for each trajectory, whose mean is taken", () => {
    const each = `${CODE}
def each(batch):
    rows = []
    for i in range(len(batch.lengths)):
        mine = np.where(batch.trajectory == i, advantages(batch), 0.0)
        rows.append(batch.score(mine * batch.discount ** batch.times))
    return np.stack(rows)
gradient = each
`;
    const folder = studyOf(each, { gae, each: outside("gradient", { critic }) });
    ran(folder);
    expect(apart(folder, "gae", "each")).toBeLessThan(1e-12);
  });

  it("that answers what is not finite is an estimate without a value", () => {
    const text = "def gradient(batch):\n    return batch.theta * (float('nan') if batch.seed % 2 else 1.0)";
    const folder = studyOf(text, { it: outside("gradient") });
    ran(folder);
    const rows = estimatesOf(folder, "it");
    expect(new Set(rows.map(({ finite }) => finite))).toEqual(new Set([0, 1]));
    for (const { finite, norm } of rows) expect(norm === null).toBe(finite === 0);
  });

  it.each([
    ["gradient has 2 numbers; theta has 10", "def gradient(batch): return [1.0, 2.0]"],
    ["no critic of this estimator (line 1)", "def gradient(batch): return batch.values"],
    ["NameError: name 'missing' is not defined (line 1)", "def gradient(batch): return missing"],
    ["my.py does not define gradient(…)", "def loss(batch, policy): pass"],
    ["ended before it answered", "import os\ndef gradient(batch): os._exit(3)"],
    [
      "ended before it answered",
      "import os, signal\ndef gradient(batch): os.kill(os.getpid(), signal.SIGKILL)",
    ],
    ["took more than 1 s for one answer and was ended", "def gradient(batch):\n    while True: pass"],
  ])("fails its run with one clear message: %s", (message, text) => {
    const folder = studyOf(text, { it: outside("gradient", { timeout: 1 }) }, { seeds: 0 });
    const { status, stderr } = run(folder, "run", "s.yaml", "--quiet");
    expect(status).toBe(1);
    expect(stderr).toContain('estimator "it": ');
    expect(stderr).toContain(message);
    expect(stderr.split('estimator "it"').length).toBe(2); // told once
  });

  it("speaks the protocol that its program tells, and no other", () => {
    const folder = studyOf(
      "",
      { it: { kind: "external", command: [process.execPath, "mine.cjs"] } },
      { seeds: 0 },
    );
    writeFileSync(
      join(folder, "mine.cjs"),
      `const header = Buffer.from('{"__metadata__":{"protocol":"2"}} '), length = Buffer.alloc(8);
       length.writeBigUInt64LE(BigInt(header.length));
       require("node:fs").writeSync(4, Buffer.concat([length, header]));`,
    );
    expect(run(folder, "run", "s.yaml", "--quiet").stderr).toContain("speaks protocol 2; expected 1");
  });

  it("is not started to look at a study, whose hash depends on the file and what it imports", () => {
    const text = 'from other import gradient\nopen("started", "w").close()';
    const folder = studyOf(text, { it: outside("gradient") }, { seeds: 0 });
    writeFileSync(join(folder, "other.py"), "def gradient(batch): return batch.theta");
    expect(run(folder, "validate", "s.yaml").status).toBe(0);
    expect(run(folder, "run", "s.yaml", "--dry-run").status).toBe(0);
    expect(existsSync(join(folder, "started"))).toBe(false);
    const runs = () => {
      ran(folder);
      const { stdout } = run(
        folder,
        "sql",
        "results/s.db",
        "SELECT count(*) AS n FROM run",
        "--format",
        "json",
      );
      return JSON.parse(stdout)[0].n;
    };
    expect(runs()).toBe(1);
    expect(existsSync(join(folder, "started"))).toBe(true);
    expect(runs()).toBe(1);
    writeFileSync(join(folder, "other.py"), "def gradient(batch): return 2 * batch.theta");
    const { status, stderr } = run(folder, "run", "s.yaml", "--quiet");
    expect(status).toBe(2);
    expect(stderr).toContain("probe.estimators.0.digest was");
  });

  it("needs a file that is there, and no options that nothing reads", () => {
    const folder = studyOf("", {
      it: { ...outside("loss"), command: [python, "missing.py"] },
      other: outside("loss", { average: "steps" }),
    });
    const { status, stderr } = run(folder, "validate", "s.yaml");
    expect(status).toBe(2);
    expect(stderr).toContain("probe.estimators[0]: command: missing.py: no such file");
    expect(stderr).toContain("probe.estimators[1]: average goes with entry: advantages, and only with it");
  });

  it("leaves nothing behind when its run is killed", async () => {
    const text = `import os\nopen("pid", "w").write(str(os.getpid()))\ndef gradient(batch): return batch.theta`;
    const folder = studyOf(text, { it: outside("gradient") }, { seeds: 0 });
    const words = ["run", "s.yaml", "--set", "probe.replicates=1000000"];
    await killWhenTold(join(folder, "pid"), words, folder);
  });
});
