# Fractional logits, back-tests, ranks and workouts of shares, from R's own glm, t.test, pt, quasibinomial and loops. Base R alone.
# Rscript make_shares.R writes shares.json; with --check it recomputes and compares.

set.seed(61)
options(digits = 17)

# Shares that are 0, 1 or between, and glm with a quasi-binomial family (Papke and Wooldridge 1996), with and without weights.
n <- 500
x <- round(rnorm(n), 3)
z <- round(runif(n), 3)
kind <- sample(c("a", "b", "c"), n, TRUE)
weight <- round(0.5 + 4 * runif(n)^2, 2)
mean <- plogis(-0.4 + 0.8 * x - 0.9 * z + (kind == "b") * 0.7)
u <- runif(n)
y <- ifelse(u < 0.5 * (1 - mean), 0, ifelse(u > 1 - 0.4 * mean, 1, round(rbeta(n, 3 * mean, 3 * (1 - mean)), 4)))
asked <- expand.grid(x = c(-1.5, 0.3, 2), z = c(0.1, 0.8), kind = c("a", "b", "c"), stringsAsFactors = FALSE)
fit <- function(w) {
  found <- suppressWarnings(glm(y ~ x + z + kind, quasibinomial, weights = w, control = list(epsilon = 1e-14, maxit = 100)))
  list(fitted = as.vector(predict(found, asked, type = "response")), deviance = deviance(found) / sum(w),
       mean = sum(w * fitted(found)) / sum(w))
}
logit <- list(x = x, z = z, kind = kind, weight = weight, y = y, asked_x = asked$x, asked_z = asked$z, asked_kind = asked$kind,
              plain = fit(rep(1, n)), weighted = fit(weight))

# The paired one-sided t-test, and tails of the t-distribution.
test <- function(size, shift) {
  estimated <- round(runif(size), 3)
  realised <- round(pmin(1, pmax(0, estimated + shift + rnorm(size, 0, 0.3))), 3)
  found <- t.test(realised, estimated, paired = TRUE, alternative = "greater")
  list(estimated = estimated, realised = realised, t = as.vector(found$statistic), p = found$p.value)
}
tests <- list(test(12, 0.1), test(200, 0.02), test(150, -0.1), test(2, 0.2))
names(tests) <- c("few", "many", "cautious", "two")
tails <- expand.grid(t = c(-3.1, -0.2, 0, 0.7, 2.5, 12), df = c(1, 2, 9, 75, 1200, 250000))
tails$p <- pt(tails$t, tails$df, lower.tail = FALSE)

# Ranks, pair by pair: Somers' D over pairs whose outcomes differ. Scores and outcomes have ties.
m <- 90
score <- round(runif(m), 1)
outcome <- round(pmin(1, pmax(0, score + rnorm(m, 0, 0.5))), 1)
size <- round(1 + 9 * runif(m), 1)
size[c(3, 40)] <- 0
somers <- function(w) {
  above <- 0
  below <- 0
  pairs <- 0
  for (i in 1:m) for (j in 1:m) if (outcome[i] > outcome[j]) {
    pairs <- pairs + w[i] * w[j]
    if (score[i] > score[j]) above <- above + w[i] * w[j]
    if (score[i] < score[j]) below <- below + w[i] * w[j]
  }
  (above - below) / pairs
}
# The area under the curve of losses found, from the highest key down; equal keys are one straight piece.
area <- function(key, w) {
  part <- sort(unique(key), decreasing = TRUE)
  rows <- c(0, cumsum(sapply(part, function(k) sum(w[key == k])))) / sum(w)
  loss <- c(0, cumsum(sapply(part, function(k) sum((w * outcome)[key == k])))) / sum(w * outcome)
  sum(diff(rows) * (head(loss, -1) + tail(loss, -1)) / 2) - 0.5
}
ones <- rep(1, m)
ranks <- list(score = score, outcome = outcome, size = size, auc = (somers(ones) + 1) / 2, weighted_auc = (somers(size) + 1) / 2,
              capture = area(score, ones) / area(outcome, ones), weighted_capture = area(score, size) / area(outcome, size))

# The deviance of single shares.
pairs <- expand.grid(y = c(0, 0.03, 0.5, 0.97, 1), mu = c(0.001, 0.2, 0.5, 0.9))
deviances <- list(y = pairs$y, mu = pairs$mu, deviance = quasibinomial()$dev.resids(pairs$y, pairs$mu, rep(1, nrow(pairs))))

# Workouts, flow by flow.
workout <- function(ead, years, recovery, cost, rate) {
  left <- ead
  for (i in seq_along(years)) left <- left - (recovery[i] - cost[i]) / (1 + rate)^years[i]
  left / ead
}
flows <- list(years = c(0.25, 1, 2.5, 4), recovery = c(2000, 3500, 0, 1200), cost = c(0, 150, 400, 60))
workouts <- data.frame(ead = c(10000, 10000, 6000, 500), rate = c(0, 0.07, 0.12, 0.05))
workouts$lgd <- mapply(function(ead, rate) workout(ead, flows$years, flows$recovery, flows$cost, rate), workouts$ead, workouts$rate)

text <- function(v) {
  one <- function(a) if (is.character(a)) paste0("\"", a, "\"") else format(a, digits = 17, trim = TRUE, scientific = FALSE)
  if (is.list(v)) paste0("{", paste0("\"", names(v), "\": ", sapply(v, text), collapse = ",\n"), "}")
  else if (length(v) == 1) one(v)
  else paste0("[", paste(sapply(v, one), collapse = ", "), "]")
}
made <- text(list(logit = logit, tests = tests, tails = as.list(tails), ranks = ranks, deviances = deviances, flows = flows,
                  workouts = as.list(workouts)))
if ("--check" %in% commandArgs(TRUE)) {
  found <- scan(text = gsub("[^-0-9.]+", " ", gsub("[a-z_]+", " ", made)), quiet = TRUE)
  kept <- scan(text = gsub("[^-0-9.]+", " ", gsub("[a-z_]+", " ", paste(readLines("shares.json"), collapse = " "))), quiet = TRUE)
  stopifnot(length(found) == length(kept), max(abs(found - kept) / pmax(1, abs(kept))) < 1e-11)
  cat("shares.json holds\n")
} else {
  writeLines(made, "shares.json")
}
