import { describe, expect, it } from "vitest";
import { missingShards, runsOfShard, shardFile, shardOfFile } from "../../src/store/shards.ts";

describe("a shard", () => {
  it("has every n-th run, so that each run is of one, whatever studies came before", () => {
    const runs = [..."abcdefg"];
    const parts = [0, 1, 2].map((index) => runsOfShard(runs, { index, count: 3 }));
    expect(parts).toEqual([
      ["a", "d", "g"],
      ["b", "e"],
      ["c", "f"],
    ]);
    expect(runsOfShard(runs, { index: 0, count: 3 }, 2)).toEqual(["b", "e"]);
    expect(runsOfShard(runs, { index: 8, count: 9 })).toEqual([]);
  });

  it("has a file whose name tells which it is, in the order of their numbers", () => {
    const file = shardFile("results/study.db", { index: 3, count: 40 });
    expect(file).toBe("results/study.shards/03-of-40.db");
    expect(shardOfFile(file)).toEqual({ index: 3, count: 40 });
    expect(shardFile("x", { index: 9, count: 10 })).toBe("x.shards/9-of-10.db");
    expect(shardOfFile("results/study.db")).toBeUndefined();
  });
});

describe("a folder of shards", () => {
  it("lacks those whose file is not there", () => {
    expect(missingShards(["a/0-of-3.db", "a/2-of-3.db"])).toEqual(["1-of-3.db"]);
    expect(missingShards(["a/0-of-1.db"])).toEqual([]);
    expect(missingShards(["a/mine.db"])).toEqual([]);
  });

  it("that was split anew is whole when one of the splits is", () => {
    expect(missingShards(["a/0-of-3.db", "a/0-of-2.db", "a/1-of-2.db"])).toEqual([]);
  });
});
