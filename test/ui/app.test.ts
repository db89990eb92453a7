import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { createApp } from "../../src/ui/app.ts";
import type { Studio } from "../../src/ui/studio.ts";
import { scratch } from "../report/database.ts";

const folder = scratch();
const path = join(folder, "a <db>.db");

let asked: unknown[][] = [];
const studio: Studio = {
  view: async (...words) => {
    asked.push(words);
    if (words[0].includes("broken")) throw new Error("it is broken");
    return { view: null, milliseconds: 1 };
  },
  download: async (_words, name, format) =>
    name === "none" ? null : { name: `x "y"-${name}.${format}`, type: "image/svg+xml", content: "<svg/>" },
  schema: async () => [{ type: "table", name: "run", sql: "CREATE TABLE run (a)" }],
  close: async () => {},
};

beforeEach(() => {
  asked = [];
  writeFileSync(path, String(Math.random()));
});

const app = createApp({
  path,
  studio,
  queryProgram: new URL("file:///nothing.js"),
  signal: new AbortController().signal,
});
const HOST = { host: "127.0.0.1:4100" };
const get = (address: string, headers: Record<string, string> = {}) =>
  app.request(`http://127.0.0.1:4100${address}`, { headers: { ...HOST, ...headers } });
const post = (body: string, type = "application/json") =>
  app.request("http://127.0.0.1:4100/api/sql", {
    method: "POST",
    headers: { ...HOST, "content-type": type },
    body,
  });

test("the page names the database as text, and loads nothing from elsewhere", async () => {
  const response = await get("/");
  expect(response.status).toBe(200);
  expect(response.headers.get("content-security-policy")).toMatch(/^default-src 'self'; /);
  const text = await response.text();
  expect(text).toContain("a &lt;db&gt;.db");
  const loaded = [...text.matchAll(/(?:src|href)="([^"#][^"]*)"/g)].map(([, address]) => address);
  expect(loaded.length).toBeGreaterThan(5);
  for (const address of loaded) {
    expect(address).toMatch(/^\/(assets|download)\//);
    if (address.startsWith("/assets/")) expect((await get(address)).status).toBe(200);
  }
  expect(text).not.toMatch(/<script(?! type="module" src="\/assets\/)|style=|\son\w+=/);
});

test("scripts import only each other, and reach no other server", async () => {
  const seen = new Set<string>();
  const visit = async (name: string): Promise<void> => {
    if (seen.has(name)) return;
    seen.add(name);
    const response = await get(`/assets/${name}`);
    expect(response.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    const text = await response.text();
    expect(text).not.toMatch(/https?:\/\//);
    for (const [, imported] of text.matchAll(/from "\.\/([^"]+)"/g)) await visit(imported);
  };
  await visit("page.js");
  expect(seen.size).toBeGreaterThan(4);
});

test("a view is sent again only when the file has changed, or the choice", async () => {
  const first = await get("/api/view?agent=a");
  const tag = first.headers.get("etag")!;
  expect(await first.json()).toMatchObject({ view: null, milliseconds: 1, written: expect.any(Number) });
  expect((await get("/api/view?agent=a", { "if-none-match": tag })).status).toBe(304);
  expect((await get("/api/view?agent=b", { "if-none-match": tag })).status).toBe(200);
  writeFileSync(`${path}-wal`, String(Math.random()));
  expect((await get("/api/view?agent=a", { "if-none-match": tag })).status).toBe(200);
  expect(asked.map(([words]) => words)).toEqual(["agent=a", "agent=b", "agent=a"]);
});

test("what goes wrong is told", async () => {
  const of = async (response: Response | Promise<Response>) => {
    const { error } = (await (await response).json()) as { error: unknown };
    return [(await response).status, error];
  };
  expect(await of(get("/api/view?agent=broken"))).toEqual([500, "it is broken"]);
  expect(await of(get("/api/view?iteration=x"))).toEqual([400, "iteration must be a whole number; got x"]);
  for (const address of ["/api/view?study=a%00b", "/%00", "/download/x%00.svg", "/?a=%00"])
    expect(await of(get(address))).toEqual([400, "an address holds no NUL"]);
  expect(await of(get("/nowhere"))).toEqual([404, "there is no /nowhere"]);
  expect(await of(get("/download/none.svg"))).toEqual([404, "there is nothing to download here yet"]);
  expect(await of(post("{"))).toEqual([400, 'expected {"sql": "SELECT …"}']);
  expect(await of(post('{"sql": 1}'))).toEqual([400, 'expected {"sql": "SELECT …"}']);
  expect(await of(post('{"sql": "SELECT 1", "format": "constructor"}'))).toEqual([
    400,
    "format must be one of json, csv",
  ]);
  expect(await of(post("sql=1", "application/x-www-form-urlencoded"))).toEqual([
    415,
    "a query comes as application/json",
  ]);
  expect((await of(post(JSON.stringify({ sql: " ".repeat(200_000) }))))[0]).toBe(413);
});

test.each([
  ["/assets/..%2fapp.ts", 404],
  ["/assets/%2e%2e/app.ts", 404],
  ["/assets/app.ts", 404],
  ["/assets/constructor", 404],
  ["/download/x.exe", 404],
  ["/download/..%2fview.csv", 404],
])("no file but its own: %s", async (address, status) => {
  expect((await get(address)).status).toBe(status);
});

test("a refusal has the same headers, and reaches nothing", async () => {
  const response = await app.request("http://evil.example/api/view", { headers: { host: "evil.example" } });
  expect(response.status).toBe(403);
  expect(response.headers.get("cross-origin-resource-policy")).toBe("same-origin");
  expect(response.headers.has("access-control-allow-origin")).toBe(false);
  expect(asked).toEqual([]);
});

test("a download is a file, whatever its name", async () => {
  const response = await get("/download/alignment.svg");
  expect(response.headers.get("content-disposition")).toBe(
    "attachment; filename*=UTF-8''x%20%22y%22-alignment.svg",
  );
  expect(await response.text()).toBe("<svg/>");
});
