/**
 * Makes the pictures of the README anew: `npm run pictures [study.yaml]`. Needs Chromium.
 *
 * The study (by default that of the quickstart) is run into a database that is thrown away, and its report and its live page
 * are photographed at 1400 pixels, as a reader first sees them.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const study = process.argv[2] ?? "experiments/quickstart/study.yaml";
const [WIDTH, HEIGHT] = [1400, 1000];
const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  (path) => existsSync(path),
);
if (executablePath === undefined) throw new Error("pictures need Chromium or Chrome in /usr/bin");

const folder = mkdtempSync(join(tmpdir(), "trueslope-pictures-"));
const trueslope = "dist/bundle/main.js";
const database = join(folder, "study.db");
const report = join(folder, "report.html");

const run = (...words) => {
  const { status, stderr } = spawnSync(process.execPath, [trueslope, ...words], { encoding: "utf8" });
  if (status !== 0) throw new Error(`trueslope ${words[0]} failed: ${stderr}`);
};

/** The address of the live page, and what ends it. */
const serve = async () => {
  const child = spawn(process.execPath, [trueslope, "ui", database, "--port", "0"]);
  const address = await new Promise((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (part) => {
      text += part;
      const [found] = /http:\/\/[^\s]+/.exec(text) ?? [];
      if (found) resolve(found);
    });
    child.on("exit", () => reject(new Error(`the live page has ended: ${text}`)));
  });
  return { address, stop: () => child.kill("SIGINT") };
};

try {
  run("run", study, "--db", database, "--quiet");
  run("report", database, "-o", report);
  const page = await serve();
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const view = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT }, colorScheme: "light" });
    for (const [name, url, ready] of [
      ["report", pathToFileURL(report).href, ".panel svg"],
      ["ui", page.address, "#board .panel svg"],
    ]) {
      await view.goto(url);
      await view.locator(ready).first().waitFor();
      const path = `docs/images/${name}.png`;
      await view.screenshot({ path });
      process.stdout.write(`${path}\n`);
    }
  } finally {
    await browser.close();
    page.stop();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
