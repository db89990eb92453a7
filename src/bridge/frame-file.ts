import { readFileSync } from "node:fs";
import { dataLength, decodeFrame, type Frame, headerLength } from "./frame.ts";

/** Reads a file in the format of safetensors. @throws RangeError if it cannot be read, or is of another format */
export const readFrameFile = (path: string): Frame => {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new RangeError(`${path}: ${code === "ENOENT" ? "no such file" : `cannot be read: ${message}`}`);
  }
  try {
    const first = bytes.length < 8 ? Number.POSITIVE_INFINITY : 8 + headerLength(bytes);
    if (first > bytes.length) throw new RangeError("it ends before its header does");
    const header = bytes.subarray(8, first);
    const needed = first + dataLength(header);
    if (needed > bytes.length) throw new RangeError(`it has ${bytes.length} bytes of ${needed}`);
    return decodeFrame(header, bytes.subarray(first));
  } catch (error) {
    throw new RangeError(`${path} is no safetensors file: ${(error as Error).message}`);
  }
};
