import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** A module of a peer: what is in it is not described here, since the project does not depend on it. */
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Peer = any;

/** The folder where peers are installed: BENCH_PEERS, or else where the benchmark is run. */
const folder = resolve(process.env.BENCH_PEERS ?? ".");

/** Imports a package of that folder, and reads its version. @throws Error if it is not there */
export const importPeer = async (name: string): Promise<{ peer: Peer; version: string }> => {
  const manifest = join(folder, "node_modules", name, "package.json");
  if (!existsSync(manifest)) throw new Error(`${name} is not installed; see BENCH_PEERS`);
  const { version, ...entries } = JSON.parse(readFileSync(manifest, "utf8"));
  const entry = entries.exports?.["."]?.import;
  const file = entry ? join(folder, "node_modules", name, entry) : createRequire(manifest).resolve(name);
  return { peer: await import(pathToFileURL(file).href), version };
};

/** What the network comparisons read. Arguments: rows; file of θ; file of rows (see network-rows.ts). */
export const networkArguments = () => {
  const [rows, theta, table] = process.argv.slice(2);
  const count = Number(rows);
  const steps = numbers(table);
  const column = (first: number, width: number) =>
    Float32Array.from(
      { length: count * width },
      (_, j) => steps[6 * Math.floor(j / width) + first + (j % width)],
    );
  const chosen = column(4, 1);
  return {
    rows: count,
    layers: layersOf(numbers(theta)),
    seen: column(0, 4),
    /** 1 at the action of each row. # [rows, 2] */
    actions: Float32Array.from({ length: 2 * count }, (_, j) => Number(chosen[j >> 1] === j % 2)),
    weights: column(5, 1),
  };
};

const SIZES = [4, 64, 64, 2];

/** W, turned to [in, out] as peers want it, and b of each layer. */
const layersOf = (theta: Float64Array) => {
  let first = 0;
  return SIZES.slice(1).map((outputs, l) => {
    const inputs = SIZES[l];
    const at = first;
    first += (inputs + 1) * outputs;
    return {
      shape: [inputs, outputs],
      w: Float32Array.from(
        { length: inputs * outputs },
        (_, j) => theta[at + (j % outputs) * inputs + Math.floor(j / outputs)],
      ),
      b: Float32Array.from(theta.subarray(at + inputs * outputs, first)),
    };
  });
};

const numbers = (path: string): Float64Array => new Float64Array(new Uint8Array(readFileSync(path)).buffer);

/** The sum of squares, as a check. */
export const squares = (arrays: readonly ArrayLike<number>[]): number =>
  arrays.reduce((sum, array) => sum + Array.from(array).reduce((s, each) => s + each * each, 0), 0);
