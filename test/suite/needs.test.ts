import { expect, test } from "vitest";
import { type Need, needsNotice } from "./needs.ts";

const chromium: Need = { what: "Chromium", skipped: "every test in a browser", met: true };
const shell: Need = { what: "the sqlite3 shell", skipped: "what it shows", met: false };

test("what is skipped is said before the first test, and nothing where nothing is", () => {
  for (const ci of [undefined, "", "true"]) expect(needsNotice([chromium], ci)).toBe("");
  for (const ci of [undefined, "", "false", "0"]) {
    const notice = needsNotice([chromium, shell], ci);
    expect(notice).toContain("MISSING: the sqlite3 shell; skipped: what it shows\n");
    expect(notice).not.toContain("Chromium");
  }
});

test("in continuous integration nothing may be skipped", () => {
  for (const ci of ["true", "1"])
    expect(() => needsNotice([chromium, shell], ci)).toThrow(
      "tests would be skipped, and may not be where CI is set:\nMISSING: the sqlite3 shell; skipped: what it shows",
    );
});
