import { Script } from "node:vm";

const script = new Script("globalThis[Symbol.for('trueslope.work')]()");
const place = Symbol.for("trueslope.work");

/**
 * What some work returns that is over when it returns, unless it takes too long: even an endless loop is ended.
 *
 * @param milliseconds a whole number
 * @throws RangeError when its time is over; and whatever the work throws
 */
export const withinTime = <T>(milliseconds: number, work: () => T): T => {
  const holder = globalThis as unknown as Record<symbol, (() => T) | undefined>;
  const before = holder[place];
  holder[place] = work;
  try {
    return script.runInThisContext({ timeout: milliseconds }) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException | null)?.code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    throw new RangeError(`it has not returned after ${milliseconds / 1000} s, and was ended`);
  } finally {
    holder[place] = before;
  }
};
