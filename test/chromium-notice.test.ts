import { expect, test } from "vitest";
import { chromiumNotice } from "./chromium-notice.ts";

test("where Chromium is missing the suite says so, and fails in continuous integration", () => {
  for (const ci of [undefined, "", "true"]) expect(chromiumNotice("/usr/bin/chromium", ci)).toBe("");
  for (const ci of [undefined, "", "false", "0"])
    expect(chromiumNotice(undefined, ci)).toContain("NO CHROMIUM: every test");
  expect(() => chromiumNotice(undefined, "true")).toThrow("NO CHROMIUM");
});
