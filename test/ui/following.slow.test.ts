import { spawn } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { openReader } from "../../src/store/open.ts";
import { launchChromium, patientContext } from "../report/chromium.ts";
import { scratch } from "../report/database.ts";
import { needs } from "../suite/needs.ts";
import { servingHere } from "./serving.ts";

const folder = scratch();

/** So much of a sweep that it is underway as long as a test may wait: 4000 parcels. */
const THINKING = 100; // milliseconds

/** Has another process write until it is told to end; see its file. */
const write = (path: string): { ended: Promise<number | null>; end(): void } => {
  const program = fileURLToPath(new URL("./busy-writer.mjs", import.meta.url));
  const child = spawn(process.execPath, [program, path, String(THINKING)], {
    stdio: ["pipe", "ignore", "inherit"],
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  return { ended, end: () => child.stdin.end() };
};

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

// how little it holds the writer up is about time, and so for the benchmark
test.skipIf(!needs.chromium().met)("the page follows a writer of another process, to its end", async () => {
  const path = join(folder, "followed.db");
  const browser = await launchChromium();
  onTestFinished(async () => browser.close());
  const page = await (await patientContext(browser, { viewport: { width: 1400, height: 900 } })).newPage();
  const { ended, end } = write(path);
  onTestFinished(end);
  await expect.poll(() => sizeOf(`${path}-wal`)).toBeGreaterThan(1e6);
  await page.goto((await servingHere(path, "--port", "0")).url);
  const row = page.locator("#run-rows tr").first().locator("td");
  const seen = new Set<string>(); // seeds and iterations of the run underway
  await expect
    .poll(async () => {
      const [seed, , , iterations] = await row.allTextContents();
      if (iterations !== undefined) seen.add(`${seed}: ${iterations}`);
      return seen.size;
    })
    .toBeGreaterThan(3);
  end();
  expect(await ended).toBe(0); // a writer that is blocked gives up, and fails
  const db = openReader(path);
  const done = db.prepare("SELECT count(*) FROM run WHERE status = 'done'").pluck().get();
  db.close();
  await expect.poll(() => page.locator("#runs-summary").textContent()).toContain(`${done} of 100 runs done`);
});
