/** What is compared by a metric, and which values of it are better. */
export interface Metric {
  readonly kind: "agent" | "estimator";
  readonly better: "higher" | "lower";
  /** Whether a seed's value is a mean over replicates, which then can be the units (view `replicate_score`). */
  readonly replicated?: true;
  /** What its mean over replicates is never below. */
  readonly least?: 0;
  /** Whether the gradients of a probe give its interval, or another figure of it (`withinProbe`). */
  readonly fromGradients?: true;
  /** Whether it is of a direction: then a seed whose truth is noise, or whose estimates are all 0, has none. */
  readonly ofDirection?: true;
  /** Whether it is of a bias, which is shown with its two parts: turned by, scaled by. */
  readonly ofBias?: true;
}

/** The metrics of the view `seed_score`, in the order in which they are shown. */
export const metrics: Readonly<Record<string, Metric>> = {
  exact_return: { kind: "agent", better: "higher" },
  mean_return: { kind: "agent", better: "higher" },
  episode_return: { kind: "agent", better: "higher" },
  mean_cosine: {
    kind: "estimator",
    better: "higher",
    replicated: true,
    fromGradients: true,
    ofDirection: true,
  },
  corrected_cosine: { kind: "estimator", better: "higher", ofDirection: true },
  total_variance: { kind: "estimator", better: "lower", replicated: true, least: 0 },
  squared_bias: { kind: "estimator", better: "lower", fromGradients: true, ofBias: true },
  turned_by: { kind: "estimator", better: "lower", ofDirection: true, ofBias: true },
  mse: { kind: "estimator", better: "lower", replicated: true, least: 0 },
  cosine_of_mean: { kind: "estimator", better: "higher", ofDirection: true },
  pairwise_cosine: { kind: "estimator", better: "higher", fromGradients: true, ofDirection: true },
  exact_bias_norm: { kind: "estimator", better: "lower", ofBias: true },
  exact_total_variance: { kind: "estimator", better: "lower" },
};

/** What is shown where no metric is asked for; of the agents' first two the one that has values. Only
 * where the truth is a reference is there a corrected cosine. */
export const defaultMetrics: Readonly<Record<Metric["kind"], readonly string[]>> = {
  agent: ["exact_return", "mean_return", "episode_return"],
  estimator: ["mean_cosine", "corrected_cosine", "total_variance", "squared_bias"],
};

/** The metrics of agents, or of estimators. */
export const metricsOf = (kind: Metric["kind"]): string[] =>
  Object.keys(metrics).filter((metric) => metrics[metric].kind === kind);
