import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { fulfils, type Target } from "./comparison.ts";
import type { Finding } from "./finding.ts";
import { spreadOf } from "./spread.ts";

const MAIN = fileURLToPath(new URL("../../bundle/main.js", import.meta.url));
const WRITER = "test/ui/busy-writer.mjs";
const THINKING = 20; // milliseconds of computing per parcel
const SECONDS = 4;
const PAUSE = { least: 1000, share: 2 }; // of the page between two questions: milliseconds, times the drawing

interface Written {
  /** Parcels per second. */
  readonly rate: number;
  /** Of one transaction, in milliseconds. */
  readonly longest: number;
  /** Largest size of the log, in MB. */
  readonly log: number;
}

/** What a page that follows costs the process that writes: it is alone, and then it is followed. */
export const following = async (rounds: number): Promise<Finding[]> => {
  const [alone, followed]: Written[][] = [[], []];
  for (let round = 0; round < rounds; round++) {
    alone.push(await written(false));
    followed.push(await written(true));
  }
  const against = (what: string, unit: string, of: (each: Written) => number, target: Target): Finding => {
    const [ours, theirs] = [followed.map(of), alone.map(of)];
    const ratio = spreadOf(ours.map((each, r) => each / theirs[r]));
    return {
      ...{ section: "page", what, unit, ours: spreadOf(ours), direction: "ours/theirs", target },
      against: { name: "without the page", theirs: spreadOf(theirs), ratio },
      holds: fulfils(ratio.median, target),
    };
  };
  const most = (what: string, unit: string, of: (each: Written) => number, atMost: number): Finding => {
    const ours = spreadOf(followed.map(of));
    const target = { atMost };
    return {
      ...{ section: "page", what, unit, ours, against: null, direction: "ours/theirs", target },
      holds: fulfils(ours.median, target),
    };
  };
  return [
    against("a parcel of a writer that a page follows", "ms", ({ rate }) => 1000 / rate, { atMost: 4 }),
    most("its longest write", "ms", ({ longest }) => longest, 2000),
    most("its log", "MB", ({ log }) => log, 32),
  ];
};

const written = async (followed: boolean): Promise<Written> => {
  const folder = mkdtempSync(join(tmpdir(), "trueslope-bench-"));
  const path = join(folder, "followed.db");
  const writer = spawn(process.execPath, [WRITER, path, String(THINKING)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const text = firstLine(writer);
  const closed = once(writer, "exit"); // the line comes before the file is closed
  const size = (suffix: string) => statSync(path + suffix, { throwIfNoEntry: false })?.size ?? 0;
  while (size("-wal") < 1e6) await setTimeout(20);
  const page = followed ? spawn(process.execPath, [MAIN, "ui", path, "--port", "0"]) : undefined;
  const end = new AbortController();
  const asked = page && firstLine(page).then((url) => follow(url, end.signal));
  let log = 0;
  for (const until = performance.now() + 1000 * SECONDS; performance.now() < until; await setTimeout(50))
    log = Math.max(log, size("-wal"));
  writer.stdin.end();
  const { rate, longest } = JSON.parse(await text);
  end.abort();
  await asked;
  const shown = page && once(page, "exit");
  page?.kill("SIGINT");
  await Promise.all([closed, shown]);
  rmSync(folder, { recursive: true, force: true });
  return { rate, longest, log: log / 1e6 };
};

/** Asks as the page in a browser does. */
const follow = async (url: string, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    const response = await fetch(new URL("/api/view", url));
    const { milliseconds } = (await response.json()) as { milliseconds: number };
    await setTimeout(Math.max(PAUSE.least, PAUSE.share * milliseconds), undefined, { signal }).catch(
      () => {},
    );
  }
};

const firstLine = ({ stdout }: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    let text = "";
    stdout?.on("data", (part) => {
      text += part;
      if (text.includes("\n")) resolve(text.trim());
    });
  });
