# Tests of PDs, by base R alone: pbinom, pbeta, qbeta, pnorm, pchisq, glm, p.adjust, uniroot.
# Rscript make_validation.R writes validation.json; with --check it recomputes and compares.

set.seed(20240611)
options(digits = 17)

num <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ", "), "]")
one <- function(x) sprintf("%.17g", x)
field <- function(...) {
  given <- list(...)
  paste0("{", paste(sprintf("\"%s\": %s", names(given), unlist(given)), collapse = ", "), "}")
}

# DeLong's variance from all pairs; bads are to have the higher scores.
placements <- function(s, y) {
  psi <- function(a, b) (a > b) + 0.5 * (a == b)
  bad <- s[y == 1]
  good <- s[y == 0]
  list(bad = sapply(bad, function(a) mean(psi(a, good))), good = sapply(good, function(b) mean(psi(bad, b))))
}
auc <- function(s, y) mean(placements(s, y)$bad)
delong <- function(s, y, t = NULL) {
  p <- placements(s, y)
  if (!is.null(t)) {
    q <- placements(t, y)
    p <- list(bad = p$bad - q$bad, good = p$good - q$good)
  }
  var(p$bad) / length(p$bad) + var(p$good) / length(p$good)
}

backtest <- function(name, p, y, uppers) {
  grade <- findInterval(p, uppers, left.open = TRUE) + 1
  g <- length(uppers) + 1
  n <- sapply(1:g, function(i) sum(grade == i))
  k <- sapply(1:g, function(i) sum(y[grade == i]))
  used <- n > 0
  m <- sapply(1:g, function(i) if (n[i] > 0) mean(p[grade == i]) else 0)
  nn <- n[used]; kk <- k[used]; mm <- m[used]
  low <- ifelse(kk == 0, 0, qbeta(0.025, kk + 0.5, nn - kk + 0.5))
  high <- ifelse(kk == nn, 1, qbeta(0.975, kk + 0.5, nn - kk + 0.5))
  hl <- sum((kk - nn * mm)^2 / (nn * mm * (1 - mm)))
  df <- sum(used)
  z <- (sum(y) - sum(p)) / sqrt(sum(p * (1 - p)))
  sp <- sum((y - p) * (1 - 2 * p)) / sqrt(sum((1 - 2 * p)^2 * p * (1 - p)))
  parts <- list(name = paste0("\"", name, "\""), p = num(p), y = num(y), uppers = num(uppers), n = num(n), k = num(k), used = num(which(used)),
    mean = num(mm), low = num(low), high = num(high), binomial = num(pbinom(kk - 1, nn, mm, lower.tail = FALSE)),
    jeffreys = num(pbeta(mm, kk + 0.5, nn - kk + 0.5)), normal = num(pnorm((kk / nn - mm) / sqrt(mm * (1 - mm) / nn), lower.tail = FALSE)),
    hl = one(hl), hlOutside = one(pchisq(hl, df, lower.tail = FALSE)),
    hlFitted = if (df > 2) one(pchisq(hl, df - 2, lower.tail = FALSE)) else "null",
    level = one(z), levelP = one(2 * pnorm(-abs(z))), spiegelhalter = one(sp), spiegelhalterP = one(2 * pnorm(-abs(sp))),
    herfindahl = one(sum((n / sum(n))^2)), largest = one(max(n) / sum(n)))
  if (sum(y) > 0 && sum(y) < length(y)) {
    fit <- glm(y ~ qlogis(p), family = binomial, control = glm.control(epsilon = 1e-14, maxit = 100))
    x <- cbind(1, qlogis(p))
    f <- plogis(x %*% coef(fit))[, 1]
    c <- cbind(coef(fit), sqrt(diag(solve(t(x) %*% (x * f * (1 - f))))))  # summary() has the weights of the step before the last
    s <- (0.78 - auc(p, y)) / sqrt(delong(p, y))
    parts <- c(parts, list(slope = one(c[2, 1]), slopeError = one(c[2, 2]), intercept = one(c[1, 1]), interceptError = one(c[1, 2]),
      auc = one(auc(p, y)), s = one(s), sP = one(1 - pnorm(s))))
  }
  do.call(field, parts)
}

draw <- function(n, shift) {
  p <- round(plogis(rnorm(n, -2.2, 1)), 6)
  list(p = p, y = as.integer(runif(n) < plogis(qlogis(p) + shift)))
}
right <- draw(500, 0)
low <- draw(500, 0.6)
few <- draw(30, 0)
uppers <- c(0.005, 0.02, 0.05, 0.1, 0.2, 0.4, 0.95)
cases <- c(backtest("right", right$p, right$y, uppers), backtest("too low", low$p, low$y, uppers),
  backtest("thirty rows", few$p, few$y, uppers), backtest("no defaults", right$p[1:60], rep(0, 60), uppers[2:4]),
  backtest("two grades", right$p[1:200], right$y[1:200], 0.1))

# An old score beside the model, high for good rows.
old <- round(600 - 30 * (qlogis(right$p) + rnorm(500)))
gap <- auc(right$p, right$y) - auc(-old, right$y)
error <- sqrt(delong(right$p, right$y, -old))
benchmark <- field(old = num(old), old_auc = one(auc(-old, right$y)), difference = one(gap), low = one(gap - qnorm(0.975) * error),
  high = one(gap + qnorm(0.975) * error), p = one(2 * pnorm(-abs(gap / error))))

pv <- c(0.01, 0.04, 0.03, 0.2, 0.005, 0.5, 0.04, 1)
age1 <- round(rnorm(300, 40, 9)); age2 <- round(rnorm(200, 43, 9)); edges <- c(25, 35, 50)
share <- function(x) tabulate(findInterval(x, edges, left.open = TRUE) + 1, 4) / length(x)
e <- share(age1); a <- share(age2)
psi <- field(before = num(age1), after = num(age2), edges = num(edges), psi = one(sum((a - e) * log(a / e))),
  limit = one(qchisq(0.95, 3) * (1 / 300 + 1 / 200)))
shift <- uniroot(function(d) mean(plogis(qlogis(right$p) + d)) - 0.04, c(-10, 10), tol = 1e-15)$root
pit <- field(pd = "0.02", rho = "0.15", z = num(c(0, -1.645)),
  at = num(pnorm((qnorm(0.02) - sqrt(0.15) * c(0, -1.645)) / sqrt(0.85))))
made <- c("{", "\"cases\": [", paste(cases, collapse = ",\n"), "],", paste0("\"benchmark\": ", benchmark, ","),
  paste0("\"adjust\": ", field(p = num(pv), q = num(p.adjust(pv, "BH"))), ","), paste0("\"psi\": ", psi, ","),
  paste0("\"centralTendency\": ", field(mean = "0.04", shift = one(shift)), ","), paste0("\"pit\": ", pit), "}")
numbers <- function(lines) {
  text <- paste(lines, collapse = " ")
  as.numeric(regmatches(text, gregexpr("-?[0-9.]+(e[-+]?[0-9]+)?", text))[[1]])
}
if ("--check" %in% commandArgs(TRUE)) {
  old <- numbers(readLines("validation.json"))
  new <- numbers(made)
  stopifnot(length(old) == length(new), max(abs(old - new) / pmax(1, abs(old))) < 1e-11)
  cat("the same\n")
} else writeLines(made, "validation.json")
