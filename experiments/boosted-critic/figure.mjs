// What the values of each critic cost and take away: prints both, and draws figure.svg beside this file.
// After `npm run build` and the runs of the README: node experiments/boosted-critic/figure.mjs results/boosted-critic.db
import { writeFileSync } from "node:fs";
import {
  createProblem,
  critics,
  environments,
  loadStudies,
  openReader,
  plan,
  policies,
  stream,
} from "trueslope";

const db = openReader(process.argv[2] ?? "results/boosted-critic.db");
const folder = new URL(".", import.meta.url);

/** Makes what `{ kind, … }` of a table names. */
const make = (table, { kind, ...options }, ...context) =>
  table[kind].create(table[kind].options.parse(options), ...context);

/** Processor seconds of one fit to a batch and the values of its steps: the median of seven tries of some fits each. */
const secondsOf = (critic, batch, point) => {
  const [values, ends] = [new Float64Array(batch.steps), new Float64Array(batch.trajectories)];
  const fits = (count) => {
    const begun = process.cpuUsage();
    for (let i = 0; i < count; i++) {
      critic.memory.fit(batch, point);
      critic.evaluate(batch, point, values, ends);
    }
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1e6 / count;
  };
  const count = Math.ceil(0.1 / (fits(2) + 1e-5));
  return Array.from({ length: 7 }, () => fits(count)).sort((a, b) => a - b)[3];
};

const REMOVED = `
  SELECT avg(1 - e.total_variance / n.total_variance) AS removed FROM estimator_summary AS e
  JOIN estimator_summary AS n USING (study, agent, seed, iteration, batch_size)
  WHERE study = ? AND n.estimator = 'none' AND e.estimator = ?`;
const THETA = `
  SELECT theta FROM probe JOIN run USING (run_id) JOIN study USING (study_id) WHERE name = ? ORDER BY seed LIMIT 1`;

/** The critics of a study that are fitted to the batch before, on a batch of θ where it was probed. */
const pointsOf = (file) => {
  const [study] = loadStudies(new URL(file, folder).pathname);
  const [config] = plan(study);
  const environment = make(environments, config.environment);
  const { objective, probe } = config;
  const createPolicy = () => make(policies, config.policy, environment, objective);
  const { theta } = db.prepare(THETA).get(study.name);
  const point = createProblem({ environment, objective, createPolicy }, []).at(
    new Float64Array(theta.buffer.slice(theta.byteOffset, theta.byteOffset + theta.byteLength)),
  );
  const batch = point.sampler(
    stream("figure", "actions"),
    stream("figure", "environment"),
  )(probe.batchSizes[0]);
  const points = probe.estimators
    .filter(({ name }) => name.endsWith(" earlier"))
    .map(({ name, critic }) => ({
      critic: name.split(" ")[0],
      steps: batch.steps,
      seconds: secondsOf(make(critics, critic, { environment, objective }), batch, point),
      removed: db.prepare(REMOVED).get(study.name, name).removed,
    }));
  const { removed } = db.prepare(REMOVED).get(study.name, "exact");
  return { title: config.environment.kind, points, exact: removed };
};

const [WIDTH, HEIGHT, LEFT, TOP] = [250, 220, 50, 40];
const DECADES = [-5, 0]; // of seconds
const COLORS = {
  table: "#777",
  lstd: "#a60",
  linear: "#a60",
  perceptron: "#07a",
  boosted: "#083",
  bernoulli: "#c36",
  "bernoulli+t": "#a0c",
};

/** One panel: seconds from left to right, variance removed upwards, from the least tens of percent to 100 %. */
const panel = ({ title, points, exact }, place) => {
  const least = Math.floor(10 * Math.min(...points.map(({ removed }) => removed))) / 10;
  const most = Math.ceil(10 * Math.max(exact ?? 0, ...points.map(({ removed }) => removed))) / 10;
  const x = (seconds) => (WIDTH * (Math.log10(seconds) - DECADES[0])) / (DECADES[1] - DECADES[0]);
  const y = (removed) => HEIGHT * (1 - (removed - least) / (most - least));
  const text = (at, down, words, more = "") =>
    `<text x="${at.toFixed(1)}" y="${down.toFixed(1)}" ${more}>${words}</text>`;
  const ticks = Array.from({ length: DECADES[1] - DECADES[0] + 1 }, (_, i) => DECADES[0] + i);
  return [
    `<g transform="translate(${LEFT + place * (WIDTH + 2 * LEFT)} ${TOP})">`,
    `<path d="M0 0V${HEIGHT}H${WIDTH}" fill="none" stroke="#999"/>`,
    text(WIDTH / 2, -18, title, 'text-anchor="middle" font-weight="bold"'),
    ...ticks.map((decade) =>
      text(x(10 ** decade), HEIGHT + 16, `1e${decade}`, 'text-anchor="middle" fill="#555"'),
    ),
    text(WIDTH / 2, HEIGHT + 34, "processor seconds of a fit", 'text-anchor="middle" fill="#555"'),
    ...[least, (least + most) / 2, most].map((part) =>
      text(-6, y(part) + 4, `${Math.round(100 * part)} %`, 'text-anchor="end" fill="#555"'),
    ),
    ...(exact === null
      ? []
      : [
          `<path d="M0 ${y(exact).toFixed(1)}H${WIDTH}" stroke="#999" stroke-dasharray="4 3"/>`,
          text(4, y(exact) - 4, "exact V", 'fill="#555"'),
        ]),
    text(4, -4, "variance taken away", 'fill="#555"'),
    ...points.flatMap(({ critic, seconds, removed }, i) => {
      const fill = `fill="${COLORS[critic]}"`;
      const left = critic === "boosted"; // others are on its right
      return [
        `<circle cx="${x(seconds).toFixed(1)}" cy="${y(removed).toFixed(1)}" r="4.5" ${fill}/>`,
        text(
          x(seconds) + (left ? -7 : 7),
          y(removed) + (i % 2 ? 13 : -3),
          critic,
          `${fill} text-anchor="${left ? "end" : "start"}"`,
        ),
      ];
    }),
    "</g>",
  ].join("\n");
};

const panels = ["frozen-lake.yaml", "cart-pole.yaml", "pendulum.yaml"].map(pointsOf);
db.close();
for (const { title, points, exact } of panels) {
  console.log(`${title}${exact === null ? "" : `, exact V ${exact.toFixed(3)}`}`);
  console.table(points);
}
const size = [3 * (WIDTH + 2 * LEFT), HEIGHT + TOP + 50];
writeFileSync(
  new URL("figure.svg", folder),
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.join(" ")}" font-family="sans-serif" font-size="12">`,
    "<title>Variance taken away by values that are fitted to the batch before, against processor seconds of a fit</title>",
    `<rect width="${size[0]}" height="${size[1]}" fill="white"/>`,
    ...panels.map(panel),
    "</svg>\n",
  ].join("\n"),
);
