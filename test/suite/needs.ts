import { existsSync, readdirSync, readFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { engineDigest } from "../../src/arithmetic/engine.ts";
import nodes from "../engines/nodes.json" with { type: "json" };

/** Something that some tests cannot do without, and that a machine may lack. */
export interface Need {
  /** What it is, and how it is had. */
  readonly what: string;
  /** What is not tested without it. */
  readonly skipped: string;
  readonly met: boolean;
}

/** The system's Chromium; undefined where there is none. */
export const CHROMIUM: string | undefined = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => existsSync(path));

/** Folders of packages of a Python in some `bin` folder. */
const packagesOf = (bin: string): string[] => {
  const lib = join(bin, "..", "lib");
  const versions = existsSync(lib) ? readdirSync(lib).filter((name) => name.startsWith("python3")) : [];
  return versions.flatMap((name) => ["site-packages", "dist-packages"].map((each) => join(lib, name, each)));
};

/** The folder of a Python that has PyTorch; undefined where there is none. */
export const PYTHON: string | undefined = (process.env.PATH ?? "")
  .split(delimiter)
  .filter((bin) => existsSync(join(bin, "python3")))
  .find((bin) => packagesOf(bin).some((folder) => existsSync(join(folder, "torch/__init__.py"))));

/** Where Debian has the programs of PostgreSQL; undefined where there are none. */
export const POSTGRES: string | undefined = (
  existsSync("/usr/lib/postgresql") ? readdirSync("/usr/lib/postgresql") : []
)
  .map((version) => `/usr/lib/postgresql/${version}/bin`)
  .find((folder) => existsSync(join(folder, "initdb")));

/** The Python that `npm run gymnasium` makes. */
export const GYMNASIUM: string = resolve("results/gymnasium/bin/python");

/** Where `npm run nodes` puts a version of Node.js. */
export const nodeOf = (version: number): string =>
  resolve(
    nodes.folder,
    `node_modules/node${version}`,
    process.platform === "win32" ? "bin/node.exe" : "bin/node",
  );

const onPath = (program: string): boolean =>
  (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, program)));

/** Whether this process may mount, on Linux: CAP_SYS_ADMIN is bit 21 of its capabilities. */
const mayMount = (): boolean => {
  const status = existsSync("/proc/self/status") ? readFileSync("/proc/self/status", "utf8") : "";
  const [, capabilities = "0"] = /^CapEff:\s*(\w+)$/m.exec(status) ?? [];
  return ((BigInt(`0x${capabilities}`) >> 21n) & 1n) === 1n;
};

/** The rounding of every Node.js for x64 (`test/engines`); those for arm64 fuse products and sums in exp, sin, cos … */
export const X64_ROUNDING = "f26734a481ac1eba";

/** A test that takes one of these skips itself without it: it says so before the first test, or fails in CI. */
export const needs = {
  chromium: (): Need => ({
    what: "Chromium",
    skipped: "every test of the report and of the page in a browser",
    met: CHROMIUM !== undefined,
  }),
  nodes: (): Need => ({
    what: `Node.js ${nodes.versions.join(", ")} (npm run nodes)`,
    skipped: "that results have the same bits on each of them",
    met: nodes.versions.every((version) => existsSync(nodeOf(version))),
  }),
  x64: (): Need => ({
    what: "rounding as on x64",
    skipped: "that recorded rows are what they were",
    met: engineDigest() === X64_ROUNDING,
  }),
  sqlite3: (): Need => ({
    what: "the sqlite3 shell",
    skipped: "that it shows what the library shows",
    met: onPath("sqlite3"),
  }),
  torch: (): Need => ({
    what: "Python with PyTorch",
    skipped: "that an exported policy is the same in PyTorch",
    met: PYTHON !== undefined,
  }),
  gymnasium: (): Need => ({
    what: "Python with Gymnasium (npm run gymnasium)",
    skipped: "environments of Gymnasium",
    met: existsSync(resolve("results/gymnasium/installed.txt")),
  }),
  postgres: (): Need => ({
    what: "PostgreSQL, and the packages pg and pg-boss",
    skipped: "runs by a queue",
    met:
      POSTGRES !== undefined && ["pg", "pg-boss"].every((name) => existsSync(resolve("node_modules", name))),
  }),
  slurm: (): Need => ({
    what: "Slurm (slurmctld, slurmd, sbatch, munged)",
    skipped: "an array of shards on it",
    met: ["slurmctld", "slurmd", "sbatch", "munged"].every(onPath),
  }),
  mounts: (): Need => ({
    what: "the right to mount (unshare -m)",
    skipped: "a database that is mounted elsewhere while it is written",
    met: onPath("unshare") && mayMount(),
  }),
} satisfies Record<string, () => Need>;

/**
 * What is said before the first test of what is skipped; nothing where all needs are met.
 * @throws Error in continuous integration, where nothing may be skipped
 */
export const needsNotice = (all: readonly Need[], ci: string | undefined): string => {
  const lines = all
    .filter(({ met }) => !met)
    .map(({ what, skipped }) => `MISSING: ${what}; skipped: ${skipped}`);
  if (lines.length === 0) return "";
  if (ci !== undefined && ci !== "" && ci !== "false" && ci !== "0")
    throw new Error(`tests would be skipped, and may not be where CI is set:\n${lines.join("\n")}`);
  const rule = "!".repeat(Math.max(...lines.map(({ length }) => length)));
  return `\n${[rule, ...lines, rule].join("\n")}\n\n`;
};

export default (): void => {
  const all = Object.values(needs).map((need) => need());
  process.stderr.write(needsNotice(all, process.env.CI));
};
