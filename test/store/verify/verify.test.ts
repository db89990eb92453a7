import { copyFileSync } from "node:fs";
import Database from "better-sqlite3";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { checkClaims } from "../../../src/cli/check-claims.ts";
import { UsageError } from "../../../src/errors/usage-error.ts";
import { mergeDatabases } from "../../../src/store/merge/merge.ts";
import { verifyDatabase } from "../../../src/store/verify/verify.ts";
import { database, scratch, study } from "../../report/database.ts";

const folder = scratch();
const small = {
  environment: { kind: "frozen-lake", map: ["SFG"], slippery: true },
  evaluate: { episodes: 3 },
  probe: { batchSizes: [2], replicates: 3, estimators: [{ name: "fd", kind: "reinforce", return: "total" }] },
};
let db: string;
beforeAll(() => {
  db = database(folder, "small.db", [study({ ...small, seeds: [0, 1] })]);
});

const faultsOf = (path: string) =>
  [...verifyDatabase(path)].flatMap(({ what, faults }) => faults.map((fault) => `${what}: ${fault}`));

/** A copy in which something was changed by hand. */
const changed = (sql: string): string => {
  const path = `${folder}/changed.db`;
  copyFileSync(db, path);
  const file = new Database(path);
  file.exec(sql);
  file.close();
  return path;
};

describe("a database is held against itself", () => {
  it("and has no fault as it was written, nor merged with another", () => {
    const other = database(folder, "other.db", [study({ ...small, name: "other", seeds: [5] })]);
    const merged = `${folder}/merged.db`;
    mergeDatabases([other, db], merged, { packageVersion: "0.1.0" });
    for (const path of [db, merged]) expect(faultsOf(path)).toEqual([]);
  });

  const SMALL = "small, agent reinforce, seed 0";
  it.each([
    ["norm", "UPDATE estimate SET norm = norm * (1 + 1e-12) WHERE norm > 0", "norm of replicate"],
    ["deviation", "UPDATE estimate SET direction_deviation = 0.5", "direction_deviation of replicate"],
    ["truth", "UPDATE truth SET norm = norm + 1e-9", "the norm of a truth"],
    ["row", "DELETE FROM estimate WHERE replicate = 1", "replicate 1 is missing"],
    ["name", "UPDATE estimate SET estimator = 'fe' WHERE estimator = 'fd'", "estimates of no cell"],
    ["cell's name", "UPDATE cell SET estimator = 'fe' WHERE estimator = 'fd'", "no such estimator"],
    ["sum", "UPDATE cell SET squared_error = squared_error * (1 + 1e-15)", "squared_error of the cell"],
    ["mean", "UPDATE cell SET mean = zeroblob(length(mean))", "mean of the cell"],
    [
      "steps",
      "UPDATE estimate SET env_steps = env_steps + 1 WHERE rowid = 1",
      "not those of when it was done",
    ],
    ["return", "UPDATE iteration SET mean_return = mean_return + 1e-9", "not those of when it was done"],
    ["evaluation", "UPDATE evaluation SET episode_length = 1", "not those of when it was done"],
    ["θ", "UPDATE probe SET theta = zeroblob(length(theta))", "not those of when it was done"],
    ["value", "UPDATE truth SET value = value + 1", "not those of when it was done"],
    ["estimator", "UPDATE estimator SET unbiased = 1 - unbiased", "not those of when it was done"],
    ["config", "UPDATE run SET config = replace(config, '0.99', '0.98')", "not what was hashed"],
  ])("and a changed %s is found", (_, sql, fault) => {
    const faults = faultsOf(changed(sql));
    expect(
      faults.some((each) => each.startsWith(SMALL) && each.includes(fault)),
      faults.join("\n"),
    ).toBe(true);
  });

  it("and so are another view and a row without its run", () => {
    const view = "DROP VIEW agent_final; CREATE VIEW agent_final AS SELECT 1 AS study";
    expect(faultsOf(changed(view)).join()).toContain("agent_final is not that of this version");
    const orphan = "PRAGMA foreign_keys = off; DELETE FROM probe WHERE probe_id = 1";
    expect(faultsOf(changed(orphan)).join()).toContain("a row of truth without its probe");
  });

  it("by the command line, which ends with 1 if there is a fault", async () => {
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    expect(await checkClaims({ target: db })).toBe(0);
    expect(write.mock.calls.at(-1)).toEqual(["8 passed, 0 failed\n"]);
    expect(await checkClaims({ target: changed("UPDATE estimate SET norm = 7") })).toBe(1);
    expect(write.mock.calls.flat().join("")).toContain(`FAIL  ${SMALL}: iteration 0: `);
    await expect(checkClaims({ target: db, set: ["x=1"] })).rejects.toThrow(UsageError);
    write.mockRestore();
  });
});
