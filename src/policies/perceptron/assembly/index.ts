export { gradient } from "./gradient.ts";
export { affine, transposed } from "./product.ts";
export { relu, reluSlopes } from "./relu.ts";
export { tanh, tanhSlopes } from "./tanh.ts";
