/** Commands of pages that are not run: what npm is called with, and why. Each must be a script of the package, or npm's own. */
export const NOT_RUN: Readonly<Record<string, string>> = {
  ci: "installs from the network; continuous integration begins with it",
  test: "is what runs this",
  "run nodes": "downloads other versions of Node.js; continuous integration runs it",
  "run gymnasium": "installs from the network; continuous integration runs it",
  "run coverage -- --studies 150 --write-docs":
    "takes hours, and writes the page; test/coverage runs its parts",
};

/** Commands that go on until they are stopped, and what they say once they are at work. */
export const UNTIL_STOPPED: readonly (readonly [command: RegExp, said: RegExp])[] = [
  [/^npx trueslope ui /, /^http:\/\/\S+$/m],
  [/^npm run dev -- ui /, /^http:\/\/\S+$/m],
  [/^npm run dev -- --watch /, /ended with 0; waiting for changes/],
];

/** Options behind those of `run`, by the study's path: what makes it small where it is long. `*` is any other. */
export type MoreOptions = Readonly<Record<string, readonly string[]>>;

/** Of the studies that pages show; the quickstart is run whole. */
export const FEW_ESTIMATES: MoreOptions = {
  "experiments/quickstart/study.yaml": [],
  "study.yaml": [], // of the examples of --help: small itself
  "cart.yaml": [], // has no probe
  "hill.yaml": ["--set", "probe.replicates=10", "--set", "probe.reference.relativeError=0.3"],
  "*": ["--seeds", "0", "--set", "probe.replicates=10"],
};
