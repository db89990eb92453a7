import { describe, expect, it } from "vitest";
import { safeName } from "../../src/files/safe-name.ts";

describe("safeName", () => {
  it("keeps letters and digits of every script, and writes the rest as a URL does", () => {
    expect(safeName("a_b.c+d -1")).toBe("a_b.c+d -1");
    expect(safeName("上昇 Ünïcode ½")).toBe("上昇 Ünïcode ½");
    expect(safeName("../a/b")).toBe("%2E.%2Fa%2Fb");
    expect(safeName("C:\\x?*|")).toBe("C%3A%5Cx%3F%2A%7C");
    expect(safeName("😀")).toBe("%F0%9F%98%80");
  });

  it("gives long and different texts names that are short and different", () => {
    const [one, other] = ["a", "b"].map((last) => safeName(`${"昇".repeat(79)}${last}`));
    expect(Buffer.byteLength(one)).toBeLessThanOrEqual(200);
    expect(one).not.toBe(other);
    expect(one).toMatch(/^昇+~[0-9a-f]{12}$/);
    expect(safeName("a%2Fb")).not.toBe(safeName("a/b"));
  });
});
