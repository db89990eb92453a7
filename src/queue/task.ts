import { createHash } from "node:crypto";
import { engineDigest } from "../arithmetic/engine.ts";
import { hashOf, type RunConfig } from "../config/plan.ts";
import { version } from "../store/version.ts";

/** A run that a worker is asked for. */
export interface Task {
  readonly study: string;
  readonly config: RunConfig;
}

/** What is equal to the bit where version and rounding are: others have queues of their own. */
const queueOf = (what: string) => (): string => `${what}-${version().replaceAll(".", "-")}-${engineDigest()}`;

/** The queue of runs. */
export const RUNS = queueOf("runs");

/** The queue of parts of references. */
export const BATCHES = queueOf("batches");

/** The number of a task: the same for the same run of the same study, whoever asks for it. */
export const idOf = ({ study, config }: Task): string => uuidOf(`${study}\n${hashOf(config)}`);

/** A text as the number of a job. */
export const uuidOf = (text: string): string => {
  const hex = createHash("sha256").update(text).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
};

/** A task as the data of a job. As text: PostgreSQL sorts the keys of JSON, and a run is what its text says. */
export const dataOf = (task: Task): object => ({ task: JSON.stringify(task) });

export const taskIn = (data: unknown): Task => JSON.parse((data as { task: string }).task);
