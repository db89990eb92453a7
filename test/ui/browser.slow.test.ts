import Database from "better-sqlite3";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseCsv } from "../export/parse-csv.ts";
import { launchChromium, patientContext } from "../report/chromium.ts";
import { database, scratch, study } from "../report/database.ts";
import { needs } from "../suite/needs.ts";
import { type Serving, serving, servingHere } from "./serving.ts";

const folder = scratch();

describe.skipIf(!needs.chromium().met)("the page in a browser", () => {
  const path = database(folder, "browser.db", [study(), study({ name: "a second one", seeds: [0] })]);
  let server: Serving;
  let browser: Browser;
  const trouble: string[] = [];

  beforeAll(async () => {
    server = await serving(path, "--port", "0");
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const open = async (
    url = server.url,
    options: Parameters<Browser["newContext"]>[0] = { viewport: { width: 1400, height: 900 } },
  ): Promise<Page> => {
    const context = await patientContext(browser, options);
    const page = await context.newPage();
    page.on("console", (message) => trouble.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => trouble.push(error.message));
    page.on("request", (request) => {
      if (!request.url().startsWith(url.replace(/\?.*/, ""))) trouble.push(request.url());
    });
    await page.goto(url);
    await page.locator("#figure-alignment svg").first().waitFor();
    return page;
  };

  const titles = (page: Page, figure = "alignment") =>
    page.locator(`#figure-${figure} .panel-title`).allTextContents();

  test.each([
    [400, "light"],
    [400, "dark"],
    [820, "dark"],
    [1400, "light"],
  ] as const)(
    "%i pixels, %s: no error, no other server, nothing wider than the page",
    async (width, colorScheme) => {
      const page = await open(server.url, { viewport: { width, height: 900 }, colorScheme });
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      await page.evaluate(`for (const fold of document.querySelectorAll(".others")) fold.open = true`);
      const hidden = await page.evaluate(`[...document.querySelectorAll(".panel svg")].filter((svg) => {
      const [own, parent] = [svg.getBoundingClientRect(), svg.closest("figure, .others").getBoundingClientRect()];
      return own.width < 150 || own.right > parent.right + 1;
    }).length`);
      expect(hidden).toBe(0);
      const ground = await page.evaluate("getComputedStyle(document.body).backgroundColor");
      expect(ground).toBe(colorScheme === "light" ? "rgb(255, 255, 255)" : "rgb(20, 23, 28)");
      expect(await page.locator("#run-rows tr").count()).toBe(2); // of the study that was written last
      expect(trouble).toEqual([]);
      await page.context().close();
    },
  );

  test("everything to be used has a name", async () => {
    const page = await open();
    const nameless =
      await page.evaluate(`[...document.querySelectorAll("button, a, select, input, textarea, summary, [role=region], [role=progressbar]")]
      .filter((each) => !(each.textContent.trim() || each.getAttribute("aria-label") || each.getAttribute("aria-labelledby") || each.labels?.[0]?.textContent.trim()))
      .map((each) => each.outerHTML)`);
    expect(nameless).toEqual([]);
    const ids = (await page.evaluate(
      `[...document.querySelectorAll("[id]")].map(({ id }) => id)`,
    )) as string[];
    expect(new Set(ids).size).toBe(ids.length);
    await page.context().close();
  });

  test("study, agent, iteration, estimators and batch sizes are switched, and the address keeps them", async () => {
    const page = await open(`${server.url}?study=small`);
    expect(await titles(page)).toEqual([
      "reinforce, iteration 0mean of 2 seeds", // all estimates of the others are zero
      "reinforce, iteration 4one seed",
      "actor-critic, iteration 4mean of 3 seeds",
    ]);
    await page.locator("#agent").selectOption("actor-critic");
    await page.locator("#iteration").selectOption("2");
    await expect.poll(() => titles(page)).toEqual(["actor-critic, iteration 2one seed"]);
    await page.locator("#estimators input[value=total]").uncheck();
    await expect.poll(() => page.locator("#names [data-series^=e]").allTextContents()).toEqual(["agent"]);
    await page.locator("#batch-sizes input[value='1']").uncheck();
    await expect.poll(() => titles(page, "along-training")).toEqual(["actor-criticbatch size 4"]);
    await expect
      .poll(() => new URL(page.url()).search)
      .toBe("?study=small&agent=actor-critic&iteration=2&no-estimator=total&no-batch=1");
    await page.reload();
    await expect.poll(() => titles(page)).toEqual(["actor-critic, iteration 2one seed"]);
    expect(await page.locator("#estimators input[value=total]").isChecked()).toBe(false);
    await page.locator("#study").selectOption("a second one");
    await expect.poll(() => titles(page)).toContain("actor-critic, iteration 4one seed");
    await expect.poll(() => new URL(page.url()).search).toBe("?study=a+second+one");
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test("by keyboard alone: skip to the figures, light up a series, read its SQL and run it", async () => {
    const page = await open();
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.className")).toBe("skip");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("main");
    const button = page.locator("#names button[data-series=e1]");
    await button.focus();
    await page.keyboard.press("Enter");
    const opacity = (selector: string) =>
      page.evaluate(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).opacity`);
    await expect.poll(() => opacity("#figure-alignment .series.e0:not(.e1, .asked)")).toBe("0.1");
    expect(await opacity("#figure-alignment .series.e1:not(.asked)")).toBe("1");
    await page.locator("#figure-alignment summary", { hasText: "SQL" }).focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab"); // the text, to scroll it
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("statement");
    await page.locator("#answer tbody tr").first().waitFor();
    const headings = await page.locator("#answer th").allTextContents();
    expect(headings).toContain("alignment_se");
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test("queries are answered, and errors are told where one looks", async () => {
    const page = await open();
    const query = async (sql: string) => {
      await page.locator("#statement").fill(sql);
      await page.locator("#statement").press("Control+Enter");
      await expect.poll(() => page.locator("#answer-summary").textContent()).not.toBe("Running …");
      return page.locator("#answer-summary").textContent();
    };
    expect(await query("SELECT agent, '<b>' || count(*) AS n FROM run GROUP BY 1")).toMatch(/^2 rows \(/);
    expect(await page.locator("#answer td").allTextContents()).toEqual([
      "actor-critic",
      "<b>4",
      "reinforce",
      "<b>4",
    ]);
    expect(
      await query("SELECT value AS n, 'x' || (30 - value) AS word FROM json_each('[3, 20, null, 1]')"),
    ).toMatch(/^4 rows/);
    const column = (i: number) =>
      page.evaluate(
        `[...document.querySelectorAll("#answer tbody tr")].map((row) => row.cells[${i}].textContent)`,
      );
    await page.locator("#answer th button", { hasText: "n" }).first().click();
    expect(await column(0)).toEqual(["1", "3", "20", "NULL"]); // numbers as numbers, and nothing last
    await page.locator("#answer th button", { hasText: "n" }).first().press("Enter");
    expect(await column(0)).toEqual(["20", "3", "1", "NULL"]);
    await page.locator("#answer th button", { hasText: "word" }).click();
    expect(await column(1)).toEqual(["x10", "x27", "x29", "NULL"]);
    expect(await query("DROP TABLE run")).toMatch(/only a single query that reads is answered/);
    expect(await page.locator("#answer").isVisible()).toBe(false);
    expect(await query("SELECT * FROM nowhere")).toMatch(
      /^the query failed: no such table: nowhere; there are meta, study, run, /,
    );
    await page.locator("#statement").fill("SELECT 1 AS one, 'a,b' AS two");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download CSV" }).click(),
    ]);
    expect(parseCsv(await read(download))).toEqual([
      ["one", "two"],
      ["1", "a,b"],
    ]);
    await page.route("**/api/sql", () => {}); // no answer comes before the query is stopped
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByRole("button", { name: "Stop" }).click();
    await expect.poll(() => page.locator("#answer-summary").textContent()).toBe("Stopped.");
    await page.unroute("**/api/sql");
    await page.getByText("Tables and views, with every column").click();
    await page.getByText("estimator_summary (view)").waitFor();
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  const read = async (download: { path(): Promise<string> }): Promise<string> =>
    (await import("node:fs")).readFileSync(await download.path(), "utf8");

  test("figures and their rows are downloaded as they are shown", async () => {
    const page = await open(`${server.url}?study=small&agent=reinforce&iteration=4&no-estimator=total`);
    const get = async (name: string) => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("link", { name }).click(),
      ]);
      return { name: download.suggestedFilename(), text: await read(download) };
    };
    const svg = await get("Which way does an estimate point? as SVG");
    expect(svg.name).toBe("small-alignment.svg");
    expect(svg.text).toContain("reinforce, iteration 4");
    const [header, ...rows] = parseCsv((await get("Which way does an estimate point? as CSV")).text);
    expect(rows.map((row) => [row[header.indexOf("estimator")], row[header.indexOf("batch_size")]])).toEqual([
      ["agent", "1"],
      ["agent", "4"],
    ]);
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test("what another process writes appears by itself, where the reader is, and without anything moving", async () => {
    const live = database(folder, "live.db", [study()], { done: 3, begun: true });
    const { url } = await servingHere(live, "--port", "0");
    const page = await open(url);
    expect(await page.locator("#runs-summary").textContent()).toContain("3 of 6 runs done");
    const box = page.locator("#statement");
    await box.fill("SELECT 'being written'");
    await box.focus();
    await page.locator("#names button[data-series=e1]").click();
    await page.locator("#run-rows").waitFor();
    await page.locator(".runs th button", { hasText: "seed" }).click();
    await page.locator("#figure-learning svg[data-zoom]").first().focus();
    await page.keyboard.press("+");
    const zoomed = await page.locator("#figure-learning svg.zoomed").innerHTML();
    await box.focus();
    await page.evaluate(`window.shift = 0; new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
    }).observe({ type: "layout-shift", buffered: false })`);
    await page.evaluate(`document.getElementById("figure-alignment").scrollIntoView()`);
    const before = await page.locator("#figure-alignment figure > .panels").innerHTML();
    const top = `document.getElementById("figure-alignment").getBoundingClientRect().top`;
    const runsOpen = () => page.evaluate(`document.getElementById("runs-fold").open`);
    expect(await runsOpen()).toBe(true);
    const place = Number(await page.evaluate(top)); // what is said above it of unfinished runs goes away
    database(folder, "live.db", [study()]); // resumes it to its end
    await expect.poll(() => page.locator("#runs-summary").textContent()).toBe("6 of 6 runs done");
    await expect.poll(() => page.locator("#figure-alignment figure > .panels").innerHTML()).not.toBe(before);
    expect(await page.locator("#following-text").textContent()).toMatch(/^Up to date/);
    const seeds = `[...document.querySelectorAll("#run-rows tr")].map((row) => Number(row.cells[1].textContent))`;
    expect(await page.evaluate(seeds)).toEqual([0, 0, 1, 1, 2, 2]); // sorted as it was
    expect(await page.locator("#figure-learning svg.zoomed").innerHTML()).not.toBe(zoomed); // what it was zoomed into, as it is now
    expect(await runsOpen()).toBe(false); // there is nothing to follow any more
    expect(Math.abs(Number(await page.evaluate(top)) - place)).toBeLessThanOrEqual(1); // pages scroll by whole pixels
    expect(await page.evaluate("window.shift")).toBeLessThan(0.02);
    expect(await box.inputValue()).toBe("SELECT 'being written'");
    expect(await page.locator("#names button[data-series=e1]").getAttribute("aria-pressed")).toBe("true");
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test("a run without a sign of life is not taken for a running one", async () => {
    const live = database(folder, "silent.db", [study()], { done: 1, begun: true });
    const db = new Database(live);
    db.exec("UPDATE run SET heartbeat = '2020-01-01T00:00:00.000Z' WHERE status = 'running'");
    db.close();
    const page = await open((await servingHere(live, "--port", "0")).url);
    expect(await page.locator("#runs-summary").textContent()).toBe("1 of 6 runs done, 1 silent, 4 queued");
    expect(await page.locator("#run-rows tr").first().textContent()).toContain("no sign of life for");
    await page.context().close();
  });

  test("the end of the server is told, and its return", async () => {
    const first = await serving(path, "--port", "0");
    const port = new URL(first.url).port;
    const page = await open(first.url);
    await first.stop();
    await page.getByText("The server does not answer").waitFor();
    const found = trouble.splice(0);
    // refused, or cut off where one was underway
    expect(found.filter((line) => !line.includes("net::ERR_") && !line.startsWith("debug"))).toEqual([]);
    const again = await servingHere(path, "--port", port);
    expect(again.url).toBe(first.url);
    await expect.poll(() => page.locator("#problem").isVisible()).toBe(false);
    trouble.splice(0);
    await page.context().close();
  });

  test("another site's page cannot read it", async () => {
    const page = await (await patientContext(browser)).newPage();
    await page.goto("about:blank"); // its origin is null
    const fetched = await page.evaluate(
      `fetch(${JSON.stringify(`${server.url}api/view`)}).then((r) => r.text()).catch((error) => "refused: " + error.message)`,
    );
    expect(fetched).toBe("refused: Failed to fetch");
    const unseen = await page.evaluate(
      `fetch(${JSON.stringify(`${server.url}api/sql`)}, { method: "POST", mode: "no-cors", body: JSON.stringify({ sql: "SELECT 1" }) }).then((r) => r.type).catch(() => "refused")`,
    );
    expect(["opaque", "refused"]).toContain(unseen);
    await page.close();
  });
});
