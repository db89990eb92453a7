import { setTimeout } from "node:timers/promises";
import { workerData } from "node:worker_threads";
import type { QueryLimits } from "../ui/ask.ts";

// A thread that ends its process, which may be deep in SQLite and hear nothing, when it uses too much memory, or
// twice the time, as it does if nobody is left to end it.

const INTERVAL = 10; // milliseconds

const { megabytes, milliseconds } = workerData as QueryLimits;
const end = performance.now() + 2 * milliseconds;
while (process.memoryUsage.rss() < megabytes * 1e6 && performance.now() < end) await setTimeout(INTERVAL);
process.kill(process.pid, "SIGKILL");
