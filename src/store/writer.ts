import { dirname } from "node:path";
import type Database from "better-sqlite3";
import { StoreError } from "../errors/store-error.ts";
import { makeFolder } from "../files/make-folder.ts";
import type { Objective } from "../problem/objective.ts";
import type { Reference } from "../reference/average.ts";
import type { RunEvent } from "../run/events.ts";
import { type AdoptedRun, runAdopter } from "./adopt.ts";
import { addSteps, runDigester } from "./digest.ts";
import { explained } from "./explain.ts";
import { identityOf, markWriter, placeOf } from "./place.ts";
import { checkpointKeeper, type ProbedPoint } from "./record/checkpoints.ts";
import { recorder } from "./record/record.ts";
import { type PlannedRun, type RegisteredRun, registerRuns } from "./record/register.ts";
import { referenceReader, referenceRecorder } from "./reference.ts";
import { type DraftKeeper, draftKeeper } from "./reference-draft.ts";
import type { Provenance, RunEnd } from "./run-facts.ts";
import { now } from "./schema.ts";

/**
 * The one writer of a database; made by `openStore`. Every call is one transaction: it writes all of its rows
 * or none. A full disk, a lost permission or a damaged file surfaces as a `StoreError`, and what was committed
 * before stays as it is.
 */
export class Store {
  readonly path: string;
  /** What is drawn of references that are not whole. */
  readonly drafts: DraftKeeper;
  /** Where `path` led when it was opened, and which file was there. */
  readonly #place: string;
  readonly #identity: string | undefined;
  readonly #db: Database.Database;
  readonly #version: string;
  readonly #release: () => void;
  readonly #record: (runId: number, events: readonly RunEvent[], steps: number) => void;
  readonly #readReference: (hash: string) => Reference | undefined;
  readonly #recordReference: (probeId: number, objective: Objective, reference: Reference) => void;
  readonly #findProbe: Database.Statement;
  readonly #finalState: Database.Statement<[number], string>;
  readonly #checkpoints: ReturnType<typeof checkpointKeeper>;
  #adopt: ReturnType<typeof runAdopter> | undefined;
  readonly #begin: Database.Statement;
  readonly #heartbeat: Database.Statement;
  readonly #end: Database.Statement;
  readonly #digest: (runId: number, steps: number) => string;
  readonly #writeDigest: Database.Statement;
  /** Of running runs; see `addSteps`. */
  readonly #steps = new Map<number, number>();

  /** @param version of this package @param release called once, after the database is closed */
  constructor(db: Database.Database, path: string, version: string, release: () => void) {
    this.path = path;
    this.#version = version;
    this.#place = placeOf(path);
    this.#identity = identityOf(this.#place);
    this.#db = db;
    this.#release = release;
    this.#record = recorder(db);
    this.#readReference = referenceReader(db);
    this.#recordReference = referenceRecorder(db);
    this.#findProbe = db.prepare("SELECT probe_id FROM probe WHERE run_id = ? AND iteration = ?").pluck();
    this.#finalState = db.prepare<[number], string>("SELECT state FROM final_state WHERE run_id = ?").pluck();
    this.drafts = draftKeeper(db, path, version);
    this.#checkpoints = checkpointKeeper(db);
    this.#begin = db.prepare(
      "UPDATE run SET status = 'running', attempt = attempt + 1, git_commit = ?, git_dirty = ?, " +
        "package_version = ?, node_version = ?, engine = ?, host = ?, pid = ?, started_at = ?, heartbeat = ?, " +
        "ended_at = NULL, error = NULL, earlier_seconds = " +
        "coalesce((SELECT seconds FROM checkpoint AS c WHERE c.run_id = run.run_id), 0) " +
        "WHERE run_id = ? AND status <> 'done'",
    );
    this.#heartbeat = db.prepare("UPDATE run SET heartbeat = ? WHERE run_id = ? AND status = 'running'");
    this.#end = db.prepare(
      "UPDATE run SET status = ?, ended_at = ?, error = ? WHERE run_id = ? AND status <> 'done'",
    );
    this.#digest = runDigester(db);
    this.#writeDigest = db.prepare("UPDATE run SET digest = ? WHERE run_id = ?");
  }

  /**
   * Writes the plan of a study and tells which runs are still to do; see `registerRuns`.
   *
   * @param replace whether runs of the study with another configuration make way; else they are refused
   * @returns one entry per planned run, in the same order
   * @throws StoreError if there are such runs without `replace`; nothing is written then
   */
  register(study: string, runs: readonly PlannedRun[], replace = false): RegisteredRun[] {
    const write = this.#db.transaction(() =>
      registerRuns(this.#db, this.path, study, runs, this.#version, replace),
    );
    return explained(this.path, () => write.immediate());
  }

  /** Marks a registered run as running and counts the attempt. @throws StoreError if it is unknown or done */
  begin(runId: number, provenance: Provenance): void {
    const { gitCommit, gitDirty, packageVersion, nodeVersion, engine, host, pid } = provenance;
    const dirty = gitDirty === null ? null : Number(gitDirty);
    const time = now();
    const program = [gitCommit, dirty, packageVersion, nodeVersion, engine];
    const begin = this.#db.transaction(() => {
      this.#change(this.#begin, runId, ...program, host, pid, time, time);
      return this.#checkpoints.use(runId);
    });
    this.#steps.set(
      runId,
      explained(this.path, () => begin.immediate()),
    );
  }

  /** A sign of life of a running run. @throws StoreError if it is not running or, with code STORE_LOST, if the file is gone */
  heartbeat(runId: number): void {
    if (this.#isLost()) throw new StoreError(this.#loss(), { code: "STORE_LOST" });
    this.#change(this.#heartbeat, runId, now());
  }

  /**
   * Writes the rows of one event, or of several in one transaction: a row of `iteration` alone costs tens of
   * microseconds, in company a few.
   *
   * @throws StoreError if a probe was not planned or the disk fails; none of the events is written then
   */
  record(runId: number, events: RunEvent | readonly RunEvent[]): void {
    const list = "type" in events ? [events] : events;
    let steps = this.#steps.get(runId) ?? 0;
    for (const event of list) if (event.type === "estimates") steps = addSteps(event.envSteps, steps);
    explained(this.path, () => this.#record(runId, list, steps));
    this.#steps.set(runId, steps);
  }

  /** The state of a run after its last update; see `encodeState`. @throws StoreError if none was stored */
  finalState(runId: number): string {
    const state = explained(this.path, () => this.#finalState.get(runId));
    if (state === undefined) throw new StoreError(`${this.path}: run ${runId} has no final state.`);
    return state;
  }

  /** The state of a run at its checkpoint; see `encodeState`. @throws StoreError if there is none */
  checkpoint(runId: number): string {
    const state = explained(this.path, () => this.#checkpoints.state(runId));
    if (state === undefined) throw new StoreError(`${this.path}: run ${runId} has no checkpoint.`);
    return state;
  }

  /** Probes of a run that have happened, and wait for the reference that they are compared with. */
  waitingProbes(runId: number): ProbedPoint[] {
    return explained(this.path, () => this.#checkpoints.waiting(runId));
  }

  /** A reference that was drawn before, by its hash. */
  reference(hash: string): Reference | undefined {
    return explained(this.path, () => this.#readReference(hash));
  }

  /**
   * Writes the reference of a probe and what follows from it for the probe's estimates.
   *
   * @throws StoreError if the probe was not planned or the disk fails; nothing is written then
   */
  recordReference(runId: number, iteration: number, objective: Objective, reference: Reference): void {
    const probeId = this.#findProbe.get(runId, iteration);
    if (probeId === undefined) throw new StoreError(`run ${runId} has no probe planned at ${iteration}.`);
    explained(this.path, () => this.#recordReference(probeId as number, objective, reference));
  }

  /** See `runAdopter`. */
  adopt(runId: number, path: string): AdoptedRun {
    this.#adopt ??= runAdopter(this.#db);
    const adopt = this.#adopt;
    return explained(path, () => adopt(runId, path));
  }

  /**
   * Ends a run; `done` makes its rows immutable. Its checkpoint stays where it was interrupted, and after a first failure.
   *
   * @throws StoreError if it is unknown or done already
   */
  end(runId: number, status: RunEnd, error?: string): void {
    const end = this.#db.transaction(() => {
      this.#change(this.#end, runId, status, now(), error ?? null);
      if (status === "done") this.#checkpoints.drop(runId);
      if (status === "failed") this.#checkpoints.dropUsed(runId);
      const digest = status === "done" ? this.#digest(runId, this.#steps.get(runId) ?? 0) : null;
      this.#writeDigest.run(digest, runId);
    });
    explained(this.path, end);
    this.#steps.delete(runId);
  }

  /**
   * Moves everything into the one file and lets the next writer in. If somebody is reading, the file stays in
   * WAL mode, with its `-wal` beside it, until the next writer closes. Calling it again does nothing.
   *
   * @throws StoreError if the disk is full or fails; the file is closed and its `-wal` holds the rest
   * @throws StoreError with code STORE_LOST if the file was deleted, moved or replaced; what was in it is then saved beside its place
   */
  close(): void {
    if (!this.#db.open) return;
    try {
      if (this.#isLost()) this.#rescue();
      explained(this.path, () => {
        this.#db.pragma("busy_timeout = 0");
        markWriter(this.#db, null);
        this.#db.pragma("wal_checkpoint(truncate)");
      });
      this.#leaveWal();
    } finally {
      this.#db.close();
      this.#release();
    }
  }

  /** Without WAL the finished file can be read from a read-only folder; a reader may prevent it. */
  #leaveWal(): void {
    try {
      this.#db.pragma("journal_mode = delete");
    } catch {
      // Nothing is lost: the file stays in WAL mode, which every reader understands.
    }
  }

  #isLost(): boolean {
    return identityOf(this.#place) !== this.#identity;
  }

  #loss(): string {
    return `${this.path} was deleted, moved or replaced while it was being written.`;
  }

  /** Writes all that was recorded into another file: a file without a name lives as long as it is open. */
  #rescue(): never {
    const copy = `${this.#place}.rescued-${Date.now()}`;
    try {
      makeFolder(dirname(copy));
      markWriter(this.#db, null);
      this.#db.prepare("VACUUM INTO ?").run(copy);
    } catch (error) {
      throw new StoreError(`${this.#loss()} What was recorded is lost: ${(error as Error).message}.`, {
        code: "STORE_LOST",
        cause: error,
      });
    }
    throw new StoreError(`${this.#loss()} What was recorded is in ${copy}.`, { code: "STORE_LOST" });
  }

  #change(statement: Database.Statement, runId: number, ...values: unknown[]): void {
    const { changes } = explained(this.path, () => statement.run(...values, runId));
    if (changes !== 1)
      throw new StoreError(`${this.path}: run ${runId} is not there, or not in a state for this.`);
  }
}
