import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as submit from "../../src/cli/commands/submit.ts";
import { arrayScript, type SlurmJob } from "../../src/cli/slurm-scripts.ts";
import { runCommand } from "../export/command-line.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { study, writeStudy } from "./study.ts";
import { trueslope } from "./trueslope.ts";

let folder: string;
let called: string;
let path: string;
let db: string;

/** A program of that name before all others, which notes the words that it is called with. */
const stub = (name: string, lines: string) => {
  writeFileSync(join(folder, name), `#!/bin/sh\necho "${name} $*" >> "${called}"\n${lines}\n`);
  chmodSync(join(folder, name), 0o755);
};

const calls = () => (existsSync(called) ? readFileSync(called, "utf8").trim().split("\n") : []);

beforeEach(() => {
  folder = temporaryFolder();
  called = join(folder, "called");
  path = writeStudy(folder, study()); // of six runs
  db = join(folder, "small.db");
  vi.stubEnv("PATH", `${folder}${delimiter}${process.env.PATH}`);
  stub("scontrol", "echo 'MaxArraySize            = 5'");
  stub("sbatch", `case "$*" in *array.sh) echo 41 ;; *) echo "42;cluster" ;; esac`);
});
afterEach(() => void vi.unstubAllEnvs());

const submitted = (...words: string[]) => runCommand(submit, path, "--slurm", "--db", db, ...words);

describe("trueslope submit", () => {
  it("submits an array, and a task that merges it whatever becomes of it", async () => {
    const { code, stdout } = await submitted(
      "--shards",
      "3",
      "--at-once",
      "2",
      "--set",
      "probe.replicates=5",
    );
    expect(code).toBe(0);
    const shards = join(folder, "small.shards");
    expect(calls()).toEqual([
      "scontrol show config",
      `sbatch --parsable ${shards}/array.sh`,
      `sbatch --parsable --dependency=afterany:41 ${shards}/merge.sh`,
    ]);
    expect(stdout).toBe(
      `Job 41: 3 tasks of ${shards}/array.sh, logs beside it.\nJob 42: ${shards}/merge.sh, when they have ended.\n  squeue -j 41,42\n`,
    );
    const array = readFileSync(join(shards, "array.sh"), "utf8");
    expect(array).toContain("#SBATCH --array=0-2%2\n");
    expect(array).toContain(
      `run ${path} --db ${db} --set probe.replicates=5 --shards 3 --quiet --workers "\${SLURM`,
    );
  });

  it.each([
    [["--shards", "6"], "--shards must be at most 5, the MaxArraySize of this cluster; got 6"],
    [["--shards", "7"], "--shards must be at most 6, the runs of"],
    [["--shards", "0"], "--shards must be a whole number from 1 to 100000; got 0"],
    [["--shards", "3", "--at-once", "0"], "--at-once must be a whole number of at least 1; got 0"],
    [["--shards", "3", "--set", "seeds=-1"], "--set seeds=-1"],
    [[], "--shards is missing"],
  ])("refuses %j, and submits nothing", async (words, message) => {
    const { code, stderr } = await submitted(...words);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    expect(calls().filter((call) => call.startsWith("sbatch"))).toEqual([]);
  });

  it("says what sbatch says where that refuses, or is not there", async () => {
    stub("sbatch", "echo 'sbatch: error: invalid partition specified: long' >&2; exit 1");
    expect(await submitted("--shards", "2")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("ended with 1: sbatch: error: invalid partition specified: long"),
    });
    vi.stubEnv("PATH", folder.replace(/$/, "-none"));
    expect((await submitted("--shards", "2")).stderr).toContain("scontrol cannot be started");
  });
});

describe("the built command", () => {
  it("prints the scripts with the options behind --, and does nothing else", () => {
    const { code, stdout } = trueslope(
      ...["submit", path, "--slurm", "--shards", "2", "--db", db, "--print"],
      ...["--", "--partition=long", "-t", "4:00:00", "--comment=two words"],
    );
    expect(code).toBe(0);
    const shown = ["--partition=long", "-t 4:00:00", '"--comment=two words"'].map(
      (line) => `#SBATCH ${line}\n`,
    );
    expect(stdout.split(shown.join(""))).toHaveLength(3);
    expect(calls()).toEqual([]);
    expect(readdirSync(folder)).not.toContain("small.shards");
    for (const script of stdout.split(/^# .*\.sh$/m).slice(1)) {
      const file = join(folder, "printed.sh");
      writeFileSync(file, script.trimStart());
      expect(spawnSync("bash", ["-n", file], { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
    }
  });
});

describe("the script of a task", () => {
  /** A program that ends with 130 when it hears SIGTERM, and with 0 on its own; it says that it is there. */
  const PROGRAM = `trap 'exit 130' TERM; echo "$*" > "$0.ready"; i=0; while [ $i -lt 600 ]; do sleep 0.1; i=$((i+1)); done`;

  const started = async (restarts = "0"): Promise<ChildProcess> => {
    writeFileSync(join(folder, "program.sh"), PROGRAM);
    const job: SlurmJob = {
      ...{ name: "a b", shards: 4, db, hasWorkers: false, options: [] },
      ...{ program: ["sh", join(folder, "program.sh")], run: ["study.yaml"] },
    };
    writeFileSync(join(folder, "array.sh"), arrayScript(job));
    const env = {
      ...process.env,
      ...{ SLURM_ARRAY_JOB_ID: "41", SLURM_ARRAY_TASK_ID: "3", SLURM_CPUS_ON_NODE: "7" },
      SLURM_RESTART_COUNT: restarts,
    };
    const child = spawn("bash", [join(folder, "array.sh")], { env });
    await vi.waitUntil(() => existsSync(join(folder, "program.sh.ready")), { timeout: 60_000 });
    expect(readFileSync(join(folder, "program.sh.ready"), "utf8")).toBe(
      "run study.yaml --shards 4 --quiet --workers 7\n",
    );
    return child;
  };

  const ended = (child: ChildProcess) => new Promise<number | null>((resolve) => child.on("close", resolve));

  it("hands a preemption on, and leaves the rest to Slurm", async () => {
    const child = await started();
    child.kill("SIGTERM");
    expect(await ended(child)).toBe(130);
    expect(calls()).toEqual([]);
  });

  it("asks for another start when its time is nearly over", async () => {
    const child = await started();
    child.kill("SIGUSR1");
    expect(await ended(child)).toBe(130);
    expect(calls()).toEqual(["scontrol requeue 41_3"]);
  });

  it("but not for ever", async () => {
    const child = await started("100");
    child.kill("SIGUSR1");
    expect(await ended(child)).toBe(130);
    expect(calls()).toEqual([]);
  });
});
