import { serve } from "../ours/serve.ts";
import { importPeer, networkArguments, type Peer, squares } from "./peer.ts";

/** Forward and backward pass of the CartPole policy in jax-js, compiled by `jit` for WebAssembly. */
Object.assign(globalThis, { navigator: { hardwareConcurrency: 1 } }); // Node 20 has none, and it looks there
const { peer: jax, version } = await importPeer("@jax-js/jax");
await jax.init("wasm");
jax.defaultDevice("wasm");
const { numpy: np, nn } = jax;
const { rows, layers, seen, actions, weights } = networkArguments();
const array = (values: Float32Array, shape: number[]) => np.array(values, { shape, dtype: np.float32 });
const theta = layers.flatMap(({ w, b, shape }) => [array(w, shape), array(b, [shape[1]])]);
const given = [array(seen, [rows, 4]), array(actions, [rows, 2]), array(weights, [rows])];

const objective = (theta: Peer[], x: Peer, actions: Peer, weights: Peer): Peer => {
  const [w1, b1, w2, b2, w3, b3] = theta;
  const first = np.tanh(np.matmul(x, w1).add(b1));
  const second = np.tanh(np.matmul(first, w2).add(b2));
  const logits = np.matmul(second, w3).add(b3);
  return np.sum(np.sum(nn.logSoftmax(logits, -1).mul(actions), 1).mul(weights));
};
const gradient = jax.jit(jax.grad(objective));
const own = (arrays: Peer[]) => arrays.map((each) => each.ref); // a call uses up what it is given

await serve(`jax-js ${version}`, (count) => {
  let made: ArrayLike<number>[] = [];
  for (let i = 0; i < count; i++)
    made = gradient(own(theta), ...own(given)).map((each: Peer): ArrayLike<number> => each.dataSync());
  return { units: count * rows, trajectories: count, check: squares(made) };
});
process.exit();
