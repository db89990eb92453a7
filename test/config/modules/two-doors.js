/**
 * An environment of one's own with discrete states, in plain JavaScript: two doors, of which one pays. A study names
 * it as `environment: { module: ./two-doors.js, … }`.
 */
export default function twoDoors({ prize = 1, chance = 0.8 }) {
  if (!(chance >= 0 && chance <= 1)) throw new RangeError(`chance must be from 0 to 1; got ${chance}`);
  const [CORRIDOR, ROOM] = [0, 1];
  return {
    kind: "two-doors",
    states: 2,
    actions: 2, // 0 knocks, 1 opens
    reset: () => CORRIDOR,
    step(state, action, random, outcome) {
      const opens = action === 1 && random.next() < chance;
      outcome.reward = state === ROOM && opens ? prize : 0;
      outcome.terminated = state === ROOM && opens;
      return opens ? ROOM : state;
    },
  };
}
