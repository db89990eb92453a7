import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { Allocate } from "../probe/cell.ts";

/**
 * Memory that the writer is done with and has sent back, where there is any of the length: what is new for every cell
 * is tens of megabytes before two collectors find it.
 */
export const reclaimed = (port: MessagePort): Allocate => {
  const free: Float64Array[] = [];
  return (length) => {
    for (let back = receiveMessageOnPort(port); back; back = receiveMessageOnPort(port))
      free.push(...(back.message as ArrayBuffer[]).map((buffer) => new Float64Array(buffer)));
    const i = free.findIndex((each) => each.length === length);
    return i < 0 ? new Float64Array(length) : free.splice(i, 1)[0].fill(0);
  };
};
