/* The protocol of a contender, and what the C programs share: the Alea generator (Baagoe 2010), normal draws, time. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
  long units, trajectories;
  double check;
} Work;

typedef struct {
  double x0, x1, x2;
  int carry;
} Alea;

static inline double draw(Alea *r) {
  double sum = 2091639 * r->x0 + r->carry * 2.3283064365386963e-10;
  r->x0 = r->x1;
  r->x1 = r->x2;
  r->carry = (int)sum;
  return r->x2 = sum - r->carry;
}

/* Box & Muller (1958), the cosine branch only. */
static inline double normal(Alea *r) {
  double radius = sqrt(-2 * log(1 - draw(r)));
  return radius * cos(2 * M_PI * draw(r));
}

/* The state of a generator from four arguments. */
static Alea alea(char **words) {
  Alea made = {atof(words[0]), atof(words[1]), atof(words[2]), atoi(words[3])};
  return made;
}

static double nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * 1e9 + now.tv_nsec;
}

/* Says that it is ready; then, for each number that is asked for, does so many batches and tells the time. */
static int serve(Work (*batches)(long count)) {
  char line[64];
  printf("{\"ready\":\"gcc " __VERSION__ "\"}\n");
  fflush(stdout);
  while (fgets(line, sizeof line, stdin)) {
    double from = nanoseconds();
    Work work = batches(atol(line));
    double time = nanoseconds() - from;
    printf("{\"nanoseconds\":%.0f,\"units\":%ld,\"trajectories\":%ld,\"check\":%.17g}\n", time, work.units,
           work.trajectories, work.check);
    fflush(stdout);
  }
  return 0;
}
