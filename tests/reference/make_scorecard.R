# Scorecards by brute force: every division of the values into bins is tried, glm fits the weights of evidence. Base R alone.
# Rscript make_scorecard.R writes scorecard.json; with --check it recomputes and compares.

set.seed(20240607)
options(digits = 17)

woe <- function(g, b, G, B) {
  pure <- g == 0 | b == 0
  g2 <- ifelse(pure, g + 0.5, g)
  b2 <- ifelse(pure, b + 0.5, b)
  log((g2 / G) / (b2 / B))
}

follows <- function(w, trend) {
  d <- -diff(w)  # the bad rate rises where WoE falls
  n <- length(d)
  up <- d >= 0
  down <- d <= 0
  switch(trend,
    rising = all(up), falling = all(down), free = TRUE,
    peak = any(sapply(0:n, function(k) all(up[seq_len(k)]) && all(down[seq_len(n) > k]))),
    valley = any(sapply(0:n, function(k) all(down[seq_len(k)]) && all(up[seq_len(n) > k]))))
}

# Every way to cut ordered groups; G and B are the totals of the whole column.
best <- function(g, b, G, B, trend, most, share, least) {
  n <- length(g)
  found <- list(iv = -Inf)
  for (mask in 0:(2^(n - 1) - 1)) {
    cuts <- which(bitwAnd(mask, 2^(0:(n - 2))) > 0)
    if (length(cuts) + 1 > most) next
    part <- findInterval(seq_len(n), cuts + 1) + 1
    gg <- as.vector(tapply(g, part, sum))
    bb <- as.vector(tapply(b, part, sum))
    if (any(bb < least) || any(gg < least) || any(gg + bb < share * (G + B) - 1e-9)) next
    w <- woe(gg, bb, G, B)
    if (!follows(w, trend)) next
    iv <- sum((gg / G - bb / B) * w)
    if (iv > found$iv + 1e-12 || (abs(iv - found$iv) <= 1e-12 && length(cuts) < length(found$cuts))) {
      found <- list(iv = iv, cuts = cuts, woe = w, good = gg, bad = bb)
    }
  }
  found
}

num <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ", "), "]")
int <- function(x) paste0("[", paste(x, collapse = ", "), "]")
text <- function(x) paste0("[", paste0("\"", x, "\"", collapse = ", "), "]")

binning_case <- function(name, levels, n, rate, trend, most, share, least, missing = 0, weighted = FALSE) {
  x <- sample(levels, n, TRUE)
  y <- as.integer(runif(n) < rate(x))
  w <- if (weighted) sample(c(0.5, 1, 2.5), n, TRUE) else rep(1, n)
  gone <- seq_len(n) <= missing
  G <- sum(w[y == 0])
  B <- sum(w[y == 1])
  sum_of <- function(rows) sapply(levels, function(v) sum(w[rows & x == v & !gone]))
  f <- best(sum_of(y == 0), sum_of(y == 1), G, B, trend, most, share, least)
  m <- c(good = sum(w[gone & y == 0]), bad = sum(w[gone & y == 1]))
  mw <- if (missing > 0) woe(m["good"], m["bad"], G, B) else 0
  miv <- if (missing > 0) (m["good"] / G - m["bad"] / B) * mw else 0
  sprintf(paste0("{\"name\": \"%s\", \"trend\": \"%s\", \"most\": %d, \"share\": %.17g, \"least\": %.17g, \"x\": %s, \"y\": %s, \"w\": %s, ",
    "\"missing\": %d, \"edges\": %s, \"woe\": %s, \"iv\": %.17g, \"missingWoe\": %.17g}"),
    name, trend, most, share, least, int(x), int(y), num(w), missing, if (length(f$cuts)) int(levels[f$cuts + 1]) else "[]",
    num(f$woe), f$iv + miv, mw)
}

rates <- list(
  rising = function(x) plogis(-2.5 + 0.35 * x), falling = function(x) plogis(0.5 - 0.4 * x),
  peak = function(x) plogis(-0.5 - 0.25 * (x - 4)^2), valley = function(x) plogis(-2.5 + 0.25 * (x - 4)^2),
  free = function(x) plogis(-1.2 + 0.9 * sin(2 * x)))
cases <- c()
for (truth in names(rates)) for (trend in names(rates))
  cases <- c(cases, binning_case(paste(truth, "by", trend), 1:9, 600, rates[[truth]], trend, 9, 0.05, 1))
cases <- c(cases,
  binning_case("few bins", 1:10, 500, rates$free, "free", 3, 0.05, 1),
  binning_case("large bins", 1:10, 500, rates$rising, "rising", 10, 0.25, 1),
  binning_case("many bads", 1:10, 500, rates$peak, "peak", 10, 0, 20),
  binning_case("pure bins", 1:8, 200, function(x) ifelse(x < 4, 0, 0.3), "rising", 8, 0, 0),
  binning_case("weights", 1:9, 500, rates$rising, "rising", 9, 0.05, 1, weighted = TRUE),
  binning_case("weights and missing", 1:9, 500, rates$valley, "valley", 6, 0.05, 1, missing = 40, weighted = TRUE))

# A whole card: two columns of numbers and one of categories, which are ordered by their bad rate.
n <- 800
late <- pmin(rpois(n, 1.2), 5)
years <- sample(1:8, n, TRUE)
home <- sample(c("rent", "own", "mortgage", "family"), n, TRUE, c(0.4, 0.3, 0.2, 0.1))
y <- as.integer(runif(n) < plogis(-2 + 0.5 * late - 0.2 * years + 0.6 * (home == "rent") - 0.5 * (home == "own")))
G <- sum(y == 0)
B <- sum(y == 1)
card_column <- function(x, order, trend) {
  count <- function(rows) sapply(order, function(v) sum(rows & x == v))
  f <- best(count(y == 0), count(y == 1), G, B, trend, 8, 0.05, 1)
  part <- findInterval(seq_along(order), f$cuts + 1) + 1
  list(rows = f$woe[part[match(x, order)]], woe = f$woe, iv = f$iv, bin = part)
}
home_order <- names(sort(tapply(y, home, mean)))
columns <- list(late = card_column(late, 0:5, "rising"), years = card_column(years, 1:8, "falling"),
  home = card_column(home, home_order, "rising"))
x <- as.data.frame(lapply(columns, function(each) each$rows))
fit <- glm(y ~ late + years + home, family = binomial, data = x, control = glm.control(epsilon = 1e-14, maxit = 100))
beta <- coef(fit)
se <- sqrt(diag(vcov(fit)))
factor <- 20 / log(2)
offset <- 600 - factor * log(50)
points <- lapply(names(columns), function(name) offset / 3 - factor * (beta[1] / 3 + beta[name] * columns[[name]]$woe))
score <- offset - factor * predict(fit)
whole <- Reduce(`+`, lapply(seq_along(columns), function(i) {
  p <- points[[i]]
  r <- sign(p) * floor(abs(p) + 0.5)
  r[match(x[[i]], columns[[i]]$woe)]
}))
auc <- function(s) {
  r <- rank(s)
  1 - (sum(r[y == 1]) - B * (B + 1) / 2) / (B * G)  # bads have few points
}
one <- function(name, i) sprintf("\"%s\": {\"iv\": %.17g, \"woe\": %s, \"coefficient\": %.17g, \"standardError\": %.17g, \"points\": %s}",
  name, columns[[name]]$iv, num(columns[[name]]$woe), beta[name], se[name], num(points[[i]]))
card <- sprintf(paste0("{\"late\": %s, \"years\": %s, \"home\": %s, \"y\": %s, \"homeOrder\": %s, \"intercept\": %.17g, ",
  "\"characteristics\": {%s}, \"score\": %s, \"pd\": %s, \"auc\": %.17g, \"rounded\": %s, \"roundedAuc\": %.17g}"),
  int(late), int(years), text(home), int(y), text(home_order), beta[1],
  paste(sapply(seq_along(columns), function(i) one(names(columns)[i], i)), collapse = ", "),
  num(score), num(fitted(fit)), auc(score), num(whole), auc(whole))
made <- c("{", "\"cases\": [", paste(cases, collapse = ",\n"), "],", paste0("\"card\": ", card), "}")
numbers <- function(lines) {
  text <- paste(lines, collapse = " ")
  as.numeric(regmatches(text, gregexpr("-?[0-9.]+(e[-+]?[0-9]+)?", text))[[1]])
}
if ("--check" %in% commandArgs(TRUE)) {
  old <- numbers(readLines("scorecard.json"))
  new <- numbers(made)
  stopifnot(length(old) == length(new), max(abs(old - new) / pmax(1, abs(old))) < 1e-11)
  cat("the same\n")
} else writeLines(made, "scorecard.json")
