import { describe, expect, it } from "vitest";
import { nearest } from "../../src/errors/did-you-mean.ts";

describe("nearest", () => {
  it("finds what a typo was meant to be, whatever its case, hyphens and underscores", () => {
    expect(nearest("horzion", ["discount", "horizon"])).toBe("horizon");
    expect(nearest("batch_size", ["batchSizes", "batchSize"])).toBe("batchSize");
    expect(nearest("TD", ["exact", "td"])).toBe("td");
    expect(nearest("prot", ["host", "port"])).toBe("port");
    expect(nearest("abcd", ["cdab"])).toBeUndefined();
  });

  it("finds what a word is the beginning of, the first of several", () => {
    expect(nearest("mean_cos", ["mean_norm", "mean_cosine", "mean_cosine_se"])).toBe("mean_cosine");
    expect(nearest("batch", ["batches", "batch"])).toBe("batch");
    expect(nearest("me", ["mean_norm"])).toBeUndefined();
  });

  it("finds nothing where nothing is near", () => {
    expect(nearest("gamma", ["discount", "horizon"])).toBeUndefined();
    expect(nearest("x", ["td"])).toBeUndefined();
  });
});
