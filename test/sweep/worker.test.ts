import { once } from "node:events";
import { MessageChannel } from "node:worker_threads";
import { expect, test } from "vitest";
import { plan } from "../../src/config/plan.ts";
import { studySchema } from "../../src/config/schema.ts";
import type { Message } from "../../src/sweep/task.ts";
import runInWorker from "../../src/sweep/worker.ts";
import { study } from "../cli/study.ts";

test("a run that has ended keeps nothing of what comes back for it", async () => {
  const { port1, port2 } = new MessageChannel();
  const messages: Message[] = [];
  port1.on("message", (message: Message) => {
    messages.push(message);
    // as whoever records: the memory goes back, and the run may have ended meanwhile
    if ("events" in message)
      port1.postMessage(
        message.events.flatMap((event) =>
          event.type === "estimates" ? [event.gradients.buffer as ArrayBuffer] : [],
        ),
      );
  });
  const closed = once(port1, "close"); // the port of the run was closed, with all that it had not read
  const [config] = plan(studySchema.parse(study()));
  runInWorker({
    config,
    port: port2,
    checkpointEvery: 10,
    inFlight: new Int32Array(new SharedArrayBuffer(4)),
  });
  await closed;
  expect(messages.at(0)).toEqual({ begun: true });
  expect(messages.some((message) => "events" in message)).toBe(true);
  expect(messages.at(-1)).toEqual({ error: null });
});

test("a run that cannot be set up ends with the code of its family, and no event", async () => {
  const { port1, port2 } = new MessageChannel();
  const messages: Message[] = [];
  port1.on("message", (message: Message) => void messages.push(message));
  const closed = once(port1, "close");
  const [config] = plan(studySchema.parse(study({ policy: { kind: "softmax", initial: [1, 2] } })));
  runInWorker({
    config,
    port: port2,
    checkpointEvery: 10,
    inFlight: new Int32Array(new SharedArrayBuffer(4)),
  });
  await closed;
  const message = "policy.initial: expected 64 numbers, the length of θ; got 2";
  expect(messages).toEqual([{ begun: true }, { error: { code: "CONFIG", message } }]);
});
