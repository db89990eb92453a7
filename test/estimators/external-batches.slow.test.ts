import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pythonFile } from "../../src/bridge/client-command.ts";
import { readFrameFile } from "../../src/bridge/frame-file.ts";
import { loadStudy } from "../../src/study/load.ts";
import { trueslope } from "../cli/trueslope.ts";
import { needs, PYTHON } from "../suite/needs.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { apart, estimatesOf } from "./estimates-of.ts";

const python = join(PYTHON ?? "", "python3");

const CODE = `
import numpy as np
def advantages(batch):
    """GAE(0.9)"""
    out = np.zeros(len(batch.rewards))
    for i in range(len(batch.terminated)):
        following, running = 0.0 if batch.terminated[i] else batch.last_values[i], 0.0
        for t in reversed(range(batch.offsets[i], batch.offsets[i + 1])):
            running = batch.rewards[t] + batch.discount * following - batch.values[t] + batch.discount * 0.9 * running
            out[t], following = running, batch.values[t]
    return out
`;
const GROUPS = `
import numpy as np
def advantages(batch):
    returns = np.add.reduceat(batch.rewards, batch.offsets[:-1]).reshape(-1, batch.group_size)
    scaled = (returns - returns.mean(1, keepdims=True)) / (returns.std(1, keepdims=True) + 1e-6)
    return scaled.reshape(-1)[batch.trajectory]
`;
/** The same as CODE, of the batches of a file. */
const ELSEWHERE = `
import json
from types import SimpleNamespace
import numpy as np
from my import advantages
DTYPES = {"F64": np.float64, "I32": np.int32, "U8": np.uint8}
data = open("batches.safetensors", "rb").read()
start = 8 + int.from_bytes(data[:8], "little")
header = json.loads(data[8:start])
metadata = header.pop("__metadata__")
batches = [SimpleNamespace(discount=float(metadata["discount"])) for _ in json.loads(metadata["batches"])]
for name, entry in header.items():
    begin, end = entry["data_offsets"]
    i, _, key = name.partition(".")
    if key:
        setattr(batches[int(i)], key, np.frombuffer(data[start + begin : start + end], DTYPES[entry["dtype"]]).reshape(entry["shape"]))
answer = np.concatenate([advantages(batch) for batch in batches]).tobytes()
entry = {"dtype": "F64", "shape": [len(answer) // 8], "data_offsets": [0, len(answer)]}
text = json.dumps({"__metadata__": metadata, "advantages": entry}).encode()
open("answers.safetensors", "wb").write(len(text).to_bytes(8, "little") + text + answer)
`;

const corridor = {
  environment: { kind: "corridor", length: 5, start: 1, slip: 0.1, stepReward: -0.2 },
  objective: { discount: 0.9, horizon: 12 },
  policy: { kind: "softmax", initial: { normal: 0.5 } },
};
const mine = { kind: "external", command: [python, "my.py"] };
const gae = { kind: "actor-critic", lambda: 0.9 };

/** A folder with a study and a file of Python. */
const folderOf = (text: string, estimators: Readonly<Record<string, object>>, others: object = {}) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "my.py"), text);
  const named = Object.entries(estimators).map(([name, options]) => ({ name, ...options }));
  const study = {
    ...{ name: "s", ...corridor, seeds: 0 },
    agents: [{ name: "a", estimator: { kind: "reinforce" }, batchSize: 6, iterations: 2 }],
    ...others,
    probe: { batchSizes: [6], replicates: 6, ...(others as { probe?: object }).probe, estimators: named },
  };
  writeFileSync(join(folder, "s.yaml"), JSON.stringify(study));
  return folder;
};

describe.skipIf(!needs.torch().met)("an external estimator", () => {
  it("has the estimates of ours with learning critics, with transforms, and of pairs", () => {
    const clip = {
      transforms: [
        { kind: "clip-norm", max: 0.05 },
        { kind: "accumulate", batches: 2 },
      ],
    };
    const learned = { critic: { kind: "td", fit: "training" } };
    const other = { critic: { kind: "lstd", fit: "earlier-batch" } };
    const folder = folderOf(CODE, {
      gae: { ...gae, ...learned },
      mine: { ...mine, ...learned },
      "gae other": { ...gae, ...other, ...clip },
      "mine other": { ...mine, ...other, ...clip },
    });
    const found = estimatesOf(loadStudy(join(folder, "s.yaml")));
    expect(apart(found, "gae", "mine")).toBeLessThan(1e-12);
    expect(apart(found, "gae other", "mine other")).toBeLessThan(1e-12);
    const exact = { critic: { kind: "exact" } };
    const probe = { batchSizes: undefined, replicates: undefined, streams: 4, pairs: [7, 30] };
    const pairs = folderOf(CODE, { gae: { ...gae, ...exact }, mine: { ...mine, ...exact } }, { probe });
    expect(apart(estimatesOf(loadStudy(join(pairs, "s.yaml"))), "gae", "mine")).toBeLessThan(1e-12);
  });

  it("has those of groups", () => {
    const grpo = {
      kind: "group-relative",
      center: "group-mean",
      scale: "group-std",
      deviation: "population",
    };
    const sample = { ...grpo, deviation: "sample" };
    const folder = folderOf(
      GROUPS,
      { grpo, sample, mine: { ...mine, entry: "advantages", stateWeight: "none" } },
      { groups: { size: 3 }, objective: { discount: 1, horizon: 12 } },
    );
    const found = estimatesOf(loadStudy(join(folder, "s.yaml")));
    expect(apart(found, "grpo", "mine")).toBeLessThan(1e-12);
    expect(apart(found, "sample", "mine")).toBeGreaterThan(0.1); // so that the comparison can fail
  });

  it("has the rows, to the bit, of the same code that was asked offline", () => {
    const critic = { kind: "exact" };
    const folder = folderOf(CODE, { mine: { ...mine, critic } }, { seeds: "0..1" });
    const at = (name: string) => join(folder, name);
    const study = at("s.yaml");
    const wrote = trueslope("batches", study, "-o", at("batches.safetensors"), "--critic", "exact");
    expect(wrote).toMatchObject({ code: 0, stderr: "" });
    expect(wrote.stdout).toContain('24 batches for estimator "elsewhere". With their gradients:\n');
    writeFileSync(at("elsewhere.py"), ELSEWHERE);
    const ran = spawnSync(python, ["elsewhere.py"], { cwd: folder, encoding: "utf8" });
    expect(ran.stderr).toBe("");
    const offline = (file: string, ...words: string[]) =>
      spawnSync(python, [pythonFile("offline.py"), file, "batches.safetensors", ...words], {
        ...{ cwd: folder, encoding: "utf8" },
      });
    const asked = offline("my.py", "offline.safetensors");
    expect(asked).toMatchObject({ stderr: "", stdout: "offline.safetensors: advantages(…) of 24 batches\n" });
    const [theirs, ours] = ["answers", "offline"].map((name) => readFrameFile(at(`${name}.safetensors`)));
    expect(ours).toEqual(theirs);
    writeFileSync(at("wrong.py"), "def gradient(batch): return missing");
    const failed = offline("wrong.py", "wrong.safetensors");
    expect(failed.status).toBe(1);
    expect(failed.stderr).toMatch(
      /wrong\.py: batch 0: NameError: name 'missing' is not defined \(line 1\)\n$/,
    );
    expect(existsSync(at("wrong.safetensors"))).toBe(false);
    expect(existsSync(pythonFile("__pycache__"))).toBe(false);
    const db = at("s.db");
    const judged = trueslope("judge", study, at("answers.safetensors"), "--db", db, "--workers", "2");
    expect(judged.code).toBe(0);
    expect(judged.stdout).toMatch(/^(?:agent|mine = elsewhere) +6 /m);
    const columns = "norm, cosine, squared_error, squared_deviation, env_steps, hex(gradient) AS g";
    const rows = (estimator: string) =>
      trueslope(
        "sql",
        db,
        `SELECT ${columns} FROM estimate WHERE estimator = '${estimator}' ORDER BY probe_id, replicate`,
      ).stdout;
    expect(rows("elsewhere")).toBe(rows("mine"));
    expect(rows("mine").split("\n").length).toBeGreaterThan(24);

    const twice = trueslope("batches", study, "-o", at("batches.safetensors"));
    expect(twice).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("--force") });
    const other = trueslope(
      "judge",
      study,
      at("answers.safetensors"),
      "--db",
      at("other.db"),
      "--seeds",
      "3",
    );
    expect(other).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("write its batches anew"),
    });
    expect(existsSync(at("other.db"))).toBe(false);
    const bytes = readFileSync(at("answers.safetensors"));
    bytes.writeDoubleLE(Number.NaN, bytes.length - 8);
    writeFileSync(at("nan.safetensors"), bytes);
    const nan = trueslope("judge", study, at("nan.safetensors"), "--db", at("other.db"));
    expect(nan).toMatchObject({ code: 2, stdout: "" });
    expect(nan.stderr).toMatch(/^\S+nan\.safetensors: advantages: number \d+ of batch 23 \(.*\) is NaN\n$/);
    expect(readdirSync(folder).filter((name) => name.includes("partial"))).toEqual([]);
  });
});
