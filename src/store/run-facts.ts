/** What a run was made with. */
export interface Provenance {
  /** null outside git. */
  readonly gitCommit: string | null;
  readonly gitDirty: boolean | null;
  readonly packageVersion: string;
  readonly nodeVersion: string;
  /** How the engine rounds: `engineDigest`. */
  readonly engine: string;
  readonly host: string;
  readonly pid: number;
}

/** How a run ends. */
export type RunEnd = "done" | "failed" | "interrupted";
