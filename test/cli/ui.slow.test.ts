import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as ui from "../../src/cli/commands/ui.ts";
import { runCommand } from "../export/command-line.ts";
import { database, scratch, study } from "../report/database.ts";
import { ENDLESS, HOSTILE } from "../ui/hostile.ts";
import { type Serving, serving, servingHere } from "../ui/serving.ts";

const folder = scratch();
const path = database(folder, "small.db", [study()]);

describe("trueslope ui", () => {
  test.each([
    [["none.db"], "none.db does not exist."],
    [[path, "--host", "0.0.0.0"], "--host must be one of 127.0.0.1, ::1, localhost; got 0.0.0.0."],
    [[path, "--host", "192.168.1.5"], "--host must be one of"],
    [[path, "--port", "70000"], "--port must be a whole number from 0 to 65535; got 70000"],
    [[path, "--port", "1.5"], "--port must be a whole number"],
    [[path, "--prot", "1"], "did you mean --port?"],
  ])("%j is refused", async (args, message) => {
    const { code, stdout, stderr } = await runCommand(ui, ...args);
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([2, ""]);
  });

  test("a file that is no database is refused before anything is served", async () => {
    const text = join(folder, "text.db");
    writeFileSync(text, "nothing like a database".repeat(100));
    expect(await runCommand(ui, text)).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("is not a SQLite database"),
    });
  });

  test("a port that is taken is told if it was asked for; else the next one is taken", async () => {
    const rival = createServer().listen(0, "127.0.0.1");
    const port = await new Promise<number>((resolve) =>
      rival.once("listening", () => resolve((rival.address() as { port: number }).port)),
    );
    expect(await runCommand(ui, path, "--port", String(port))).toMatchObject({
      code: 2,
      stderr: `--port ${port} is taken; choose another, or leave it out for one that is free\n`,
    });
    rival.close();
    const [first, second] = [await servingHere(path), await servingHere(path)];
    expect(first.url).not.toBe(second.url);
    for (const { get } of [first, second]) expect((await get("/")).status).toBe(200);
  });

  test("without a database it shows the one that was written last; there may be none", async () => {
    const home = process.cwd();
    const place = join(folder, "place");
    mkdirSync(join(place, "results"), { recursive: true });
    process.chdir(place);
    try {
      expect(await runCommand(ui)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("there is no database in results yet"),
      });
      for (const [name, age] of [
        ["old.db", 100],
        ["new.db", 10],
        ["older.db", 1000],
      ] as const) {
        const file = database(join(place, "results"), name, [study({ name: name.slice(0, 3), seeds: [0] })], {
          done: 0,
        });
        utimesSync(file, Date.now() / 1000 - age, Date.now() / 1000 - age);
      }
      const { get } = await servingHere("--port", "0");
      expect(await (await get("/")).text()).toContain("new.db");
    } finally {
      process.chdir(home);
    }
  });

  test.each(["SIGINT", "SIGTERM"] as const)("%s ends it, whatever it is doing", async (signal) => {
    const server = await serving(path, "--port", "0");
    const endless = server.ask(ENDLESS).catch(() => "gone");
    await expect.poll(server.queries).toMatchObject({ running: 1 });
    process.kill(server.pid, signal);
    const { code, stdout, stderr } = await server.ended;
    expect([code, stdout]).toEqual([130, `${server.url}\n`]);
    expect(stderr).toBe(`Shows ${path}; Ctrl-C ends it.\n`);
    await endless;
    await expect(server.get("/")).rejects.toThrow();
  });
});

/** Names and contents of all files beside the database. */
const state = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
    .map((file) => [file, createHash("sha256").update(readFileSync(file)).digest("hex")]);

describe("the box for queries", () => {
  let server: Serving;
  beforeAll(async () => {
    server = await serving(path, "--port", "0");
  });
  afterAll(async () => void (await server.stop()));

  test("answers, as rows and as CSV", async () => {
    const sql = "SELECT agent, count(*) AS n, vec_norm(NULL) AS none FROM run GROUP BY agent";
    expect(await server.ask(sql)).toEqual({
      columns: ["agent", "n", "none"],
      rows: [
        ["actor-critic", 3, null],
        ["reinforce", 3, null],
      ],
      more: false,
    });
    expect(await server.ask("SELECT gradient FROM estimate LIMIT 1")).toMatchObject({
      rows: [[{ bytes: 512 }]],
    });
    expect(await server.ask(sql, { format: "csv" })).toEqual({
      csv: "agent,n,none\nactor-critic,3,\nreinforce,3,\n",
      more: false,
    });
    expect(await server.ask("SELECT * FROM estimate, run")).toMatchObject({
      more: true,
      rows: { length: 1000 },
    });
  });

  test("hostile queries change nothing, and are told why", async () => {
    const before = state();
    for (const { sql, error } of HOSTILE.filter((_, i) => i % 8 === 0))
      expect((await server.ask(sql)).error).toMatch(error);
    expect(state()).toEqual(before);
  });

  test("one without end is stopped", async () => {
    const before = state();
    expect(await server.ask(ENDLESS)).toEqual({ error: "the query was stopped after 4 s" });
    expect(await server.ask("SELECT 1 AS one")).toMatchObject({ rows: [[1]] });
    expect(state()).toEqual(before);
  });
});

describe("other sites", () => {
  let server: Serving;
  beforeAll(async () => {
    server = await serving(path, "--port", "0");
  });
  afterAll(async () => void (await server.stop()));

  /** A request with headers that `fetch` would not send. */
  const send = (headers: Record<string, string>, method = "GET", address = "/api/view", body = "") =>
    new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
      const asked = request(new URL(address, server.url), { method, headers }, (response) => {
        let text = "";
        response.on("data", (part) => (text += part));
        response.on("end", () => resolve({ status: response.statusCode, text }));
      });
      asked.on("error", reject);
      asked.end(body);
    });
  const sql = JSON.stringify({ sql: "SELECT 1" });
  const json = { "content-type": "application/json" };

  test("cannot read under a name of their own, nor from their own pages", async () => {
    expect((await send({})).status).toBe(200);
    expect((await send({ host: "localhost:1234" })).status).toBe(200); // a tunnel
    for (const headers of [
      { host: "evil.example" },
      { host: `evil.example:${new URL(server.url).port}` },
      { origin: "http://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" },
    ]) {
      const { status, text } = await send(headers as never);
      expect(status).toBe(403);
      expect(text).not.toContain("small");
    }
  });

  test("cannot ask a query", async () => {
    expect((await send(json, "POST", "/api/sql", sql)).status).toBe(200);
    expect((await send({ ...json, origin: "http://evil.example" }, "POST", "/api/sql", sql)).status).toBe(
      403,
    );
    expect((await send({ ...json, host: "evil.example" }, "POST", "/api/sql", sql)).status).toBe(403);
    expect((await send({ "content-type": "text/plain" }, "POST", "/api/sql", sql)).status).toBe(415);
    expect((await send({ origin: "http://evil.example" }, "OPTIONS", "/api/sql")).status).toBe(403);
    expect((await send({}, "OPTIONS", "/api/sql")).status).toBe(405);
  });

  test("it listens to this machine only", async () => {
    const { address } = await import("node:os").then(({ networkInterfaces }) => {
      const outer = Object.values(networkInterfaces())
        .flat()
        .find((each) => each && !each.internal && each.family === "IPv4");
      return outer ?? { address: undefined };
    });
    if (address === undefined) return;
    await expect(fetch(`http://${address}:${new URL(server.url).port}/`)).rejects.toThrow();
  });
});
