import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { normal, stream } from "../../src/index.ts";
import { setUpOf } from "./problems.ts";

/** Paths of files of float64 that the programs of the neural comparisons share. */
export interface NetworkFiles {
  /** θ of the CartPole policy, W [out, in] and b [out] of each layer. # [P] */
  readonly theta: string;
  /** Four observed numbers, an action and a weight in each row. # [4096, 6] */
  readonly rows: string;
}

const ROWS = 4096;

/** Writes them into a folder that is gone when the process ends. */
export const writeNetworkFiles = (): NetworkFiles => {
  const folder = mkdtempSync(join(tmpdir(), "trueslope-network-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const files = { theta: join(folder, "theta.f64"), rows: join(folder, "rows.f64") };
  const draws = stream("bench", "rows");
  const row = () => [...Array.from({ length: 4 }, () => 0.1 * normal(draws)), draws.next() < 0.5 ? 0 : 1];
  const table = Array.from({ length: ROWS }, () => [...row(), 20 * draws.next()]);
  writeFileSync(files.theta, setUpOf("cart-pole").point.theta);
  writeFileSync(files.rows, Float64Array.from(table.flat()));
  return files;
};
