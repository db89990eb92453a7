import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApp } from "../../src/ui/app.ts";
import { LIMITS } from "../../src/ui/ask.ts";
import { PATIENCE } from "../patience.ts";
import { database, scratch, study } from "../report/database.ts";
import { ENDLESS } from "./hostile.ts";
import { asking } from "./serving.ts";

// The queue of queries where no query ends by the clock, so that nothing here depends on how fast the machine is.

const path = database(scratch(), "small.db", [study({ seeds: [0] })]);
const end = new AbortController();
let server: Server;
let page: ReturnType<typeof asking>;

beforeAll(async () => {
  const milliseconds = PATIENCE;
  const app = createApp({
    path,
    studio: {
      view: async () => ({ view: null, milliseconds: 1 }),
      download: async () => null,
      schema: async () => [],
      close: async () => {},
    },
    queryProgram: new URL("../../dist/bundle/answer-query.js", import.meta.url),
    signal: end.signal,
    limits: { json: { ...LIMITS.json, milliseconds }, csv: { ...LIMITS.csv, milliseconds } },
  });
  server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  page = asking(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});
afterAll(() => {
  end.abort();
  server.close();
  server.closeAllConnections();
});

test("while two run, a third is refused and the page is served; those that nobody waits for are stopped", async () => {
  expect(await page.queries()).toEqual({ places: 2, taken: 0, running: 0 });
  const stop = new AbortController();
  const both = [0, 1].map(() => page.ask(ENDLESS, { signal: stop.signal }).catch(() => "left"));
  await expect.poll(page.queries).toEqual({ places: 2, taken: 2, running: 2 });
  expect(await page.ask("SELECT 1")).toEqual({ error: "2 queries are running; wait for one, or stop it" });
  expect(await (await page.get("/api/view")).json()).toHaveProperty("view", null);
  expect(await page.queries()).toEqual({ places: 2, taken: 2, running: 2 });
  stop.abort();
  expect(await Promise.all(both)).toEqual(["left", "left"]);
  await expect.poll(page.queries).toEqual({ places: 2, taken: 0, running: 0 });
  expect(await page.ask("SELECT 1 AS one")).toMatchObject({ rows: [[1]] });
});

test.each([
  "SELECT randomblob(1000000000)",
  "SELECT zeroblob(536000000), zeroblob(536000000), zeroblob(536000000)",
  "SELECT printf('%.*c', 500000000, 'x') || printf('%.*c', 500000000, 'x')",
  "WITH RECURSIVE n(s) AS (SELECT 'aaaaaaaa' UNION ALL SELECT s || s FROM n) SELECT max(length(s)) FROM n",
  "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT hex(randomblob(1000000)) FROM n ORDER BY 1",
])("one that wants all memory is stopped: %s", async (sql) => {
  const { error } = await page.ask(sql);
  expect(error).toMatch(/needed more than 512 MB of memory|too big|out of memory/);
  expect(await page.ask("SELECT 1 AS one")).toMatchObject({ rows: [[1]] });
});
