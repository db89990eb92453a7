/* FrozenLake 4x4, slippery, uniform softmax policy, T = 100: batches of 64 trajectories and their reward-to-go
 * estimate, or with the word "seven" the estimates of the seven of experiments/frozen-lake, side by side. Draws by inverse CDF, counting the thresholds that a uniform reaches: a loop that stops at the first
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
static int last_state[BATCH];
static unsigned char ended[BATCH];
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
    last_state[i] = s;
    ended[i] = over;
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

/* GAE(0.95) with values that were not learned yet, the total return, the reward-to-go with and without the discount of
 * its step and minus the exact value, the exact TD error and the exact GAE(0.95); and a lane of nothing. */
enum { E = 7, LANES = 8 };
static double value[(T + 1) * S], learned[S];
static double numbers[T][LANES], lanes[S * A][LANES], gradients[S * A][LANES];
static const double DECAY[LANES] = {GAMMA * 0.95, GAMMA, GAMMA, GAMMA, GAMMA, 0, GAMMA * 0.95, 0};

static void solve(void) {
  for (int t = T - 1; t >= 0; t--)
    for (int s = 0; s < S; s++)
      for (int a = 0; a < A; a++)
        for (int from = start[s * A + a], o = from; o < start[s * A + a + 1]; o++) {
          double chance = 1.0 / (start[s * A + a + 1] - from);
          double rest = terminated[o] ? 0 : GAMMA * value[(t + 1) * S + next_state[o]];
          value[t * S + s] += policy[s * A + a] * chance * (reward[o] + rest);
        }
}

static void estimate_seven(void) {
  memset(lanes, 0, sizeof lanes);
  for (int i = 0; i < BATCH; i++) {
    int first = offsets[i], length = offsets[i + 1] - first;
    double y[LANES] = {0}, later = ended[i] ? 0 : value[length * S + last_state[i]];
    double guess = ended[i] ? 0 : learned[last_state[i]];
    for (int t = length - 1; t >= 0; t--) {
      int s = states[first + t];
      double r = rewards[first + t], v = value[t * S + s], u = learned[s];
      double error = r + GAMMA * later - v;
      double x[LANES] = {r + GAMMA * guess - u, r, r, r, r, error, error, 0};
      for (int e = 0; e < LANES; e++) numbers[t][e] = y[e] = x[e] + DECAY[e] * y[e];
      numbers[t][4] -= v;
      later = v;
      guess = u;
    }
    double total = numbers[0][1], c = 1;
    for (int t = 0; t < length; t++, c *= GAMMA) {
      double *sum = lanes[states[first + t] * A + actions[first + t]];
      double factor[LANES] = {c, 1, c, 1, c, c, c, 0};
      numbers[t][1] = total;
      for (int e = 0; e < LANES; e++) sum[e] += numbers[t][e] * factor[e];
    }
  }
  for (int s = 0; s < S; s++) {
    double sum[LANES] = {0};
    for (int a = 0; a < A; a++)
      for (int e = 0; e < LANES; e++) sum[e] += lanes[s * A + a][e];
    for (int a = 0; a < A; a++)
      for (int e = 0; e < LANES; e++)
        gradients[s * A + a][e] = (lanes[s * A + a][e] - policy[s * A + a] * sum[e]) / BATCH;
  }
}

static int seven;

static Work batches(long count) {
  Work work = {0, count * BATCH, 0};
  for (long i = 0; i < count; i++) {
    int steps = rollout();
    if (seven) estimate_seven();
    else estimate(steps);
    work.units += steps;
  }
  for (int j = 0; j < S * A; j++) {
    work.check += gradient[j] * gradient[j];
    for (int e = 0; e < E; e++) work.check += gradients[j][e] * gradients[j][e];
  }
  return work;
}

int main(int argc, char **argv) {
  if (argc != 9 && argc != 10) return 1;
  seven = argc == 10;
  choice = alea(argv + 1);
  chance = alea(argv + 5);
  build();
  solve();
  return serve(batches);
}
