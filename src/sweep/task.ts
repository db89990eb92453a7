import type { MessagePort } from "node:worker_threads";
import type { RunConfig } from "../config/plan.ts";
import type { ErrorRecord } from "../errors/error-record.ts";
import type { Offer } from "../probe/draw-blocks.ts";
import type { RunEvent } from "../run/events.ts";

/** What a worker thread is asked to do: one run, whose messages go to `port`, from where their memory comes back. */
export interface Task {
  readonly config: RunConfig;
  /** The state with which it begins: of the run that it continues, or of its own checkpoint. */
  readonly resume?: string | undefined;
  /** Seconds between its checkpoints. */
  readonly checkpointEvery: number;
  readonly port: MessagePort;
  /** Numbers that are sent and not yet recorded. # [1], shared by both threads */
  readonly inFlight: Int32Array<SharedArrayBuffer>;
}

/** What a worker thread is asked to do for a run that another one does: blocks of its cells. */
export interface HelpTask {
  readonly config: RunConfig;
  readonly offer: Offer;
  /** Its number among those who help with these cells. */
  readonly helper: number;
}

/** What a worker sends: that it has begun, cells that others may help with, batches of events, and at last that the run has ended, with its error or null. */
export type Message =
  | { readonly begun: true }
  | { readonly offer: Offer }
  | { readonly events: readonly RunEvent[] }
  | { readonly error: ErrorRecord | null };
