import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { Allocate } from "../probe/cell-columns.ts";

/**
 * Buffers that the writer has returned, reused by length. New ones for every cell would be tens of megabytes until the
 * garbage collectors of both threads have run.
 */
export const bufferPool = (port: MessagePort): Allocate => {
  const returned: Float64Array[] = [];
  return (length) => {
    for (let received = receiveMessageOnPort(port); received; received = receiveMessageOnPort(port))
      returned.push(...(received.message as ArrayBuffer[]).map((buffer) => new Float64Array(buffer)));
    const i = returned.findIndex((each) => each.length === length);
    return i < 0 ? new Float64Array(length) : returned.splice(i, 1)[0].fill(0);
  };
};
