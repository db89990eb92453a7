import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { parseHTML } from "linkedom";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { studySchema } from "../../../src/config/schema.ts";
import { type Replay, replayOf } from "../../../src/export/replay/replay.ts";
import { replayHtml } from "../../../src/export/replay/replay-html.ts";
import { replaySvg } from "../../../src/export/replay/replay-svg.ts";
import { launchChromium, patientContext } from "../../report/chromium.ts";
import { database, scratch } from "../../report/database.ts";
import { needs } from "../../suite/needs.ts";

const STEPS = 40;
const folder = scratch();
const study = (kind: string, environment: object) =>
  studySchema.parse({
    name: kind,
    environment: { kind, ...environment },
    objective: { discount: 0.9, horizon: STEPS },
    policy: { kind: "perceptron", widths: [4] },
    agents: [
      {
        ...{ name: "reinforce", estimator: { kind: "reinforce" }, batchSize: 2, iterations: 1 },
        optimizer: { kind: "sgd", learningRate: 1e-9 },
      },
    ],
    seeds: [0],
  });

let pendulum: Replay;
let cheetah: Replay;
beforeAll(async () => {
  database(folder, "pendulum.db", [study("pendulum", {})], { saves: true });
  pendulum = await replayOf(`${folder}/pendulum.db`, undefined, false);
  const { loadEngine } = await import("../../../envs/mujoco/engine.ts");
  await loadEngine();
  database(folder, "cheetah.db", [study("mujoco", { task: "HalfCheetah-v5" })], { saves: true });
  cheetah = await replayOf(`${folder}/cheetah.db`, 1, true);
});

describe("a replay", () => {
  it("has the places before the first step and after each, without jumps of an angle", () => {
    expect(pendulum.places).toHaveLength(STEPS + 1);
    expect(cheetah).toMatchObject({ title: "HalfCheetah-v5", ended: "truncated" });
    const turns = pendulum.places.slice(1).map((place, i) => Math.abs(place[2] - pendulum.places[i][2]));
    expect(Math.max(...turns)).toBeLessThanOrEqual(8 * 0.05 + 1e-9); // rad: its fastest for a step
    expect(Math.max(...turns)).toBeGreaterThan(0);
  });

  it.each(["pendulum", "cheetah"])("of %s is a page with a path for each body, and all frames", (name) => {
    const replay = name === "pendulum" ? pendulum : cheetah;
    const { document } = parseHTML(replayHtml(replay));
    const bodies = name === "pendulum" ? 1 : 7;
    expect(document.querySelectorAll("path.body")).toHaveLength(bodies);
    const { frames, rewards, shifts } = JSON.parse(document.querySelector("#played")?.textContent ?? "");
    expect([frames.length, shifts.length, rewards.length]).toEqual([STEPS + 1, STEPS + 1, STEPS]);
    expect(frames.every((frame: number[]) => frame.length === 3 * bodies)).toBe(true);
    expect(document.querySelector("#step")?.getAttribute("max")).toBe(String(STEPS));
  });

  it("is a picture whose bodies have a place in each frame, for the time that the episode took", () => {
    const { document } = parseHTML(replaySvg(cheetah));
    const animations = [...document.querySelectorAll("path.body animateTransform")];
    expect(animations).toHaveLength(2 * 7);
    for (const each of animations) {
      expect(each.getAttribute("values")?.split(";")).toHaveLength(STEPS + 1);
      expect(each.getAttribute("dur")).toBe("2s"); // 40 steps of 0.05 s
    }
  });
});

describe.skipIf(!needs.chromium().met)("a replay in a browser", () => {
  let browser: Browser;
  const file = `${folder}/episode.html`;
  beforeAll(async () => {
    const slow = { ...cheetah.scene, seconds: 0.5 }; // so that no slow machine sees the end before it looks
    writeFileSync(file, replayHtml({ ...cheetah, scene: slow }));
    browser = await launchChromium();
  });
  afterAll(async () => browser?.close());

  it.each([
    [400, "dark"],
    [1400, "light"],
  ] as const)("plays, stops and goes to any step, %i pixels wide, %s", async (width, colorScheme) => {
    const context = await patientContext(browser, { viewport: { width, height: 800 }, colorScheme });
    const page = await context.newPage();
    const trouble: string[] = [];
    page.on("pageerror", ({ message }) => trouble.push(message));
    page.on("request", (request) => {
      if (request.url() !== pathToFileURL(file).href) trouble.push(request.url());
    });
    await page.goto(pathToFileURL(file).href);
    const torso = page.locator(".body").first();
    const button = page.getByRole("button");
    await page.waitForFunction("document.getElementById('step').value > 0");
    await page.getByRole("slider").fill("30");
    expect(await button.textContent()).toBe("Play");
    expect(await page.locator("#told").textContent()).toMatch(/^step 30 of 40, return so far −?\d/);
    const { frames } = JSON.parse((await page.locator("#played").textContent()) ?? "");
    const [x, y, angle] = frames[30];
    expect(await torso.getAttribute("transform")).toBe(`translate(${x} ${y}) rotate(${angle})`);
    await page.getByRole("slider").fill("39");
    await button.click();
    await page.waitForFunction("document.getElementById('step').value == 40");
    expect(await button.textContent()).toBe("Play"); // it has stopped at the end, and begins anew
    await button.click();
    await page.waitForFunction("document.getElementById('step').value < 30");
    const [shown, wide] = (await page.evaluate(
      "[document.documentElement.clientWidth, document.documentElement.scrollWidth]",
    )) as [number, number];
    expect(wide).toBeLessThanOrEqual(shown);
    expect(trouble).toEqual([]);
    await context.close();
  });

  it("stands still at first where the reader wants no motion", async () => {
    const context = await patientContext(browser, { reducedMotion: "reduce" });
    const page = await context.newPage();
    await page.goto(pathToFileURL(file).href);
    expect(await page.getByRole("button").textContent()).toBe("Play");
    await context.close();
  });
});
