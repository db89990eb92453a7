import { MessageChannel } from "node:worker_threads";
import { expect, test } from "vitest";
import { bufferPool } from "../../src/sweep/buffer-pool.ts";

test("memory that comes back is handed out once more, as zeros, where it has the length", () => {
  const { port1: writer, port2: run } = new MessageChannel();
  const allocate = bufferPool(run);
  expect(allocate(3)).toEqual(new Float64Array(3));
  // memory that both sides see tells whether it is the same
  const [three, two] = [3, 2].map((length) => new Float64Array(new SharedArrayBuffer(8 * length)).fill(7));
  writer.postMessage([three.buffer, two.buffer]);
  const again = allocate(3);
  expect([...three]).toEqual([0, 0, 0]);
  again[0] = 1;
  allocate(3)[0] = 2; // there is no more of this length
  expect([...three]).toEqual([1, 0, 0]);
  expect([...two]).toEqual([7, 7]);
  expect(allocate(2).buffer).toHaveProperty("byteLength", 16);
  expect([...two]).toEqual([0, 0]);
  writer.close();
});
