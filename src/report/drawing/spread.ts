/**
 * Places for labels, each as near to where it wants to be as it can, in its own order and without overlap: the least sum
 * of squares of what they are moved, by pooling neighbors that would overlap (Ayer et al. 1955).
 *
 * @param wanted middles, in pixels
 * @param sizes heights, in pixels
 * @param low upper end of the room @param high lower end; where the labels do not fit, they reach beyond it
 * @returns middles, in the order of `wanted`
 */
export const spread = (
  wanted: readonly number[],
  sizes: readonly number[],
  low: number,
  high: number,
): number[] => {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b] || a - b);
  const blocks: { members: number[]; size: number; sum: number }[] = []; // sum: of the wanted upper ends
  for (const i of order) {
    blocks.push({ members: [i], size: sizes[i], sum: wanted[i] - sizes[i] / 2 });
    for (let last = blocks.length - 1; last > 0 && overlap(blocks[last - 1], blocks[last]); last--) {
      const [before, after] = blocks.splice(last - 1, 2);
      blocks.push({
        members: [...before.members, ...after.members],
        size: before.size + after.size,
        sum: before.sum + after.sum - after.members.length * before.size,
      });
    }
  }
  const places = new Array<number>(wanted.length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const ends = Math.max(high, low + total);
  let least = low;
  let left = total;
  for (const block of blocks) {
    let top = Math.min(Math.max(least, block.sum / block.members.length), ends - left);
    least = top + block.size;
    left -= block.size;
    for (const i of block.members) {
      places[i] = top + sizes[i] / 2;
      top += sizes[i];
    }
  }
  return places;
};

interface Block {
  readonly members: readonly number[];
  readonly size: number;
  readonly sum: number;
}

const overlap = (before: Block, after: Block): boolean =>
  before.sum / before.members.length + before.size > after.sum / after.members.length;
