/* The same work as tabular.ts in plain C: slippery FrozenLake 4x4, uniform softmax policy, horizon 100, batches
 * of 64 trajectories, two Alea streams, inverse-CDF draws, reward-to-go estimate. Prints ns per transition.
 *   gcc -O3 -march=native tabular.c -o tabular -lm && ./tabular */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { S = 16, A = 4, K = 3, T = 100, BATCH = 64, BATCHES = 2000, ROUNDS = 15 };
static const char *MAP = "SFFFFHFHFFFHHFFG";
static const double GAMMA = 0.99;

typedef struct { double x0, x1, x2; int carry; } Alea;

static inline double draw(Alea *r) {
  double t = 2091639 * r->x0 + r->carry * 2.3283064365386963e-10;
  r->x0 = r->x1;
  r->x1 = r->x2;
  r->carry = (int)t;
  return r->x2 = t - r->carry;
}

static double policy[S * A], cumulative[S * A];
static double threshold[S * A * K], reward[S * A * K];
static int next_state[S * A * K], start[S * A + 1];
static unsigned char terminated[S * A * K];
static int states[BATCH * T], actions[BATCH * T], offsets[BATCH + 1];
static double rewards[BATCH * T], weights[BATCH * T], sums[S * A], gradient[S * A];

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

static int rollout(Alea *choice, Alea *chance) {
  int k = 0;
  for (int i = 0; i < BATCH; i++) {
    offsets[i] = k;
    int s = 0, over = 0, end = k + T;
    while (k < end && !over) {
      double u = draw(choice);
      int row = s * A;
      while (u >= cumulative[row]) row++;
      int o = start[row];
      if (start[row + 1] - o > 1) {
        double v = draw(chance);
        while (v >= threshold[o]) o++;
      }
      states[k] = s;
      actions[k] = row - s * A;
      rewards[k] = reward[o];
      s = next_state[o];
      over = terminated[o];
      k++;
    }
  }
  offsets[BATCH] = k;
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

static int ascending(const void *a, const void *b) {
  double difference = *(const double *)a - *(const double *)b;
  return (difference > 0) - (difference < 0);
}

int main(void) {
  Alea choice = {0.8633, 0.2745, 0.5532, 1}, chance = {0.1537, 0.9345, 0.4412, 1};
  double times[ROUNDS], check = 0;
  build();
  for (int r = -1; r < ROUNDS; r++) {
    struct timespec from, to;
    long steps = 0;
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (int i = 0; i < BATCHES; i++) {
      int n = rollout(&choice, &chance);
      estimate(n);
      steps += n;
      check += gradient[0];
    }
    clock_gettime(CLOCK_MONOTONIC, &to);
    if (r >= 0) times[r] = ((to.tv_sec - from.tv_sec) * 1e9 + (to.tv_nsec - from.tv_nsec)) / steps;
  }
  qsort(times, ROUNDS, sizeof *times, ascending);
  printf("%.3f %g\n", times[ROUNDS / 2], check);
  return 0;
}
