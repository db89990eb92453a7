import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { MessageChannel } from "node:worker_threads";
import { take } from "rxjs";
import { beforeEach, describe, expect, it } from "vitest";
import { checkStudy } from "../../src/check/study.ts";
import { plan } from "../../src/config/plan.ts";
import type { Study } from "../../src/config/schema.ts";
import { run } from "../../src/run/run.ts";
import { sizeOfStudies } from "../../src/size/study-size.ts";
import { loadStudy, prepareStudies } from "../../src/study/load.ts";
import type { Message } from "../../src/sweep/task.ts";
import runInWorker from "../../src/sweep/worker.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";

const folder = temporaryFolder();

/** What the modules below have done in this thread. */
const seen = { made: 0, disposed: 0, prepared: 0, disposedTwice: 0 };
Object.assign(globalThis, { seenByModules: seen });
beforeEach(() => {
  for (const key of Object.keys(seen)) seen[key as keyof typeof seen] = 0;
});

const counting = `
const seen = globalThis.seenByModules;
export default ({ bad, stubborn }) => {
  seen.made++;
  let steps = 0;
  let gone = false;
  return {
    kind: "counting", states: 2, actions: 2,
    reset: () => 0,
    step(state, action, random, outcome) {
      if (gone) throw new Error("it is gone");
      if (bad && ++steps > 3000) throw new Error("no more steps"); // after it was tried out
      outcome.reward = action;
      outcome.terminated = state === 1;
      return 1;
    },
    dispose() {
      if (gone) seen.disposedTwice++;
      gone = true;
      seen.disposed++;
      if (stubborn) throw new Error("I stay");
    },
  };
};`;

let files = 0;
const fileOf = (source: string): string => {
  const name = `${files++}.mjs`;
  writeFileSync(join(folder, name), source);
  return name;
};

const studyFile = (module: string, options: object = {}, changes: object = {}): string => {
  const path = join(folder, `${files++}.yaml`);
  const study = {
    name: "x",
    environment: { module: `./${module}`, options },
    objective: { discount: 1, horizon: 3 },
    policy: { kind: "softmax" },
    agents: [{ name: "a", estimator: { kind: "reinforce" }, iterations: 20, batchSize: 100 }],
    seeds: [1],
    ...changes,
  };
  writeFileSync(path, JSON.stringify(study));
  return path;
};

const outcomeOf = (study: Study): string => {
  let told = "";
  run(plan(study)[0]).subscribe({
    error: (error: Error) => (told = error.message),
    complete: () => (told = "complete"),
  });
  return told;
};

const inWorker = async (study: Study): Promise<Message | undefined> => {
  const { port1, port2 } = new MessageChannel();
  const messages: Message[] = [];
  port1.on("message", (message: Message) => void messages.push(message));
  const closed = once(port1, "close");
  const [config] = plan(study);
  await runInWorker({
    config,
    port: port2,
    checkpointEvery: 10,
    inFlight: new Int32Array(new SharedArrayBuffer(4)),
  });
  await closed;
  return messages.at(-1);
};

describe("an environment is disposed of, once, by whoever made it", () => {
  const module = fileOf(counting);

  it("when a study is looked at, measured and checked", () => {
    const study = loadStudy(studyFile(module));
    sizeOfStudies([study]);
    const [, ...claims] = checkStudy(study);
    expect(claims).toBeDefined();
    expect(seen).toEqual({ made: 3, disposed: 3, prepared: 0, disposedTwice: 0 });
  });

  it("when a run ends, also by an error, or is left", async () => {
    const good = loadStudy(studyFile(module));
    const bad = loadStudy(studyFile(module, { bad: true }));
    expect(seen).toMatchObject({ made: 2, disposed: 2 });
    expect(outcomeOf(good)).toBe("complete");
    expect(seen).toMatchObject({ made: 3, disposed: 3 });
    expect(outcomeOf(bad)).toBe("no more steps");
    expect(seen).toMatchObject({ made: 4, disposed: 4 });
    run(plan(good)[0]).pipe(take(1)).subscribe();
    expect(seen).toMatchObject({ made: 5, disposed: 5 });
    expect(await inWorker(good)).toEqual({ error: null });
    expect(seen).toMatchObject({ made: 6, disposed: 6 });
    expect(await inWorker(bad)).toMatchObject({ error: { message: "no more steps" } });
    expect(seen).toEqual({ made: 7, disposed: 7, prepared: 0, disposedTwice: 0 });
  });

  it("and says so where that fails", () => {
    const message = "environment: dispose of counting threw Error: I stay";
    expect(() => loadStudy(studyFile(module, { stubborn: true }))).toThrow(message);
  });

  it("and one that is given is left to who gave it", async () => {
    const { default: create } = (await import(join(folder, module))) as {
      default: (options: object) => never;
    };
    const [config] = plan(loadStudy(studyFile(module)));
    const before = seen.disposed;
    run(config, create({})).subscribe();
    expect(seen.disposed).toBe(before);
  });
});

describe("what an environment has to wait for", () => {
  const waiting = `await Promise.resolve();\n${counting}`;
  const preparing = `${counting}
let ready = false;
export const prepare = async ({ bad }) => {
  await null;
  if (bad) throw new Error("no engine here");
  ready = true;
  seen.prepared++;
};
export const environment = (options) => {
  if (!ready) throw new Error("not prepared");
  return create(options);
};`.replace("export default", "const create =");

  it("is an await at the top of its module", async () => {
    const path = studyFile(fileOf(waiting));
    expect(() => loadStudy(path)).toThrow(/cannot be loaded: /);
    await prepareStudies(path);
    expect(outcomeOf(loadStudy(path))).toBe("complete");
    expect(await inWorker(loadStudy(path))).toEqual({ error: null });
  });

  it("is its function prepare, which every thread awaits before it makes one", async () => {
    const path = studyFile(fileOf(preparing));
    expect(() => loadStudy(path)).toThrow("not prepared");
    await prepareStudies(path);
    expect(seen.prepared).toBe(1);
    expect(await inWorker(loadStudy(path))).toEqual({ error: null });
    expect(seen.prepared).toBe(2);
  });

  it("may not be had: then that is told with all else that is wrong", async () => {
    const path = studyFile(fileOf(preparing), { bad: true });
    await prepareStudies(path);
    expect(() => loadStudy(path)).toThrow(/environment: .*\.mjs cannot be loaded: Error: no engine here$/);
    const twice = studyFile(fileOf(preparing), { bad: true }, { seeds: [0.5] });
    await prepareStudies(twice);
    expect(() => loadStudy(twice)).toThrow(/seeds/);
  });
});
