import { expect, it } from "vitest";
import { connect } from "../../src/queue/connect.ts";
import { idOf, RUNS } from "../../src/queue/task.ts";
import { planStudy } from "../../src/study/plan-study.ts";
import { study } from "../cli/study.ts";
import { freePort } from "../suite/free-port.ts";
import { needs } from "../suite/needs.ts";

it("a queue is named by an address of PostgreSQL", async () => {
  await expect(connect("mysql://host/database", ["q"])).rejects.toMatchObject({
    code: "USAGE",
    message: "a queue is named by an address such as postgres://host/database; got mysql://host/database",
  });
});

it.runIf(needs.postgres().met)("where nobody answers at first, that is said", async () => {
  const address = `postgres://127.0.0.1:${await freePort()}/none`;
  await expect(connect(address, ["q"])).rejects.toMatchObject({
    code: "OUTSIDE",
    message: expect.stringMatching(/^the database of the queue cannot be used: .*ECONNREFUSED/),
  });
});

it("the same run of the same study has the same number, and no other has it", () => {
  const configs = planStudy(study() as never);
  const ids = ["small", "other"].flatMap((name) => configs.map((config) => idOf({ study: name, config })));
  expect(ids).toEqual(ids.map(() => expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)));
  expect(new Set(ids).size).toBe(2 * configs.length);
  expect(idOf({ study: "small", config: structuredClone(configs[0]) })).toBe(ids[0]);
  expect(RUNS()).toMatch(/^runs-\d+-\d+-\d+-[\da-f]+$/);
});
