/** What an update may say of values that are moved apart from the policy. */
export interface OfTwo {
  readonly valueLearningRate?: number | undefined;
  readonly order?: string | undefined;
  readonly clipGradients?: string | undefined;
}

/** @throws RangeError where an update whose policy and values share layers moves the two by rules of their own */
export const requireOneOptimizer = (kind: string, options: OfTwo): void => {
  if (kind === "trpo")
    throw new RangeError("trpo moves policy and values by two rules; value.shared is of ppo and a2c");
  const { valueLearningRate, order = "together", clipGradients = "together" } = options;
  const ofTwo = [
    ...(valueLearningRate === undefined ? [] : [`valueLearningRate ${valueLearningRate}`]),
    ...(order === "together" ? [] : [`order "${order}"`]),
    ...(clipGradients === "together" ? [] : [`clipGradients "${clipGradients}"`]),
  ];
  if (ofTwo.length > 0)
    throw new RangeError(
      `value.shared makes policy and values one network with one optimizer; ${ofTwo.join(" and ")} ` +
        `${ofTwo.length > 1 ? "are" : "is"} of two`,
    );
};
