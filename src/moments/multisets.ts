/** Something that is drawn, and how likely it is. */
export interface Weighed<T> {
  readonly item: T;
  readonly probability: number;
}

/** Number of ways to draw `size` of `count` items, in no order, with replacement: C(count + size − 1, size). */
export const countMultisets = (count: number, size: number): number => {
  let ways = 1;
  for (let i = 1; i <= size; i++) ways *= (count + size - i) / i;
  return Math.round(ways);
};

/**
 * All ways in which `size` independent draws can come out, but for their order: each with its multinomial
 * probability. The list that is handed over is reused.
 */
export const eachMultiset = <T>(
  items: readonly Weighed<T>[],
  size: number,
  visit: (drawn: readonly T[], probability: number) => void,
): void => {
  const drawn: T[] = [];
  const choose = (from: number, repeats: number, probability: number): void => {
    if (drawn.length === size) visit(drawn, probability);
    for (let i = from; i < items.length && drawn.length < size; i++) {
      const again = i === from ? repeats + 1 : 1;
      drawn.push(items[i].item);
      choose(i, again, (probability * items[i].probability * drawn.length) / again);
      drawn.pop();
    }
  };
  choose(0, 0, 1);
};

/** All ways in which `size` independent draws can come out, one after the other. The list is reused. */
export const eachSequence = <T>(
  items: readonly Weighed<T>[],
  size: number,
  visit: (drawn: readonly T[], probability: number) => void,
): void => {
  const drawn: T[] = [];
  const choose = (probability: number): void => {
    if (drawn.length === size) visit(drawn, probability);
    else
      for (const each of items) {
        drawn.push(each.item);
        choose(probability * each.probability);
        drawn.pop();
      }
  };
  choose(1);
};
