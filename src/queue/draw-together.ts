import { decodeState, encodeState } from "../memory/encode.ts";
import type { State } from "../memory/state.ts";
import type { ReferenceSums, ReferenceTask } from "../reference/draw.ts";
import type { Draw } from "../sweep/drawing.ts";
import { doNext, type Hands } from "./do-job.ts";
import { pause } from "./pause.ts";
import { enqueue, type Result, resultsOf } from "./results.ts";
import { BATCHES, uuidOf } from "./task.ts";

/** Draws large references by all workers of a queue. */
export interface DrawTogether {
  readonly draw: Draw;
  /** Draws a part that anybody asks for. @returns whether there was one */
  drawNext(): Promise<boolean>;
}

interface Waiting {
  resolve(sums: ReferenceSums): void;
  reject(error: Error): void;
}

/**
 * A reference whose drawing has taken some seconds is gone on with in parts that all workers draw. Each part is drawn from streams of
 * its own, so it has the same bits wherever it is drawn; two runs with the same reference share its parts. Whoever waits for
 * parts draws parts meanwhile.
 *
 * @param here draws in this process
 * @param threads parts that this process draws at the same time
 * @param after seconds of drawing, of all threads together
 */
export const drawTogether = (
  hands: Hands,
  here: Draw,
  {
    threads,
    after,
    signal,
  }: { readonly threads: number; readonly after: number; readonly signal: AbortSignal },
): DrawTogether => {
  const queue = BATCHES();
  const spent = new Map<string, number>(); // milliseconds, by reference
  const waiting = new Map<string, Waiting[]>(); // runs side by side may wait for one part
  let helping = 0;

  const drawNext = () =>
    doNext(hands, queue, async (_, data): Promise<Result | undefined> => {
      try {
        return { file: Buffer.from(encodeState((await here(taskIn(data))) as unknown as State)) };
      } catch (error) {
        return signal.aborted ? undefined : { error: (error as Error).message };
      }
    });

  const take = async (): Promise<boolean> => {
    const results = await resultsOf(hands.connection, queue, [...waiting.keys()]);
    for (const { id, result } of results) {
      for (const each of waiting.get(id) ?? [])
        if ("file" in result) each.resolve(sumsIn(result.file));
        else each.reject(new Error(result.error));
      waiting.delete(id);
    }
    return results.length > 0;
  };

  const help = async (): Promise<void> => {
    while (waiting.size > 0 && !signal.aborted) {
      const drew = await drawNext();
      const took = await take();
      if (!drew && !took) await pause(signal);
    }
  };

  const ask = (task: ReferenceTask): Promise<ReferenceSums> =>
    new Promise((resolve, reject) => {
      const id = uuidOf(`${task.hash} ${task.firstBatch} ${task.batches}`);
      waiting.set(id, [...(waiting.get(id) ?? []), { resolve, reject }]);
      enqueue(hands.connection, queue, new Map([[id, dataOf(task)]]))
        .then(async () => {
          if (helping >= threads) return;
          helping++;
          await help().finally(() => helping--);
        })
        .catch(reject);
    });

  return {
    drawNext,
    async draw(task) {
      const before = spent.get(task.hash) ?? 0;
      if (before >= 1000 * after) return ask(task);
      const begun = performance.now();
      const sums = await here(task);
      spent.set(task.hash, (spent.get(task.hash) ?? 0) + performance.now() - begun);
      return sums;
    },
  };
};

/** As text that keeps every bit. */
const dataOf = (task: ReferenceTask): object => ({ task: encodeState(task as unknown as State) });

const taskIn = (data: unknown): ReferenceTask =>
  decodeState((data as { task: string }).task) as unknown as ReferenceTask;

const sumsIn = (file: Buffer): ReferenceSums => decodeState(file.toString()) as unknown as ReferenceSums;
