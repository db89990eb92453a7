import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import pixelmatch from "pixelmatch";
import type { Browser, Page } from "playwright-core";
import { PNG } from "pngjs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reportPage } from "../../src/report/page.ts";
import { readSnapshot } from "../../src/store/snapshot.ts";
import { needs } from "../suite/needs.ts";
import { launchChromium, patientContext } from "./chromium.ts";
import { database, scratch, study } from "./database.ts";

// Marks, lines and colors as they were when somebody looked at them. Machines have other fonts, so letters are not drawn,
// and the width of a drawing is fixed; what is left differs by the smoothing of edges. PICTURES=write makes them anew.

const folder = scratch();
const stored = (name: string) => fileURLToPath(new URL(`./pictures/${name}.png`, import.meta.url));
const MOST = 0.0005; // share of the pixels that may differ: 66 of them, where four lost symbols are a hundred
const [WIDTH, HEIGHT] = [440, 300];

/** Share of the pixels that differ by more than the smoothing of edges. */
const difference = (one: Buffer, other: Buffer): number => {
  const [a, b] = [PNG.sync.read(one), PNG.sync.read(other)];
  if (a.width !== b.width || a.height !== b.height) return 1;
  return pixelmatch(a.data, b.data, undefined, a.width, a.height, { threshold: 0.15 }) / (a.width * a.height);
};

describe.skipIf(!needs.chromium().met)("pictures", () => {
  let browser: Browser;
  let url: string;

  beforeAll(async () => {
    const environment = { kind: "frozen-lake", map: ["SFG"], slippery: true };
    const path = database(folder, "pictures.db", [study({ environment })]);
    const file = join(folder, "report.html");
    writeFileSync(
      file,
      readSnapshot(path, (query) => reportPage(query, "pictures.db")),
    );
    url = pathToFileURL(file).href;
    browser = await launchChromium();
  });
  afterAll(async () => browser?.close());

  const open = async (colorScheme: "light" | "dark"): Promise<Page> => {
    const context = await patientContext(browser, { viewport: { width: 1400, height: 900 }, colorScheme });
    const page = await context.newPage();
    await page.goto(url);
    await page.evaluate(`for (const text of document.querySelectorAll("svg text")) text.remove()`);
    return page;
  };

  /** The last drawing of a figure, alone on the page, without letters. */
  const picture = async (page: Page, figure: string): Promise<Buffer> => {
    await page.evaluate(`{
      document.getElementById("alone")?.remove();
      const svg = [...document.querySelectorAll("#x0-${figure} figure .panel svg")].at(-1).cloneNode(true);
      svg.removeAttribute("aria-labelledby");
      const box = Object.assign(document.createElement("div"), { id: "alone", className: "panel" });
      box.style = "position:fixed;inset:0 auto auto 0;z-index:99;max-width:none;background:var(--page);width:${WIDTH}px;height:${HEIGHT}px;overflow:hidden";
      box.append(svg);
      document.body.append(box);
    }`);
    return page.screenshot({ clip: { x: 0, y: 0, width: WIDTH, height: HEIGHT } });
  };

  test.each([
    ["batch-needed", "light"],
    ["bias", "light"],
    ["alignment", "light"],
    ["alignment", "dark"],
    ["learning", "dark"],
  ] as const)("%s, %s: as it was when somebody looked at it", async (figure, scheme) => {
    const page = await open(scheme);
    const shot = await picture(page, figure);
    const path = stored(`${figure}-${scheme}`);
    if (process.env.PICTURES === "write") writeFileSync(path, shot);
    expect(existsSync(path)).toBe(true);
    expect(difference(readFileSync(path), shot)).toBeLessThan(MOST);
    await page.context().close();
  });

  test.each([
    [
      "a line is missing",
      `document.querySelectorAll("#x0-alignment .series[aria-label=line]").forEach((each) => each.remove())`,
    ],
    [
      "marks are lost",
      `document.querySelectorAll("#x0-alignment .series[aria-label=dot]").forEach((each) => each.remove())`,
    ],
    ["colors are those of the other appearance", `document.documentElement.style = "--page:#ffffff"`],
  ])("it is seen where %s", async (_, spoil) => {
    const page = await open("dark");
    await page.evaluate(spoil);
    expect(
      difference(readFileSync(stored("alignment-dark")), await picture(page, "alignment")),
    ).toBeGreaterThan(MOST);
    await page.context().close();
  });
});
