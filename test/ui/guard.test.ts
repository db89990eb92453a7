import { describe, expect, it } from "vitest";
import { refusal, SQL_PATH } from "../../src/ui/guard.ts";

const approach = (headers: Record<string, string>, method = "GET", path = "/api/view") =>
  refusal({ method, path, header: (name) => ({ host: "127.0.0.1:4100", ...headers })[name] })?.status;

describe("the page answers", () => {
  it.each(["127.0.0.1:4100", "localhost:4100", "LOCALHOST", "[::1]:4100", "127.0.0.1"])("to %s", (host) => {
    expect(approach({ host })).toBeUndefined();
    expect(approach({ host, origin: `http://${host}` })).toBeUndefined();
  });

  it("to itself, to an address that is typed, and to a link", () => {
    expect(approach({ "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors" })).toBeUndefined();
    expect(approach({ "sec-fetch-site": "none", "sec-fetch-mode": "navigate" })).toBeUndefined();
    const followed = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
    expect(approach(followed, "GET", "/")).toBeUndefined();
  });

  it("to a query as JSON", () => {
    for (const type of ["application/json", "application/json; charset=utf-8", "APPLICATION/JSON"])
      expect(approach({ "content-type": type }, "POST", SQL_PATH)).toBeUndefined();
  });
});

describe("the page refuses", () => {
  it.each([
    "evil.example",
    "evil.example:4100",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "evil.example#127.0.0.1",
    "127.0.0.1@evil.example",
    "localhost.",
    "0.0.0.0:4100",
    "192.168.0.2:4100",
    "127.0.0.1:4100, evil.example",
    "127.0.0.1:4100 ",
    "127.0.0.1:",
    "",
  ])("the host %j", (host) => {
    expect(approach({ host })).toBe(403);
  });

  it.each([
    "http://evil.example",
    "https://127.0.0.1:4100",
    "http://127.0.0.1:4101",
    "http://localhost:4100",
    "http://127.0.0.1:4100.evil.example",
    "null",
    "",
  ])("the origin %j", (origin) => {
    expect(approach({ origin })).toBe(403);
    expect(approach({ origin, "content-type": "application/json" }, "POST", SQL_PATH)).toBe(403);
  });

  it("what another site's page asks for, and what is embedded there", () => {
    for (const site of ["cross-site", "same-site"]) {
      expect(approach({ "sec-fetch-site": site, "sec-fetch-mode": "no-cors" })).toBe(403);
      expect(approach({ "sec-fetch-site": site, "sec-fetch-mode": "navigate" })).toBe(403);
      expect(approach({ "sec-fetch-site": site, "sec-fetch-mode": "cors" }, "GET", "/")).toBe(403);
    }
  });

  it("to change anything", () => {
    for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "POST"])
      expect(approach({ "content-type": "application/json" }, method)).toBe(405);
    expect(approach({ "content-type": "application/json" }, "PUT", SQL_PATH)).toBe(405);
  });

  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "application/jsonp",
    "",
  ])("a query as %j, which a form of another site could send", (type) => {
    expect(approach({ "content-type": type }, "POST", SQL_PATH)).toBe(415);
  });
});
