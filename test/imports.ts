import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";

/** Source files by their path from the root of the repository. */
export type Sources = ReadonlyMap<string, string>;

const root = dirname(dirname(fileURLToPath(import.meta.url)));

export const readSources = (...folders: string[]): Sources =>
  new Map(
    folders
      .filter((folder) => existsSync(join(root, folder)))
      .flatMap((folder) =>
        readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
          .filter((name) => name.endsWith(".ts"))
          .map((name) => posix.join(folder, name.replaceAll("\\", "/"))),
      )
      .map((path) => [path, readFileSync(join(root, path), "utf8")]),
  );

/** Facts of the process may be read anywhere; its arguments, streams, signals and exit belong to the command line. */
const FACTS = /^import \{ (?:(?:features|pid|version)(?: as \w+)?(?:, )?)+ \} from "node:process";$/gm;

export const withoutComments = (source: string) =>
  source
    .replace(FACTS, "")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/(^|\s)\/\/.*$/gm, "$1");

const importForms = [
  /^\s*(?:import|export)\s+[\w*{}\s,$]+?\s+from\s*["']([^"']+)["']/gm, // values and types alike
  /^\s*import\s*["']([^"']+)["']/gm,
  /\bimport\(\s*["']([^"']+)["']/g,
];

/** What a file imports: packages by name, files of the repository by their path from its root. */
export const importsOf = (path: string, source: string): string[] => {
  const code = withoutComments(source);
  return importForms
    .flatMap((form) => [...code.matchAll(form)].map(([, target]) => target))
    .map((target) => (target.startsWith(".") ? posix.join(posix.dirname(path), target) : target));
};

interface Rule {
  readonly what: string;
  /** Files that the rule does not speak of. */
  readonly except: RegExp;
  readonly forbidden: (imported: string) => boolean;
}

const isPackage = (imported: string) => !/^(src|envs|test|studies)\//.test(imported);
const only = (name: RegExp, what: string, except: RegExp): Rule => ({
  what: `${what} here`,
  except,
  forbidden: (imported) => name.test(imported),
});

/** Files that only compute. */
const PURE =
  /^(?!src\/(estimators|baselines|critics|policies|truth|moments|transforms|optimizers|updates|normalizers|memory|statistics|diagnostics)\/)/;

const importRules: readonly Rule[] = [
  {
    what: "environments import only their contract, src/random, src/registry, src/errors, zod, their engine and each other:",
    except: /^(?!envs\/)/,
    forbidden: (imported) =>
      !/^(envs\/.+\.ts|src\/(random|registry)\.ts|src\/errors\/.+|zod|@mujoco\/mujoco)$/.test(imported),
  },
  {
    what: "estimators, baselines, critics, policies, truth, moments, transforms, optimizers, updates, normalizers, memory, statistics and diagnostics do no I/O:",
    except: PURE,
    forbidden: (imported) => isPackage(imported) && imported !== "zod",
  },
  only(
    /^rxjs(\/|$)/,
    "rxjs is for rollouts, probes, runs and sweeps, not",
    /^src\/(problem\/rollout\.ts$|probe\/|run\/|sweep\/)/,
  ),
  only(/^@mujoco\//, "the engine is for its environments, not", /^envs\/mujoco\//),
  only(/^better-sqlite3$/, "better-sqlite3 is for the store, not", /^src\/store\//),
  only(/^yargs(\/|$)/, "yargs is for the command line, not", /^src\/cli\//),
  only(/^(node:)?process$/, "process is for the command line, not", /^src\/cli\//),
];

/** Uses of a global of Node.js; `features` and the like are left out, as a Markov process has them too. */
const PROCESS =
  /\bprocess\s*\.\s*(argv|env|exit|exitCode|stdin|stdout|stderr|cwd|chdir|pid|on|once|off|kill|platform|arch|version|versions|hrtime|uptime|memoryUsage|nextTick|emitWarning)\b/;
const CLOCK = /\b(Date\.now|new Date|performance\.now|setTimeout|setInterval|Math\.random)\b/;
const VAGUE = /(^|\/)(utils?|common|helpers?|core)\//;

/** All circles of imports, each named by the file where it was first closed. */
const circles = (imports: ReadonlyMap<string, readonly string[]>): string[] => {
  const found: string[] = [];
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (path: string) => {
    if (trail.includes(path))
      found.push(`circle: ${[...trail.slice(trail.indexOf(path)), path].join(" → ")}`);
    if (trail.includes(path) || done.has(path)) return;
    trail.push(path);
    for (const imported of imports.get(path) ?? []) visit(imported);
    trail.pop();
    done.add(path);
  };
  for (const path of imports.keys()) visit(path);
  return found;
};

/** Everything in which the sources break the rules of the architecture. */
export const violations = (sources: Sources): string[] => {
  const imports = new Map([...sources].map(([path, source]) => [path, importsOf(path, source)]));
  const found = circles(imports);
  for (const [path, source] of sources) {
    const code = withoutComments(source);
    const complain = (what: string) => found.push(`${path}: ${what}`);
    if (VAGUE.test(path)) complain("a folder is named for what it does, not utils, common, helpers or core");
    if (PROCESS.test(code) && !path.startsWith("src/cli/"))
      complain("process is for the command line, not here");
    if (!PURE.test(path) && CLOCK.test(code)) complain("no clock and no randomness of its own here");
    for (const imported of imports.get(path)!) {
      if (!isPackage(imported) && !sources.has(imported)) complain(`there is no ${imported}`);
      for (const { what, except, forbidden } of importRules)
        if (!except.test(path) && forbidden(imported)) complain(`${what} ${imported}`);
    }
  }
  return found;
};
