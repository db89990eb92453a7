/**
 * Milliseconds that a test waits for what must come, before it says that it did not: the slowest test takes less than a
 * minute on a quiet processor, and a machine may be ten times slower. A test waits for a condition, never for a time.
 */
export const PATIENCE = 600_000;
