import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { PATIENCE } from "../patience.ts";
import { freePort } from "../suite/free-port.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";

/** A Slurm of this machine alone, on addresses of this machine alone. */
export interface Cluster {
  /** For Slurm's programs. */
  readonly environment: NodeJS.ProcessEnv;
  /** What one of Slurm's programs prints. */
  ask(program: string, ...words: string[]): string;
  /** Ends the node at once with some processes that run on it, as if the power had gone. */
  crashNode(pids: readonly number[]): Promise<void>;
  startNode(): void;
  /** Ends all that was started. */
  stop(): Promise<void>;
}

/** Starts a controller, a node of two processors and the daemon that signs their messages, all of this user. */
export const startCluster = async (): Promise<Cluster> => {
  const folder = temporaryFolder();
  const environment = { ...process.env, SLURM_CONF: join(folder, "slurm.conf") };
  const socket = join(folder, "munge.socket");
  chmodSync(folder, 0o755);
  for (const name of ["state", "spool"]) mkdirSync(join(folder, name));
  const key = join(folder, "munge.key");
  writeFileSync(key, randomBytes(128), { mode: 0o400 });
  writeFileSync(environment.SLURM_CONF, configuration(folder, socket, await freePort(), await freePort()));
  const children: ChildProcess[] = [];
  const start = (program: string, words: string[]) => {
    const child = spawn(program, words, { env: environment, stdio: "ignore" });
    children.push(child);
    return child;
  };
  const ask = (program: string, ...words: string[]) =>
    execFileSync(program, words, { encoding: "utf8", env: environment, stdio: ["ignore", "pipe", "pipe"] });
  const files = ["pid", "log", "seed"].map((name) => `--${name}-file=${join(folder, `munge.${name}`)}`);
  start("munged", ["--foreground", "--force", `--socket=${socket}`, `--key-file=${key}`, ...files]);
  start("slurmctld", ["-D"]);
  let node: ChildProcess;
  const startNode = () => {
    node = start("slurmd", ["-D"]);
  };
  startNode();
  const stop = async () => {
    for (const child of children.toReversed()) await ended(child);
  };
  try {
    await vi.waitUntil(() => stateOf(ask) === "idle", { timeout: PATIENCE });
  } catch (error) {
    await stop();
    throw error;
  }
  const crashNode = async (pids: readonly number[]) => {
    const steps = pids.flatMap((pid) => [pid, parentOf(pid), parentOf(parentOf(pid))]); // program, script, slurmstepd
    node.kill("SIGKILL");
    for (const pid of steps) process.kill(pid, "SIGKILL");
    await vi.waitUntil(() => stateOf(ask).startsWith("down"), { timeout: PATIENCE });
  };
  return { environment, ask, crashNode, startNode, stop };
};

const parentOf = (pid: number): number =>
  Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);

const stateOf = (ask: Cluster["ask"]): string => {
  try {
    return ask("sinfo", "--noheader", "--format=%T").trim();
  } catch {
    return "no controller yet";
  }
};

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.on("exit", () => resolve());
    child.kill("SIGTERM");
  });

/** Without cgroups, accounts and delays; a requeued task may start at once only if it is told so. */
const configuration = (folder: string, socket: string, controller: number, node: number): string => {
  const [host] = hostname().split(".");
  const { username } = userInfo();
  return `ClusterName=test
SlurmctldHost=${host}(127.0.0.1)
SlurmUser=${username}
SlurmdUser=${username}
AuthType=auth/munge
AuthInfo=socket=${socket}
CredType=cred/munge
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
SlurmctldPort=${controller}
SlurmdPort=${node}
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0
ReturnToService=2
SlurmdTimeout=5
MaxArraySize=100
KillWait=10
JobRequeue=1
MpiDefault=none
NodeName=${host} NodeAddr=127.0.0.1 CPUs=2 RealMemory=1000 State=UNKNOWN
PartitionName=main Nodes=${host} Default=YES MaxTime=INFINITE State=UP
`;
};
