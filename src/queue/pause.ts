import { setTimeout } from "node:timers/promises";

const BETWEEN_LOOKS = 500; // milliseconds

/** Until it is time to look again, or the signal is given. */
export const pause = (signal?: AbortSignal): Promise<void> =>
  setTimeout(BETWEEN_LOOKS, undefined, signal && { signal }).catch(() => {});
