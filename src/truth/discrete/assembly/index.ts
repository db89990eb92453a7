/**
 * Carries two vectors u and v of a state back along some of its successors:
 *
 *   u += Σ_k uu_k u'_k,   v += Σ_k (uv_k u'_k + vv_k v'_k),
 *
 * added in the order of the successors. All vectors have 4 · `tiles` numbers; v lies `apart` bytes after u, and v' after u'.
 * @param list of each successor 32 bytes: the address of u', then uu, uv and vv. # [successors] @param end of the list
 * @param cleared 1 if u and v are 0 before, whatever is there
 */
export function carry(u: usize, list: usize, end: usize, tiles: i32, apart: usize, cleared: i32): void {
  for (let j: usize = 0; tiles > 0; tiles--, j += 32) {
    const to = u + j;
    let u0 = f64x2.splat(0), u1 = u0, v0 = u0, v1 = u0;
    if (!cleared) {
      u0 = v128.load(to);
      u1 = v128.load(to, 16);
      v0 = v128.load(to + apart);
      v1 = v128.load(to + apart, 16);
    }
    for (let k = list; k < end; k += 32) {
      const from = <usize>load<i32>(k) + j;
      const uu = v128.load64_splat(k, 8), uv = v128.load64_splat(k, 16), vv = v128.load64_splat(k, 24);
      const x0 = v128.load(from), x1 = v128.load(from, 16);
      u0 = f64x2.add(u0, f64x2.mul(uu, x0));
      u1 = f64x2.add(u1, f64x2.mul(uu, x1));
      v0 = f64x2.add(v0, f64x2.add(f64x2.mul(uv, x0), f64x2.mul(vv, v128.load(from + apart))));
      v1 = f64x2.add(v1, f64x2.add(f64x2.mul(uv, x1), f64x2.mul(vv, v128.load(from + apart, 16))));
    }
    v128.store(to, u0);
    v128.store(to, u1, 16);
    v128.store(to + apart, v0);
    v128.store(to + apart, v1, 16);
  }
}

/** The same where all uv and vv are 0: v stays as it is, or becomes 0. */
export function carryFirst(u: usize, list: usize, end: usize, tiles: i32, apart: usize, cleared: i32): void {
  if (cleared) memory.fill(u + apart, 0, <usize>tiles << 5);
  for (let j: usize = 0; tiles > 0; tiles--, j += 32) {
    const to = u + j;
    let u0 = f64x2.splat(0), u1 = u0;
    if (!cleared) {
      u0 = v128.load(to);
      u1 = v128.load(to, 16);
    }
    for (let k = list; k < end; k += 32) {
      const from = <usize>load<i32>(k) + j;
      const uu = v128.load64_splat(k, 8);
      u0 = f64x2.add(u0, f64x2.mul(uu, v128.load(from)));
      u1 = f64x2.add(u1, f64x2.mul(uu, v128.load(from, 16)));
    }
    v128.store(to, u0);
    v128.store(to, u1, 16);
  }
}
