"""Golden numbers of gradient boosting, from scikit-learn: writes boosting.json beside this file.

    apt-get install python3-sklearn
    /usr/bin/python3 test/golden/boosting/boosting.py

The committed file was made with scikit-learn 1.2.1 and NumPy 1.24.2 of Debian 12.

Inputs are multiples of 1/128 (of `held` plus 1/512, so that none is a threshold), which float32 holds, and differ within each column. `rows` [150, 4] with `numbers` [150] (any) and `labels` [150]
(0 or 1); `held` [60, 4]. `fits`: `loss`, `trees`, `shrinkage`, `depth`, `minimumLeaf` (subsample 1, criterion squared_error), and what the
trees say of `held`: `means` [60], values or probabilities; `deviance` of `held` against `heldNumbers` or `heldLabels`: the mean squared
error, or −2 mean log-likelihood. Every fit is made with the columns tried in several orders, and with all inputs negated, which must not
matter: no two splits are equally good.
"""

import json
import pathlib

import numpy
from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor

draw = numpy.random.RandomState(20261128)


def inputs(count):
    return numpy.stack([draw.choice(1024, count, replace=False) / 128 for _ in range(4)], axis=1)


def targets(x):
    signal = numpy.sin(x[:, 0]) + 0.3 * x[:, 1] * (x[:, 2] > 4) - 0.1 * x[:, 3]
    numbers = numpy.round(signal + 0.3 * draw.randn(len(x)), 6)
    labels = (draw.rand(len(x)) < 1 / (1 + numpy.exp(-2 * signal))).astype(int)
    return numbers, labels


rows, held = inputs(150), inputs(60) + 1 / 512
numbers, labels = targets(rows)
held_numbers, held_labels = targets(held)

sizes = [(1, 1.0, 1, 1), (60, 0.1, 3, 5), (25, 0.5, 2, 7), (40, 0.2, 4, 10), (15, 0.3, 5, 15)]
fits = []
for loss in ["gaussian", "bernoulli"]:
    for trees, shrinkage, depth, minimum_leaf in sizes:

        def means(order, sign=1):
            options = dict(
                n_estimators=trees,
                learning_rate=shrinkage,
                max_depth=depth,
                min_samples_leaf=minimum_leaf,
                criterion="squared_error",
                subsample=1.0,
                random_state=order,
            )
            if loss == "gaussian":
                model = GradientBoostingRegressor(loss="squared_error", **options).fit(sign * rows, numbers)
                return model.predict(sign * held)
            model = GradientBoostingClassifier(loss="log_loss", **options).fit(sign * rows, labels)
            return model.predict_proba(sign * held)[:, 1]

        found = [means(order, sign) for order in range(6) for sign in [1, -1]]
        assert max(numpy.abs(each - found[0]).max() for each in found) < 1e-9, (loss, depth)
        if loss == "gaussian":
            deviance = numpy.mean((held_numbers - found[0]) ** 2)
        else:
            likelihood = numpy.where(held_labels == 1, found[0], 1 - found[0])
            deviance = -2 * numpy.mean(numpy.log(likelihood))
        fits.append(
            dict(
                loss=loss,
                trees=trees,
                shrinkage=shrinkage,
                depth=depth,
                minimumLeaf=minimum_leaf,
                means=found[0].tolist(),
                deviance=float(deviance),
            )
        )

golden = dict(
    rows=rows.tolist(),
    numbers=numbers.tolist(),
    labels=labels.tolist(),
    held=held.tolist(),
    heldNumbers=held_numbers.tolist(),
    heldLabels=held_labels.tolist(),
    fits=fits,
)
pathlib.Path(__file__).with_name("boosting.json").write_text(json.dumps(golden) + "\n")
