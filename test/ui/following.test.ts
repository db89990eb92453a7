import { spawn } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { openReader } from "../../src/store/open.ts";
import { CHROMIUM } from "../report/chromium.ts";
import { scratch } from "../report/database.ts";
import { servingHere } from "./serving.ts";

const folder = scratch();

/** What a writer did in its time. */
interface Work {
  /** Parcels per second. */
  readonly rate: number;
  /** Of one transaction, in milliseconds. */
  readonly longest: number;
}

/** Has another process write, for so long or until it is told to end; see its file. */
const write = (path: string, seconds: number): { work: Promise<Work>; end(): void } => {
  const program = fileURLToPath(new URL("./busy-writer.mjs", import.meta.url));
  const child = spawn(process.execPath, [program, path, String(seconds)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.on("data", (part) => (text += part));
  const work = new Promise<Work>((resolve, reject) =>
    child.on("close", (code) =>
      code === 0 ? resolve(JSON.parse(text)) : reject(new Error(`the writer ended with ${code}`)),
    ),
  );
  return { work, end: () => child.stdin.end() };
};

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

test.skipIf(CHROMIUM === undefined)(
  "the page follows a writer of another process and does not hold it up (skipped where there is no Chromium)",
  async () => {
    const alone = await write(join(folder, "alone.db"), 4).work;

    const path = join(folder, "followed.db");
    const browser = await chromium.launch({ executablePath: CHROMIUM as string, args: ["--no-sandbox"] });
    onTestFinished(async () => browser.close());
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const { work, end } = write(path, 60);
    await expect.poll(() => sizeOf(`${path}-wal`)).toBeGreaterThan(1e6);
    await page.goto((await servingHere(path, "--port", "0")).url);
    const seen = new Set<string>(); // seeds and iterations of the run underway
    let log = 0; // largest size, in bytes
    const watch = setInterval(async () => {
      log = Math.max(log, sizeOf(`${path}-wal`));
      const row = page.locator("#run-rows tr").first().locator("td");
      const [seed, , , iterations] = await row.allTextContents().catch(() => []);
      if (iterations !== undefined) seen.add(`${seed}: ${iterations}`);
    }, 200);
    await expect.poll(() => seen.size, { timeout: 50_000 }).toBeGreaterThan(3);
    end();
    const followed = await work;
    clearInterval(watch);

    expect(followed.longest).toBeLessThan(2000); // a writer that is blocked gives up after 5 s
    expect(followed.rate).toBeGreaterThan(alone.rate / 4); // two processors may be shared with a browser and more
    expect(log).toBeLessThan(32e6); // the log moved into the file again and again
    const db = openReader(path);
    const done = db.prepare("SELECT count(*) FROM run WHERE status = 'done'").pluck().get();
    db.close();
    await expect
      .poll(() => page.locator("#runs-summary").textContent(), { timeout: 20_000 })
      .toContain(`${done} of 100 runs done`);
  },
  120_000,
);
