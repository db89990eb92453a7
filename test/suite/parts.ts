/** Some of the test files, by their names. */
interface Part {
  readonly include: string[];
  readonly exclude: string[];
  /** Whether each file has a process of its own; else one process does many files, and imports what they share once. */
  readonly isolate: boolean;
}

/**
 * The parts of the test suite. A file that starts another process, or takes more than about two seconds of a quiet
 * processor, is called `….slow.test.ts`; one that replaces modules or globals, so that no other may share its process,
 * `….alone.test.ts`. All others are what `npm run test:fast` runs, and those that are alone.
 */
export const parts = {
  fast: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/**/*.slow.test.ts", "test/**/*.alone.test.ts"],
    isolate: false,
  },
  alone: { include: ["test/**/*.alone.test.ts"], exclude: [], isolate: true },
  slow: { include: ["test/**/*.slow.test.ts"], exclude: [], isolate: false },
} satisfies Record<string, Part>;
