import * as api from "trueslope";

const { corridor } = api.environments;
const environment = corridor.create(corridor.options.parse({ length: 5, slip: 0.1 }));
const objective = { discount: 0.9, horizon: 20, stateWeight: "discounted" } as const;
const { softmax } = api.policies;
const createPolicy = () => softmax.create(softmax.options.parse({}), environment);
const problem = api.createProblem({ environment, objective, createPolicy }, api.truths);
const point = problem.at(new Float64Array(problem.policy.parameters));

const some = api.sample({ kind: "corridor", length: 5, slip: 0.1 }, { kind: "softmax" }, point.theta, 3);
const steps: number = some.reduce((sum, { rewards }) => sum + rewards.length, 0);

const { reinforce } = api.estimators;
const critic = () => {
  throw new Error("reward-to-go has no critic");
};
const estimator = reinforce.create(reinforce.options.parse({}), { ...problem, critic });
const estimate = new Float64Array(point.theta.length);
const draw = point.sampler(api.stream("actions"), api.stream("environment"));
estimator.estimate(draw(1000), point, estimate, api.stream("estimator"));

const { gradient } = api.exactTruth(point);
const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * b[i], 0);
console.log(steps, dot(estimate, gradient) / Math.sqrt(dot(estimate, estimate) * dot(gradient, gradient)));
