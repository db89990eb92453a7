import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reportPage } from "../../src/report/page.ts";
import { readSnapshot } from "../../src/store/snapshot.ts";
import { needs } from "../suite/needs.ts";
import { launchChromium, patientContext } from "./chromium.ts";
import { database, scratch, study } from "./database.ts";

const folder = scratch();

describe.skipIf(!needs.chromium().met)("the report in a browser", () => {
  let browser: Browser;
  let url: string;
  const trouble: string[] = [];

  beforeAll(async () => {
    const long = "a name as long as a name may be, that does not fit beside any plot on any phone";
    const path = database(folder, "browser.db", [
      study({ environment: { kind: "frozen-lake", map: ["SFG"], slippery: true } }),
      study({
        name: long.replaceAll(",", ""),
        seeds: [0],
        probe: {
          batchSizes: [1, 4],
          replicates: 20,
          estimators: [{ name: long.replaceAll(",", ""), kind: "reinforce", return: "total" }],
        },
      }),
    ]);
    const file = join(folder, "report.html");
    writeFileSync(
      file,
      readSnapshot(path, (query) => reportPage(query, "browser.db")),
    );
    url = pathToFileURL(file).href;
    browser = await launchChromium();
  });

  afterAll(async () => browser?.close());

  const open = async (width: number, colorScheme: "light" | "dark" = "light"): Promise<Page> => {
    const context = await patientContext(browser, { viewport: { width, height: 900 }, colorScheme });
    const page = await context.newPage();
    page.on("console", (message) => trouble.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => trouble.push(error.message));
    page.on("request", (request) => {
      if (request.url() !== url && !request.url().startsWith("data:")) trouble.push(request.url());
    });
    await page.goto(url);
    return page;
  };

  test.each([
    [400, "light"],
    [400, "dark"],
    [820, "light"],
    [1400, "dark"],
  ] as const)("%i pixels, %s: no error, no request, nothing wider than the page", async (width, scheme) => {
    const page = await open(width, scheme);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    // no drawing reaches out of its panel by more than a letter, and no letter of it is too small to read
    const wide = await page.evaluate(`[...document.querySelectorAll(".panel svg")].filter((svg) => {
      const [own, parent] = [svg.getBoundingClientRect(), svg.closest("figure").getBoundingClientRect()];
      return own.width < 150 || own.right > parent.right + 1;
    }).length`);
    expect(wide).toBe(0);
    const letters = await page.evaluate(`Math.min(...[...document.querySelectorAll(".panel svg")].map((svg) =>
      12 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width))`);
    expect(letters).toBeGreaterThan(9);
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test("colors follow the appearance", async () => {
    const of = async (scheme: "light" | "dark") => {
      const page = await open(1400, scheme);
      const colors = await page.evaluate(`[
        getComputedStyle(document.body).backgroundColor,
        getComputedStyle(document.querySelector(".series.e1[aria-label=line]")).stroke,
        getComputedStyle(document.querySelector(".panel text")).fill,
      ]`);
      await page.context().close();
      return colors as string[];
    };
    const [light, dark] = [await of("light"), await of("dark")];
    expect(light).toEqual(["rgb(255, 255, 255)", "rgb(1, 50, 217)", "rgb(27, 31, 36)"]);
    expect(dark).toEqual(["rgb(20, 23, 28)", "rgb(144, 179, 251)", "rgb(230, 233, 238)"]);
  });

  test("the keyboard reaches the SQL and copies it", async () => {
    const page = await open(1400);
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.className")).toBe("skip");
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const section = page.locator("#x0-alignment");
    await section.locator("summary").focus();
    await page.keyboard.press("Enter");
    await section.locator("button.copy").focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(`document.getElementById("status").textContent !== ""`);
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(
      await section.locator("pre").textContent(),
    );
    expect(await section.locator("button.copy").textContent()).toBe("Copied");
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test("a name in a legend brings its series out in every figure of its study", async () => {
    const page = await open(1400);
    const opacity = (selector: string) =>
      page.evaluate(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).opacity`);
    await page.locator("#x0-variance button[data-series=e1]").click();
    expect(await opacity("#x0-alignment .series.e1")).toBe("1");
    expect(await opacity("#x0-alignment .series.e0")).toBe("0.1");
    expect(await opacity("#x0-learning .series.a0")).toBe("1");
    expect(await opacity("#x1-alignment .series.e0")).toBe("1");
    expect(await page.locator("#x0-pairwise button[data-series=e1]").getAttribute("aria-pressed")).toBe(
      "true",
    );
    await page.locator("#x0-pairwise button[data-series=e1]").click();
    expect(await opacity("#x0-alignment .series.e0")).toBe("1");
    await page.context().close();
  });

  test("on paper it is light, and nothing is cut off", async () => {
    const page = await open(718, "dark"); // A4 less its margins
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
    expect(await page.evaluate(`getComputedStyle(document.querySelector("nav")).display`)).toBe("none");
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(718);
    await page.context().close();
  });
});
