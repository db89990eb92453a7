import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, fstatSync, readSync, writeSync } from "node:fs";
import { OutsideError } from "../errors/outside-error.ts";
import { dataLength, decodeFrame, encodeFrame, type Frame, headerLength, type Tensor } from "./frame.ts";
import { openPipes, type Pipes } from "./pipes.ts";
import { type Watchdog, watch } from "./watchdog.ts";

/** What is started, and how long it may take. */
export interface OutsideOptions {
  /** The program and its words; no shell reads them. */
  readonly command: readonly [string, ...string[]];
  /** Seconds that one answer may take; the process is killed then. */
  readonly timeout: number;
}

/** Bytes of the log's end that an error shows, and lines. */
const [LOG_BYTES, LOG_LINES] = [4000, 8];
/** Bytes of a header beyond which an answer is none. */
const MAX_HEADER = 2 ** 20;
/** Bytes of an answer without names. */
const MAX_ANSWER = 2 ** 30;

/**
 * Another process that is asked and answers, frame by frame, while this thread waits: requests are on its file descriptor 3,
 * answers on 4. What it prints goes to a log, of which an error shows the last lines. It ends when its descriptor 3 does.
 */
export class OutsideProcess {
  readonly #command: string;
  readonly #timeout: number;
  readonly #pipes: Pipes;
  readonly #child: ChildProcess;
  readonly #watchdog: Watchdog;
  readonly #head = new Uint8Array(8);
  #closed = false;

  /** @throws OutsideError if it cannot be started */
  constructor({ command: [program, ...words], timeout }: OutsideOptions) {
    this.#command = [program, ...words].join(" ");
    this.#timeout = timeout;
    const pipes = openPipes();
    this.#pipes = pipes;
    const stdio = ["ignore", pipes.log, pipes.log, pipes.theirs.read, pipes.theirs.write] as const;
    this.#child = spawn(program, words, { stdio: [...stdio] });
    this.#child.on("error", () => {}); // it has no pid then
    closeSync(pipes.theirs.read); // so that its end is the end of the file
    closeSync(pipes.theirs.write);
    if (this.#child.pid === undefined) {
      this.#closePipes();
      throw new OutsideError(`${program} cannot be started: is it installed, and on the PATH?`);
    }
    this.#child.unref();
    this.#watchdog = watch(this.#child.pid, timeout);
  }

  /** Whether it is asked no more. */
  get ended(): boolean {
    return this.#closed;
  }

  /** Sends a frame and waits for the answer. @throws OutsideError if the process ends, takes too long or answers no frame */
  ask(tensors: readonly Tensor[], metadata: Readonly<Record<string, string>>): Frame {
    return this.#asked(() => {
      this.#write(encodeFrame(tensors, metadata));
      const length = headerLength(this.#read(8));
      if (!(length <= MAX_HEADER)) throw new RangeError(`a header of ${length} bytes`);
      const header = this.#read(length);
      return decodeFrame(header, this.#read(dataLength(header)));
    });
  }

  /** What `work` returns, in its time. */
  #asked<T>(work: () => T): T {
    if (this.#closed) throw new OutsideError(`${this.#command} has ended, and is asked no more`);
    this.#watchdog.begin();
    try {
      return work();
    } catch (error) {
      if (this.#watchdog.end())
        throw this.#failed(`took more than ${this.#timeout} s for one answer and was ended`);
      if (error instanceof Ended || (error as NodeJS.ErrnoException).code === "EPIPE")
        throw this.#failed("ended before it answered");
      throw this.#failed(`answered what is no frame: ${(error as Error).message}`);
    } finally {
      if (!this.#closed) this.#watchdog.end();
    }
  }

  /**
   * Sends bytes and waits for those of an answer, which begins with two Int32: 0, or 1 where something went wrong, and how
   * many bytes follow. For requests that are too many and too small for frames with names.
   *
   * @param into written and returned, where the answer has its length
   * @returns the answer; or what went wrong, as text
   * @throws OutsideError as `ask`
   */
  exchange(request: Uint8Array, into?: Uint8Array): Uint8Array | string {
    return this.#asked(() => {
      this.#write(request);
      this.#readInto(this.#head);
      const [status, length] = new Int32Array(this.#head.buffer);
      if (!((status === 0 || status === 1) && length >= 0 && length <= MAX_ANSWER))
        throw new RangeError(`an answer of ${length} bytes with status ${status}`);
      const answer = status === 0 && into?.length === length ? into : new Uint8Array(length);
      this.#readInto(answer);
      return status === 0 ? answer : Buffer.from(answer).toString();
    });
  }

  /** Whether it has ended, or was ended. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Ends it: its file descriptor 3 is closed. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#watchdog.close();
    this.#closePipes();
  }

  #failed(what: string): OutsideError {
    const log = this.#lastLines();
    this.close();
    return new OutsideError(`${this.#command} ${what}${log === "" ? "" : `; it printed last:\n${log}`}`);
  }

  #lastLines(): string {
    const { log } = this.#pipes;
    const { size } = fstatSync(log);
    const bytes = Buffer.alloc(Math.min(size, LOG_BYTES));
    readSync(log, bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString().trimEnd().split("\n").slice(-LOG_LINES).join("\n");
  }

  #write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; )
      done += writeSync(this.#pipes.ours.write, bytes, done, bytes.length - done);
  }

  #read(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    this.#readInto(bytes);
    return bytes;
  }

  #readInto(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) {
      const count = readSync(this.#pipes.ours.read, bytes, done, bytes.length - done, null);
      if (count === 0) throw new Ended();
      done += count;
    }
  }

  #closePipes(): void {
    closeSync(this.#pipes.ours.write);
    closeSync(this.#pipes.ours.read);
    closeSync(this.#pipes.log);
  }
}

class Ended extends Error {}
