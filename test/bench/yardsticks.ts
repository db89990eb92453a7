import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** How a program is run: one of ours or a peer by Node.js, a C program once it is compiled, a script of a Python. */
export type Runner = "ours" | "peer" | "c" | "python" | "gymnasium";

/** The Python that `npm run gymnasium` makes. */
export const GYMNASIUM_PYTHON = "results/gymnasium/bin/python";

const C_COMPILER = process.env.CC ?? "gcc";
const C_OPTIONS = ["-O3", "-march=native"];
/** Debian's packages belong to Debian's own Python, which need not be the first on the path. */
const PYTHONS = process.env.BENCH_PYTHON ? [process.env.BENCH_PYTHON] : ["python3", "/usr/bin/python3"];

/** Sources, in the repository; and programs, where they were compiled to. */
const sources = fileURLToPath(new URL("../../../test/bench/yardsticks/", import.meta.url));
const compiled = (folder: string, name: string) =>
  fileURLToPath(new URL(`./${folder}/${name}.js`, import.meta.url));

let folder: string | undefined;
const programs = new Map<string, string>();
let python: string | undefined;

/** The words of the command that runs a program. @throws Error saying what is missing */
export const commandOf = (runner: Runner, program: string): string[] => {
  if (runner === "ours") return [process.execPath, compiled("ours", program)];
  if (runner === "peer") return [process.execPath, compiled("yardsticks", program)];
  if (runner === "c") return [compile(program)];
  if (runner === "gymnasium") return [GYMNASIUM_PYTHON, join(sources, `${program}.py`)];
  python ??= importing("numpy, torch") ?? importing("numpy") ?? PYTHONS[0];
  return [python, join(sources, `${program}.py`)];
};

const importing = (packages: string): string | undefined =>
  PYTHONS.find((each) => spawnSync(each, ["-c", `import ${packages}`]).status === 0);

const compile = (name: string): string => {
  const known = programs.get(name);
  if (known) return known;
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), "trueslope-yardsticks-"));
    process.on("exit", () => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  const program = join(folder, name);
  const words = [...C_OPTIONS, join(sources, `${name}.c`), "-o", program, "-lm"];
  const { error, status, stderr } = spawnSync(C_COMPILER, words, { encoding: "utf8" });
  if (error) throw new Error(`${C_COMPILER}: ${error.message}`);
  if (status !== 0) throw new Error(`${C_COMPILER}: ${stderr.split("\n")[0]}`);
  programs.set(name, program);
  return program;
};
