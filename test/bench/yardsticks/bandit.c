/* The Bernoulli bandit of problems.ts, uniform softmax policy: batches of 64 trajectories of one step and their
 * reward-to-go estimate. */
#include "rounds.h"

enum { A = 2, BATCH = 64 };
static const double ARM[A] = {0.3, 0.7};

static double policy[A] = {0.5, 0.5}, cumulative[A] = {0.5, 1}, gradient[A];
static int actions[BATCH];
static double rewards[BATCH];
static Alea choice, chance;

static Work batches(long count) {
  Work work = {count * BATCH, count * BATCH, 0};
  Alea acts = choice, pays = chance;
  for (long i = 0; i < count; i++) {
    for (int k = 0; k < BATCH; k++) {
      double u = draw(&acts);
      int action = u >= cumulative[0];
      double v = draw(&pays);
      actions[k] = action;
      rewards[k] = v < ARM[action];
    }
    double sums[A] = {0, 0};
    for (int k = 0; k < BATCH; k++) sums[actions[k]] += rewards[k];
    double sum = sums[0] + sums[1];
    for (int a = 0; a < A; a++) gradient[a] = (sums[a] - policy[a] * sum) / BATCH;
    __asm__ volatile("" : : "r"(gradient) : "memory"); /* every estimate is made */
  }
  choice = acts;
  chance = pays;
  for (int a = 0; a < A; a++) work.check += gradient[a] * gradient[a];
  return work;
}

int main(int argc, char **argv) {
  if (argc != 9) return 1;
  choice = alea(argv + 1);
  chance = alea(argv + 5);
  return serve(batches);
}
