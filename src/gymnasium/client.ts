import { pythonFile } from "../bridge/client-command.ts";
import { OutsideProcess } from "../bridge/outside-process.ts";
import { OutsideError } from "../errors/outside-error.ts";

/** What is made in the process. */
export interface Asked {
  /** The program that runs it, from Python 3.10 on. */
  readonly python: string;
  /** As Gymnasium registers it, after a module that registers it where there is one: `module:Name-v0`. */
  readonly id: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly wrappers: readonly unknown[];
  /** Whether observations are to be numbers of states. */
  readonly numbered: boolean;
  /** Seconds that one answer may take. */
  readonly timeout: number;
}

/** What the process says of its environment. */
export interface Described {
  /** Of Discrete observations. */
  readonly states?: number;
  readonly observationSize: number;
  readonly action:
    | { readonly count: number }
    | { readonly size: number; readonly limits?: { readonly low: number[]; readonly high: number[] } };
}

const [DESCRIBE, RESET, STEP] = [0, 1, 2];

/** Bytes that come before lanes, and at a multiple of which numbers begin. */
const HEAD = 8;

/** Environments of one kind in a process of Python, of which as many lanes are made as are used. */
export class Client {
  readonly described: Described;
  readonly #id: string;
  readonly #outside: OutsideProcess;
  #request = new ArrayBuffer(0);
  #answer = new Uint8Array(0);

  /** @throws OutsideError if Python does not start, or RangeError if the environment cannot be made or taken */
  constructor({ python, timeout, ...asked }: Asked) {
    this.#id = asked.id;
    this.#outside = new OutsideProcess({ command: [python, pythonFile("environments.py")], timeout });
    const text = Buffer.from(JSON.stringify(asked));
    const answer = this.#outside.exchange(Buffer.concat([headOf(DESCRIBE, text.length), text]));
    if (typeof answer === "string") {
      this.close();
      throw new RangeError(`${asked.id}: ${(JSON.parse(answer) as Failure).text}`);
    }
    this.described = JSON.parse(Buffer.from(answer).toString());
  }

  /** @param numbers after the lanes, so many rows each @returns the numbers of the answer, valid until the next call */
  reset(
    lanes: Int32Array,
    first: number,
    count: number,
    seeds: Float64Array,
    noises: Float64Array,
  ): Float64Array {
    const numbers = this.#begin(RESET, lanes, first, count, 2 * count);
    for (let r = 0; r < count; r++) {
      numbers[r] = seeds[r];
      numbers[count + r] = noises[r];
    }
    return this.#exchange(count, 2 * count, count * this.described.observationSize);
  }

  /** @returns observations [count, O], rewards [count] and whether it ended [count], valid until the next call */
  step(lanes: Int32Array, first: number, count: number, actions: Float64Array, width: number): Float64Array {
    const numbers = this.#begin(STEP, lanes, first, count, width * count);
    for (let j = 0; j < width * count; j++) numbers[j] = actions[j];
    return this.#exchange(count, width * count, count * (this.described.observationSize + 2));
  }

  /** Whether the process is gone. */
  get ended(): boolean {
    return this.#outside.ended;
  }

  close(): void {
    this.#outside.close();
  }

  /** Writes all of a request but its numbers, which are returned to be written. */
  #begin(what: number, lanes: Int32Array, first: number, count: number, numbers: number): Float64Array {
    const start = startOf(count);
    const bytes = start + 8 * numbers;
    if (this.#request.byteLength < bytes) this.#request = new ArrayBuffer(2 * bytes);
    const head = new Int32Array(this.#request, 0, start / 4);
    head[0] = what;
    head[1] = count;
    for (let r = 0; r < count; r++) head[2 + r] = first + lanes[r];
    return new Float64Array(this.#request, start, numbers);
  }

  #exchange(count: number, numbers: number, expected: number): Float64Array {
    if (this.#answer.length !== 8 * expected) this.#answer = new Uint8Array(8 * expected);
    const request = new Uint8Array(this.#request, 0, startOf(count) + 8 * numbers);
    const answer = this.#outside.exchange(request, this.#answer);
    if (typeof answer === "string") {
      const { row, text } = JSON.parse(answer) as Failure;
      throw new RowError(row ?? 0, `${this.#id}: ${text}`);
    }
    if (answer.length !== 8 * expected)
      throw new OutsideError(`${this.#id}: an answer of ${answer.length} bytes; expected ${8 * expected}`);
    return new Float64Array(answer.buffer, 0, expected);
  }
}

interface Failure {
  readonly row: number | null;
  readonly text: string;
}

/** Something that went wrong in one row of a request. */
export class RowError extends Error {
  readonly row: number;

  constructor(row: number, message: string) {
    super(message);
    this.row = row;
  }
}

const startOf = (count: number): number => HEAD + 4 * (count + (count % 2));

const headOf = (...numbers: number[]): Uint8Array => new Uint8Array(Int32Array.from(numbers).buffer);
