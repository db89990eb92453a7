/**
 * The command line from the sources, without a build and without type checking: `npm run dev -- [--watch] <command> …`.
 *
 * With `--watch` the command is started anew whenever a source, the study or a module that the study names changes.
 *
 * `run` without `--db` writes a database of its own, results/dev/<study>.db, made anew each time: numbers of a source that
 * is being changed are mixed neither with those of before nor with results that are kept.
 */
import { spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildOnce, rebuildOnChange } from "./bundle.mjs";
import { databaseOf, filesOf } from "./study.mjs";
import { watchFiles } from "./watch-files.mjs";

const words = process.argv.slice(2);
const watching = words[0] === "--watch";
const [command, ...rest] = watching ? words.slice(1) : words;
const study = rest.find((word) => /\.ya?ml$/.test(word) && existsSync(word));
const hasDatabase = rest.some((word) => /^--(db|dry-run)(=|$)/.test(word));
const database = command === "run" && study !== undefined && !hasDatabase ? databaseOf(study) : undefined;

/** The bundle of this process: two may run at a time, and `npm run build` empties dist. */
const folder = resolve(`node_modules/.cache/trueslope-dev/${process.pid}`);
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const say = (line) => process.stderr.write(`dev: ${line}\n`);

const start = () => {
  if (database !== undefined) for (const end of ["", "-wal", "-shm"]) rmSync(database + end, { force: true });
  const given = [command ?? "--help", ...rest, ...(database === undefined ? [] : ["--db", database])];
  const child = spawn(process.execPath, ["--enable-source-maps", join(folder, "main.js"), ...given], {
    stdio: "inherit",
  });
  return { child, ended: new Promise((end) => child.on("close", (code, signal) => end(code ?? signal))) };
};

/** The command as it runs now. */
let running;
const stop = async () => {
  const stopped = running;
  running = undefined;
  stopped?.child.kill("SIGTERM");
  await stopped?.ended;
};
for (const signal of ["SIGINT", "SIGTERM"])
  process.on(signal, async () => {
    await stop();
    process.exit(130);
  });

if (database !== undefined) say(`writes ${database}, made anew each time; --db names one that is kept`);

if (!watching) {
  await buildOnce(folder);
  running = start();
  const code = await running.ended;
  process.exit(typeof code === "number" ? code : 130);
}

/** Steps follow one another: each waits for the end of the one before. */
let last = Promise.resolve();
const inTurn = (step) => {
  last = last.then(step);
};

const restart = async () => {
  await stop();
  const started = start();
  running = started;
  started.ended.then((code) => running === started && say(`ended with ${code}; waiting for changes`));
  if (study !== undefined) watchFiles(filesOf(study), () => inTurn(restart));
};

rebuildOnChange(folder, {
  onStart: () => inTurn(stop),
  onEnd: () => inTurn(restart),
  onError: (message) => say(`${message}\ndev: waiting for changes`),
});
