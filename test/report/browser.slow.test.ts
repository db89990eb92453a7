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
    await page.evaluate(`for (const fold of document.querySelectorAll(".others")) fold.open = true`);
    // no drawing reaches out of its panel by more than a letter, and no letter of it is too small to read
    const wide = await page.evaluate(`[...document.querySelectorAll(".panel svg")].filter((svg) => {
      const [own, parent] = [svg.getBoundingClientRect(), svg.closest("figure, .others").getBoundingClientRect()];
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
        getComputedStyle(document.querySelector(".series.e1:not(.e0)[aria-label=line]")).stroke,
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
    await section.locator("summary", { hasText: "SQL" }).focus();
    await page.keyboard.press("Enter");
    await section.locator("button.copy").focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator("#status").textContent()).not.toBe(""); // its policy forbids polling inside
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(
      await section.locator("pre").textContent(),
    );
    expect(await section.locator("button.copy").textContent()).toBe("Copied");
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test("a name in the legend isolates its series in every figure of its study, and so does a mark", async () => {
    const page = await open(1400);
    const opacity = (selector: string) =>
      page.evaluate(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).opacity`);
    const name = page.locator("[aria-label=small] .names button[data-series=e1]");
    await name.click();
    expect(await opacity("#x0-alignment .series.e1:not(.e0, .asked)")).toBe("1");
    expect(await opacity("#x0-alignment .series.e0:not(.e1, .asked)")).toBe("0.1");
    expect(await opacity("#x0-learning .series.a0:not(.asked)")).toBe("1");
    expect(await opacity("#x1-alignment .series.e0:not(.asked)")).toBe("1");
    expect(await name.getAttribute("aria-pressed")).toBe("true");
    await name.press("Escape");
    expect(await opacity("#x0-alignment .series.e0:not(.e1, .asked)")).toBe("1");
    await page.locator("#x0-variance .series.e0:not(.e1)[aria-label=dot] > *").first().click();
    expect(await opacity("#x0-alignment .series.e1:not(.e0, .asked)")).toBe("0.1");
    await page.locator("[aria-label=small] .show-all").click();
    expect(await opacity("#x0-alignment .series.e1:not(.e0, .asked)")).toBe("1");
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test("a mark tells its value to the pointer, and to the keyboard", async () => {
    const page = await open(1400);
    const tip = page.locator(".tip");
    const mark = page.locator("#x0-alignment .series.e1:not(.e0)[aria-label=dot] > *").last();
    await mark.scrollIntoViewIfNeeded();
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"); // scrolling hides it
    await mark.hover();
    expect(await tip.isVisible()).toBe(true);
    expect(await tip.textContent()).toMatch(
      /^total, batch size 4\nalignment \(mean cosine\) −?0\.\d+ ± 0\.\d+/,
    );
    await page.mouse.move(2, 2);
    expect(await tip.isVisible()).toBe(false);
    await page.locator("#x0-alignment svg[tabindex]").first().focus();
    await page.keyboard.press("ArrowRight");
    expect(await tip.isVisible()).toBe(true);
    const first = await tip.textContent();
    expect(await page.locator("#status").textContent()).toBe(first);
    await page.keyboard.press("ArrowRight");
    expect(await tip.textContent()).not.toBe(first);
    await page.keyboard.press("Escape");
    expect(await tip.isVisible()).toBe(false);
    await page.context().close();
  });

  test("what is predicted is seen where it is asked for", async () => {
    const page = await open(1400);
    const opacity = () =>
      page.evaluate(`getComputedStyle(document.querySelector("#x0-alignment .asked.e1")).opacity`);
    expect(await opacity()).toBe("0");
    const button = page.locator("#x0-alignment button[data-shows]");
    await button.click();
    expect([await opacity(), await button.getAttribute("aria-pressed")]).toEqual(["1", "true"]);
    await button.click();
    expect(await opacity()).toBe("0");
    await page.context().close();
  });

  test("a panel is enlarged and goes back to its place; the cosines of a cell are drawn", async () => {
    const page = await open(1400);
    const panel = page.locator("#x0-alignment .panel").first();
    const before = (await panel.locator("svg").boundingBox())!.width;
    await panel.locator(".enlarge").click();
    const dialog = page.locator("dialog[open]");
    expect((await dialog.locator("svg").boundingBox())!.width).toBeGreaterThan(1.5 * before);
    await page.keyboard.press("Escape");
    expect(await dialog.count()).toBe(0);
    expect(await page.evaluate("document.activeElement.className")).toBe("enlarge");
    expect((await panel.locator("svg").boundingBox())!.width).toBe(before);
    const cell = page
      .locator("#x0-cells details[open] tr", { hasText: "total" })
      .locator("button[data-cosines]")
      .first();
    const bins = (await cell.getAttribute("data-cosines"))!
      .split(" ")
      .map((bin) => Number(bin.split(":")[1]));
    await cell.click();
    expect(await dialog.locator("rect").count()).toBe(bins.length);
    expect(await dialog.locator("rect").first().getAttribute("data-tip")).toContain(
      `${bins[0]} of ${bins.reduce((sum, n) => sum + n, 0)} estimates`,
    );
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  /** By a figure's last drawing: where its ticks and the marks of a series stand, and the values that these have. */
  const placesIn = (page: Page, selector: string, series: string) =>
    page.evaluate(`(() => {
      const svg = document.querySelector(${JSON.stringify(selector)});
      const at = (element) => /translate\\(([-\\d.e]+),([-\\d.e]+)\\)/.exec(element.getAttribute("transform")).slice(1).map(Number);
      const ticks = [...svg.querySelectorAll('[aria-label="y-axis tick label"] > text')].map((text) =>
        [at(text)[1], Number(text.textContent.replace("−", "-"))]);
      const [[p, v], [q, w]] = [ticks[0], ticks.at(-1)];
      return {
        ticks,
        values: [...svg.querySelectorAll('[aria-label=dot].${series} > *')].map((mark) => {
          const y = mark.matches("circle") ? Number(mark.getAttribute("cy")) : at(mark)[1];
          return v + ((y - p) / (q - p)) * (w - v);
        }),
      };
    })()`) as Promise<{ ticks: [place: number, value: number][]; values: number[] }>;

  test("a drag zooms into a drawing, where ticks and marks keep their values; two clicks go back", async () => {
    const page = await open(1400);
    const figure = page.locator("#x0-alignment figure");
    const whole = figure.locator(".panel svg").last();
    await whole.evaluate((svg) => svg.setAttribute("data-chosen", ""));
    const chosen = "[data-chosen]:not(.zoomed)";
    const before = await placesIn(page, chosen, "e1");
    await whole.scrollIntoViewIfNeeded();
    const box = (await whole.boundingBox())!;
    const unit = box.width / 440;
    const [, lowest] = await page
      .evaluate(`JSON.parse(document.querySelector("[data-chosen]").dataset.zoom).y.range`)
      .then((range) => [...(range as number[])].sort((a, b) => a - b));
    const top = Math.min(...before.ticks.map(([place]) => place));
    await page.mouse.move(box.x + 60 * unit, box.y + (top - 4) * unit);
    await page.mouse.down();
    await page.mouse.move(box.x + 300 * unit, box.y + ((top + lowest) / 2) * unit, { steps: 4 });
    await page.mouse.up();
    const copy = figure.locator("svg.zoomed");
    await expect.poll(() => copy.count()).toBe(1);
    expect(await page.locator(chosen).isVisible()).toBe(false);
    expect(await page.locator("#status").textContent()).toMatch(/^Zoomed: x .+ to .+, y .+ to /);
    expect(await page.locator("[data-series][aria-pressed=true]").count()).toBe(0); // a drag is no click
    const after = await placesIn(page, "#x0-alignment svg.zoomed", "e1");
    expect(after.ticks.length).toBeGreaterThan(1);
    expect(after.values.length).toBeLessThanOrEqual(before.values.length);
    for (const value of after.values)
      expect(Math.min(...before.values.map((each) => Math.abs(each - value)))).toBeLessThan(1e-6);
    const [most, least] = [
      Math.max(...after.ticks.map(([, v]) => v)),
      Math.min(...after.ticks.map(([, v]) => v)),
    ];
    const spread = (ticks: [number, number][]) =>
      Math.abs((ticks[0][0] - ticks.at(-1)![0]) / (ticks[0][1] - ticks.at(-1)![1]));
    expect(most - least).toBeLessThan(1);
    expect(spread(after.ticks) / spread(before.ticks)).toBeGreaterThan(1.5); // pixels per unit
    await copy.dblclick({ position: { x: 80, y: 80 } });
    expect(await copy.count()).toBe(0);
    expect(await page.locator(chosen).isVisible()).toBe(true);
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test("the keyboard zooms in on the mark that is told of, and back", async () => {
    const page = await open(1400);
    const figure = page.locator("#x0-alignment");
    await figure.locator("figure svg[data-zoom]").first().focus();
    await page.keyboard.press("ArrowRight");
    const told = await page.locator(".tip").textContent();
    const above = async () => {
      const [tip, mark] = [
        await page.locator(".tip").boundingBox(),
        await page.locator(".told").boundingBox(),
      ];
      return mark!.y - tip!.y;
    };
    const before = await above();
    await page.evaluate(
      `new Promise((done) => { addEventListener("scroll", () => requestAnimationFrame(done), { once: true }); scrollBy(0, 7); })`,
    );
    expect(await page.locator(".tip").textContent()).toBe(told);
    expect(await above()).toBeCloseTo(before, 6); // the tip goes with its mark
    await page.keyboard.press("+");
    expect(await figure.locator("svg.zoomed").count()).toBe(1);
    expect(await page.evaluate(`document.activeElement.matches("svg.zoomed")`)).toBe(true);
    const titles = `[...document.querySelectorAll("#x0-alignment svg.zoomed [data-tip], #x0-alignment svg.zoomed g title")].map((each) => each.dataset.tip ?? each.textContent)`;
    expect(await page.evaluate(titles)).toContain(told);
    await page.keyboard.press("+");
    await page.keyboard.press("-");
    await page.keyboard.press("-");
    await page.keyboard.press("-");
    expect(await figure.locator("svg.zoomed").count()).toBe(0);
    await page.keyboard.press("+");
    await figure.getByRole("button", { name: "Zoom out" }).click();
    expect(await figure.locator("svg.zoomed").count()).toBe(0);
    await figure.locator("figure svg[data-zoom]").first().focus();
    await page.keyboard.press("+");
    await page.keyboard.press("Escape");
    expect(await figure.locator("svg.zoomed").count()).toBe(0);
    expect(await page.evaluate(`document.activeElement.matches("svg[data-zoom]:not(.whole)")`)).toBe(true);
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test("a head sorts its table, and turns the order around", async () => {
    const page = await open(1400);
    const table = page.locator("#x0-cells details[open] table").first();
    const head = table.locator("th button.sort", { hasText: "variance" }).first();
    const values = async () =>
      (await page.evaluate(`[...document.querySelector("#x0-cells details[open] table").tBodies[0].rows].map((row) =>
        Number([...row.cells].at(-4).dataset.value))`)) as number[];
    expect(await table.locator("thead th").nth(-4).textContent()).toBe("variance");
    const unsorted = await values();
    const ascending = [...unsorted].sort((a, b) => a - b);
    expect(unsorted).not.toEqual(ascending);
    await head.click();
    expect(await values()).toEqual(ascending);
    expect(await table.locator("[aria-sort=ascending]").count()).toBe(1);
    await head.press("Enter");
    expect(await values()).toEqual([...ascending].reverse());
    expect(await page.locator("#status").textContent()).toBe("Sorted by variance, descending");
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
