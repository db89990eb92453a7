/* The double integrator with a linear-Gaussian policy u = K x + s e at K = 0, T = 10: batches of 64 trajectories and
 * their reward-to-go estimate. The draws are in the order of trueslope: at each time, the actions of all trajectories
 * and then their steps. The matrices are general, as they are there; their sizes are constants. */
#include "rounds.h"

enum { D = 2, K = 1, T = 10, BATCH = 64 };
static const double GAMMA = 0.99, SIGMA = 0.3;
static double a[D * D] = {1, 1, 0, 1}, b[D * K] = {0, 1}, q[D * D] = {1, 0, 0, 0}, r[K * K] = {1};
static double noise[D] = {0.01, 0.01}, start[D] = {-1, 0};

static double theta[K * D], state[BATCH][D], gradient[K * D];
static double observations[BATCH][T][D], controls[BATCH][T][K], rewards[BATCH][T];
static double weights[BATCH][T];
static Alea choice, chance;

static void rollout(void) {
  Alea acts = choice, moves = chance;
  for (int i = 0; i < BATCH; i++)
    for (int d = 0; d < D; d++) state[i][d] = start[d];
  for (int t = 0; t < T; t++) {
    for (int i = 0; i < BATCH; i++)
      for (int k = 0; k < K; k++) {
        double mean = 0;
        for (int d = 0; d < D; d++) mean += theta[k * D + d] * state[i][d];
        controls[i][t][k] = mean + SIGMA * normal(&acts);
      }
    for (int i = 0; i < BATCH; i++) {
      double next[D], cost = 0;
      for (int d = 0; d < D; d++) {
        observations[i][t][d] = state[i][d];
        next[d] = 0;
        for (int e = 0; e < D; e++) next[d] += a[d * D + e] * state[i][e];
        for (int k = 0; k < K; k++) next[d] += b[d * K + k] * controls[i][t][k];
      }
      for (int d = 0; d < D; d++) state[i][d] = next[d] + noise[d] * normal(&moves);
      for (int d = 0; d < D; d++)
        for (int e = 0; e < D; e++) cost += q[d * D + e] * state[i][d] * state[i][e];
      for (int k = 0; k < K; k++)
        for (int j = 0; j < K; j++) cost += r[k * K + j] * controls[i][t][k] * controls[i][t][j];
      rewards[i][t] = -cost;
    }
  }
  choice = acts;
  chance = moves;
}

static void estimate(void) {
  memset(gradient, 0, sizeof gradient);
  for (int i = 0; i < BATCH; i++) {
    double rest = 0, coefficient = 1;
    for (int t = T - 1; t >= 0; t--) weights[i][t] = rest = rewards[i][t] + GAMMA * rest;
    for (int t = 0; t < T; t++, coefficient *= GAMMA) weights[i][t] *= coefficient;
  }
  for (int i = 0; i < BATCH; i++)
    for (int t = 0; t < T; t++)
      for (int k = 0; k < K; k++) {
        double mean = 0;
        for (int d = 0; d < D; d++) mean += theta[k * D + d] * observations[i][t][d];
        double slope = weights[i][t] * (controls[i][t][k] - mean) / (SIGMA * SIGMA);
        for (int d = 0; d < D; d++) gradient[k * D + d] += slope * observations[i][t][d];
      }
  for (int j = 0; j < K * D; j++) gradient[j] /= BATCH;
}

static Work batches(long count) {
  Work work = {count * BATCH * T, count * BATCH, 0};
  for (long i = 0; i < count; i++) {
    rollout();
    estimate();
  }
  for (int j = 0; j < K * D; j++) work.check += gradient[j] * gradient[j];
  return work;
}

int main(int argc, char **argv) {
  if (argc != 9) return 1;
  choice = alea(argv + 1);
  chance = alea(argv + 5);
  return serve(batches);
}
