/* FrozenLake 4x4, slippery, uniform softmax policy, T = 100: batches of 64 trajectories and their reward-to-go
 * estimate. Draws by inverse CDF, counting the thresholds that a uniform reaches: a loop that stops at the first
 * one takes more than twice as long, for its branches cannot be predicted. */
#include "rounds.h"

enum { S = 16, A = 4, K = 3, T = 100, BATCH = 64 };
static const char *MAP = "SFFFFHFHFFFHHFFG";
static const double GAMMA = 0.99;

static double policy[S * A], cumulative[S * A];
static double threshold[S * A * K], reward[S * A * K];
static int next_state[S * A * K], start[S * A + 1];
static unsigned char terminated[S * A * K];
static int states[BATCH * T], actions[BATCH * T], offsets[BATCH + 1];
static double rewards[BATCH * T], weights[BATCH * T], sums[S * A], gradient[S * A];
static Alea choice, chance;

static int move(int s, int a) {
  int row = s / 4, column = s % 4;
  if (a == 0 && column > 0) column--;
  if (a == 1 && row < 3) row++;
  if (a == 2 && column < 3) column++;
  if (a == 3 && row > 0) row--;
  return row * 4 + column;
}

static void build(void) {
  int o = 0;
  for (int s = 0; s < S; s++)
    for (int a = 0; a < A; a++) {
      start[s * A + a] = o;
      policy[s * A + a] = 0.25;
      cumulative[s * A + a] = a == A - 1 ? 1 : 0.25 * (a + 1);
      int over = MAP[s] == 'H' || MAP[s] == 'G';
      for (int k = 0; k < (over ? 1 : K); k++, o++) {
        int n = over ? s : move(s, (a + k + 3) % 4);
        next_state[o] = n;
        threshold[o] = over || k == K - 1 ? 1 : (k + 1) / 3.0;
        terminated[o] = over || MAP[n] == 'H' || MAP[n] == 'G';
        reward[o] = !over && MAP[n] == 'G';
      }
    }
  start[S * A] = o;
}

static int rollout(void) {
  int k = 0;
  Alea acts = choice, lands = chance;
  for (int i = 0; i < BATCH; i++) {
    offsets[i] = k;
    int s = 0, over = 0, end = k + T;
    while (k < end && !over) {
      double u = draw(&acts);
      int first = s * A, row = first;
      for (int a = 0; a < A - 1; a++) row += u >= cumulative[first + a];
      int from = start[row], last = start[row + 1] - 1, o = from;
      if (from < last) {
        double v = draw(&lands);
        for (int j = from; j < last; j++) o += v >= threshold[j];
      }
      states[k] = s;
      actions[k] = row - first;
      rewards[k] = reward[o];
      s = next_state[o];
      over = terminated[o];
      k++;
    }
  }
  offsets[BATCH] = k;
  choice = acts;
  chance = lands;
  return k;
}

static void estimate(int steps) {
  for (int i = 0; i < BATCH; i++) {
    double rest = 0, coefficient = 1;
    for (int k = offsets[i + 1] - 1; k >= offsets[i]; k--) weights[k] = rest = rewards[k] + GAMMA * rest;
    for (int k = offsets[i]; k < offsets[i + 1]; k++, coefficient *= GAMMA) weights[k] *= coefficient;
  }
  memset(sums, 0, sizeof sums);
  for (int k = 0; k < steps; k++) sums[states[k] * A + actions[k]] += weights[k];
  for (int s = 0; s < S; s++) {
    double sum = 0;
    for (int a = 0; a < A; a++) sum += sums[s * A + a];
    for (int a = 0; a < A; a++) gradient[s * A + a] = (sums[s * A + a] - policy[s * A + a] * sum) / BATCH;
  }
}

static Work batches(long count) {
  Work work = {0, count * BATCH, 0};
  for (long i = 0; i < count; i++) {
    int steps = rollout();
    estimate(steps);
    work.units += steps;
  }
  for (int j = 0; j < S * A; j++) work.check += gradient[j] * gradient[j];
  return work;
}

int main(int argc, char **argv) {
  if (argc != 9) return 1;
  choice = alea(argv + 1);
  chance = alea(argv + 5);
  build();
  return serve(batches);
}
