import { serve } from "../ours/serve.ts";
import { importPeer, networkArguments, type Peer, squares } from "./peer.ts";

/** Forward and backward pass of the CartPole policy in TensorFlow.js, on its WebAssembly backend. */
console.warn = console.log = console.info = () => {}; // it greets
const { peer: tf, version } = await importPeer("@tensorflow/tfjs");
await importPeer("@tensorflow/tfjs-backend-wasm");
if (!(await tf.setBackend("wasm")))
  throw new Error("the WebAssembly backend of TensorFlow.js does not start");
const { rows, layers, seen, actions, weights } = networkArguments();
const theta: Peer[] = layers.flatMap(({ w, b, shape }) => [
  tf.variable(tf.tensor(w, shape)),
  tf.variable(tf.tensor(b, [shape[1]])),
]);
const [x, chosen, weight] = [
  tf.tensor(seen, [rows, 4]),
  tf.tensor(actions, [rows, 2]),
  tf.tensor(weights, [rows]),
];

const objective = (): Peer => {
  const [w1, b1, w2, b2, w3, b3] = theta;
  const first = x.matMul(w1).add(b1).tanh();
  const second = first.matMul(w2).add(b2).tanh();
  const logits = second.matMul(w3).add(b3);
  return tf.logSoftmax(logits).mul(chosen).sum(1).mul(weight).sum();
};

await serve(`TensorFlow.js ${version}`, (count) => {
  let made: ArrayLike<number>[] = [];
  for (let i = 0; i < count; i++) {
    const gradients: Peer[] = Object.values(tf.tidy(() => tf.variableGrads(objective).grads));
    made = gradients.map((each): ArrayLike<number> => each.dataSync());
    tf.dispose(gradients);
  }
  return { units: count * rows, trajectories: count, check: squares(made) };
});
process.exit();
