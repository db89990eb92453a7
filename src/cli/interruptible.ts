import { exitNow } from "./process-end.ts";

/** What asks a process to end: Ctrl-C, and what engines send before they take a machine away. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGUSR2", "SIGXCPU"] as const;

/** A signal, and what has it given no more. */
interface Interruption {
  readonly signal: AbortSignal;
  release(): void;
}

/** A signal that Ctrl-C gives; a second Ctrl-C ends the process at once. */
export const interruptible = (): Interruption => {
  const controller = new AbortController();
  const interrupt = () => (controller.signal.aborted ? exitNow(130) : controller.abort());
  for (const name of SIGNALS) process.on(name, interrupt);
  return {
    signal: controller.signal,
    release: () => {
      for (const name of SIGNALS) process.off(name, interrupt);
    },
  };
};
