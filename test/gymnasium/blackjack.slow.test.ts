import { afterEach, describe, expect, it } from "vitest";
import { stream } from "../../src/random.ts";
import { continuousGym, disposeAll, present } from "./python.ts";

const CARDS = Array.from({ length: 10 }, (_, i) => ({ card: i + 1, chance: (i === 9 ? 4 : 1) / 13 }));

/** A hand's value: one ace counts 11 where that is at most 21. */
const worth = (sum: number, hasAce: boolean): number => (hasAce && sum + 10 <= 21 ? sum + 10 : sum);

/** Expectation over the next card. */
const overCard = (of: (card: number) => number): number =>
  CARDS.reduce((sum, { card, chance }) => sum + chance * of(card), 0);

/** Expectation over a hand of two cards. */
const overHand = (of: (sum: number, hasAce: boolean) => number): number =>
  overCard((a) => overCard((b) => of(a + b, a === 1 || b === 1)));

/** Chance that what is drawn to a hand below 17 ends with so much, beyond 21 with 22. */
const chanceOfEnd = (end: number, sum: number, hasAce: boolean): number => {
  const value = worth(sum, hasAce);
  if (value >= 17) return Number(Math.min(value, 22) === end);
  return overCard((card) => chanceOfEnd(end, sum + card, hasAce || card === 1));
};

/** Expected reward of who stands at once: 21 with two cards wins, unless the dealer has that too. */
const rewardOfStick = (tie: number): number => {
  const natural = overHand((sum, hasAce) => Number(worth(sum, hasAce) === 21));
  const ends = [17, 18, 19, 20, 21, 22].map((end) => ({
    end,
    chance: overHand((sum, hasAce) => chanceOfEnd(end, sum, hasAce)),
  }));
  return overHand((sum, hasAce) => {
    const value = worth(sum, hasAce);
    if (value === 21) return 1 - natural + natural * tie;
    return ends.reduce(
      (mean, { end, chance }) => mean + chance * (end > 21 ? 1 : Math.sign(value - end) || tie),
      0,
    );
  });
};

/** Chance that the first card that is taken is too much. */
const chanceOfBust = overHand((sum, hasAce) =>
  overCard((card) => Number(worth(sum + card, hasAce || card === 1) > 21)),
);

const [STICK, HIT] = [0, 1];

/** Games that are played. */
const GAMES = 8000;

/** What one action leads to in many games: z of the difference of its mean to what may be expected. */
const played = (action: number, what: "rewards" | "terminated") => {
  const { lanes } = continuousGym({
    gymnasium: "Blackjack-v1",
    wrappers: ["FlattenObservation"],
  });
  const { shared, sharedCount: n } = lanes!;
  const all = Int32Array.from({ length: n }, (_, lane) => lane);
  const random = stream("blackjack");
  const observations = new Float64Array(n * 45);
  const outcomes = { observations, rewards: new Float64Array(n), terminated: new Float64Array(n) };
  let [count, sum, squares] = [0, 0, 0];
  for (; count < GAMES; count += n) {
    const seeds = Float64Array.from(all, () => Math.floor(random.next() * 2 ** 32));
    shared.reset(all, n, seeds, new Float64Array(n).fill(-1), observations);
    shared.step(all, n, new Float64Array(n).fill(action), outcomes);
    for (const x of outcomes[what]) {
      sum += x;
      squares += x * x;
    }
  }
  const mean = sum / count;
  const error = Math.sqrt((squares / count - mean ** 2) / count);
  return (expected: number): number => Math.abs(mean - expected) / error;
};

const Z = 4;

describe.skipIf(!present)("Blackjack of Gymnasium, from endless cards", () => {
  afterEach(disposeAll);

  it("pays who stands at once as its rules say, and not as if a tie were lost", () => {
    const z = played(STICK, "rewards");
    expect(z(rewardOfStick(0))).toBeLessThan(Z);
    expect(z(rewardOfStick(-1))).toBeGreaterThan(Z);
  });

  it("ends a first hit as often as the card is too much, and not as if an ace went on counting 11", () => {
    const z = played(HIT, "terminated");
    expect(z(chanceOfBust)).toBeLessThan(Z);
    const withElevens = overHand((sum, hasAce) => overCard((card) => Number(worth(sum, hasAce) + card > 21)));
    expect(z(withElevens)).toBeGreaterThan(Z);
  });
});
