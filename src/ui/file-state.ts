import { type BigIntStats, statSync } from "node:fs";

/** What can be known of a database without opening it. */
export interface FileState {
  /** Changes whenever something is committed. */
  readonly token: string;
  /** When it was written last: milliseconds since 1970; null if it is not there. */
  readonly written: number | null;
}

/** The state of the database at `path`, its log included. */
export const fileState = (path: string): FileState => {
  const found = [path, `${path}-wal`].map((name): BigIntStats | undefined =>
    statSync(name, { bigint: true, throwIfNoEntry: false }),
  );
  const times = found.flatMap((stats) => (stats === undefined ? [] : Number(stats.mtimeMs)));
  return {
    token: found.map((stats) => (stats ? `${stats.ino}.${stats.size}.${stats.mtimeNs}` : "none")).join(" "),
    written: times.length === 0 ? null : Math.max(...times),
  };
};
