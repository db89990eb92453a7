import { type Asked, Client } from "./client.ts";

/** Processes that nobody uses now, by what they were asked for: Python takes half a second to start. */
const idle = new Map<string, Client[]>();

/** A process that was used before, or a new one. @throws OutsideError or RangeError as `Client` */
export const takeClient = (asked: Asked): Client =>
  idle.get(JSON.stringify(asked))?.pop() ?? new Client(asked);

/** Gives a process back, for who asks for the same next in this thread. One that has ended is not used again. */
export const returnClient = (asked: Asked, client: Client): void => {
  if (client.ended) return;
  const key = JSON.stringify(asked);
  idle.set(key, [...(idle.get(key) ?? []), client]);
};
