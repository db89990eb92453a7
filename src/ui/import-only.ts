/**
 * Options of Node.js for a thread that loads no modules of users: ours is imported, not required. piscina tries `require` first,
 * and a thread that is ended while it requires an ES module takes the whole process with it (SIGABRT, "must be used on an
 * instantiated module", Node.js 20.20).
 */
export const IMPORT_ONLY = ["--no-experimental-require-module"];
