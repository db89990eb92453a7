import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { IMPORT_ONLY } from "../../src/ui/import-only.ts";

/** What a thread answers that requires an ES module, which is written in its own address. */
const requiring = async (execArgv: string[]): Promise<string> => {
  const program = `
    const { parentPort } = require("node:worker_threads");
    const { writeFileSync, mkdtempSync } = require("node:fs");
    const { join } = require("node:path");
    const file = join(mkdtempSync(join(require("node:os").tmpdir(), "import-only-")), "module.mjs");
    writeFileSync(file, "export const answer = 42;");
    try { parentPort.postMessage(String(require(file).answer)); }
    catch (error) { parentPort.postMessage(error.code); }`;
  const worker = new Worker(program, { eval: true, execArgv });
  const [answer] = await once(worker, "message");
  await worker.terminate();
  return answer;
};

test("a thread of a pool cannot require an ES module, in the midst of which it must not be ended", async () => {
  expect(await requiring([...IMPORT_ONLY])).toBe("ERR_REQUIRE_ESM");
});

test("a thread without these options does, where Node.js can", async () => {
  const able = (process.features as { readonly require_module?: boolean }).require_module === true;
  expect(await requiring([])).toBe(able ? "42" : "ERR_REQUIRE_ESM");
});
