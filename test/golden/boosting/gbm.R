# Stochastic gradient boosting by R's gbm, on fixed data: writes gbm-rows.csv and gbm-deviances.csv beside this file.
#
#     apt-get install r-base-core r-cran-gbm
#     Rscript test/golden/boosting/gbm.R
#
# The committed files were made with R 4.2.2 and gbm 2.1.8.1 of Debian 12.
#
# Rows: inputs x1 ... x4, the targets number and label (0 or 1), held (0: fitted to, 1: held out). Deviances: of 20 fits, with draws
# of their own, for each loss and number of splits of a tree (interaction.depth: wherever they gain most), the mean over the rows
# held out: of the squared error, or of -2 log-likelihood. 200 trees, shrinkage 0.05, half of the rows each, at least 10
# rows in a leaf.

suppressPackageStartupMessages(library(gbm))
script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
write <- function(rows, name) {
  write.csv(rows, file.path(dirname(script), name), row.names = FALSE, quote = FALSE)
}
set.seed(20261128)

n <- 1500
x <- matrix(floor(1024 * runif(4 * n)) / 128, ncol = 4, dimnames = list(NULL, paste0("x", 1:4)))
signal <- sin(x[, 1]) + 0.3 * x[, 2] * (x[, 3] > 4) - 0.1 * x[, 4]
number <- round(signal + 0.5 * rnorm(n), 6)
label <- as.integer(runif(n) < 1 / (1 + exp(-2 * signal)))
held <- seq_len(n) > 500
write(data.frame(x, number, label, held = as.integer(held)), "gbm-rows.csv")

losses <- list(
  gaussian = list(y = number, deviance = function(y, f) (y - f)^2),
  bernoulli = list(y = label, deviance = function(y, f) 2 * (log(1 + exp(f)) - y * f))
)
deviance <- function(loss, splits) {
  y <- losses[[loss]]$y
  fit <- gbm(y ~ ., distribution = loss, data = data.frame(x, y)[!held, ], n.trees = 200, interaction.depth = splits,
             n.minobsinnode = 10, shrinkage = 0.05, bag.fraction = 0.5, train.fraction = 1, cv.folds = 0)
  f <- predict(fit, data.frame(x[held, ]), n.trees = 200)
  mean(losses[[loss]]$deviance(y[held], f))
}
deviances <- expand.grid(fit = 1:20, splits = c(1, 3), loss = names(losses), stringsAsFactors = FALSE)
deviances$deviance <- mapply(deviance, deviances$loss, deviances$splits)
write(deviances[c("loss", "splits", "fit", "deviance")], "gbm-deviances.csv")
print(aggregate(deviance ~ loss + splits, deviances, function(d) c(mean = mean(d), sd = sd(d))))
