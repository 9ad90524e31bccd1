# Loans month by month, and what follows from them: transitions, a Markov check, vintages, Kaplan and Meier, stages, losses.
# Needs R's package survival. Rscript make_portfolio.R writes portfolio.json; with --check it recomputes and compares.

suppressMessages(library(survival))
set.seed(20)
options(digits = 17)

# A panel of 20 months from 2022-11; loans granted before are seen from its start, and some are lost.
names7 <- c("current", "1-29", "30-59", "60-89", "90+", "default", "paid off")
truth <- rbind(c(.88, .09, 0, 0, 0, 0, .03), c(.40, .30, .27, 0, 0, 0, .03), c(.15, .10, .30, .43, 0, 0, .02), c(.08, .05, .10, .25, .52, 0, 0),
               c(.05, .03, .03, .06, .55, .28, 0), c(0, 0, 0, 0, 0, 1, 0), c(0, 0, 0, 0, 0, 0, 1))
horizon <- 20
calendar <- function(t) { m <- 2022 * 12 + 10 + t - 1; (m %/% 12) * 100 + m %% 12 + 1 }
low <- c(0, 1, 30, 60, 90, 90, 0)
rows <- NULL
for (i in 1:260) {
  granted <- sample(-4:18, 1)
  mover <- runif(1) < .3                              # a third of the loans move more: no Markov chain as a whole
  amount <- 100 * sample(10:90, 1)
  pd0 <- sample(20:300, 1)
  weight <- sample(1:3, 1)
  state <- 1
  inDefault <- 0
  for (t in granted:horizon) {
    if (t > granted) {
      p <- truth[state, ]
      if (mover && state == 1) p <- c(.75, .22, 0, 0, 0, 0, .03)
      state <- sample(7, 1, prob = p)
    }
    inDefault <- inDefault + (state == 6)
    days <- if (state %in% c(1, 7)) 0 else if (state <= 4) low[state] + sample(0:28, 1) else 90 + sample(0:60, 1)
    owed <- if (state == 7) 0 else round(amount * (1 - (t - granted) / 40))
    if (t >= 1) rows <- rbind(rows, data.frame(loan = i, month = t, granted = granted, days = days, balance = owed, amount = amount,
      defaulted = as.numeric(state == 6), paid = as.numeric(state == 7), utp = as.numeric(state == 4 && runif(1) < .2),
      watch = as.numeric(state < 6 && runif(1) < .02), pd = round(pd0 * exp(.3 * rnorm(1)) * c(1, 2, 4, 8, 15, 30, 1)[state]), pd0 = pd0,
      weight = weight, state = state))
    if (state == 7 || inDefault == 3 || runif(1) < .004) break
  }
}
rows$pd <- pmin(rows$pd, 10000)

# Paths: loan by month, default and repayment kept to the end.
path <- matrix(NA, max(rows$loan), horizon)
for (r in seq_len(nrow(rows))) path[rows$loan[r], rows$month[r]] <- rows$state[r]
owed <- matrix(NA, max(rows$loan), horizon)
for (r in seq_len(nrow(rows))) owed[rows$loan[r], rows$month[r]] <- rows$balance[r]
weights <- tapply(rows$weight, factor(rows$loan, 1:max(rows$loan)), function(w) w[1])
for (i in seq_len(nrow(path))) for (t in 2:horizon) if (path[i, t - 1] %in% c(6, 7)) path[i, t] <- path[i, t - 1]

wilson <- function(p, n, z = qnorm(.975)) {
  mid <- (p + z^2 / (2 * n)) / (1 + z^2 / n)
  half <- z * sqrt(p * (1 - p) / n + z^2 / (4 * n^2)) / (1 + z^2 / n)
  c(mid - half, mid + half)
}
moves <- function(h, starts) {
  found <- NULL
  for (t in starts) if (t + h <= horizon) for (i in seq_len(nrow(path)))
    if (!is.na(path[i, t]) && !is.na(path[i, t + h]) && path[i, t] < 6) found <- rbind(found, c(i, t, path[i, t], path[i, t + h], owed[i, t]))
  found
}
one <- moves(1, 1:horizon)
square <- function(from, to, w) matrix(tapply(w, list(factor(from, 1:7), factor(to, 1:7)), sum, default = 0), 7)
count <- square(one[, 3], one[, 4], rep(1, nrow(one)))
money <- square(one[, 3], one[, 4], one[, 5])
intervals <- sapply(1:7, function(to) sapply(1:5, function(from) prop.test(count[from, to], sum(count[from, ]), correct = FALSE)$conf.int))
moneyWeight <- weights[one[, 1]] * one[, 5]
moneyShare <- sapply(1:5, function(f) { w <- moneyWeight[one[, 3] == f]; to <- one[one[, 3] == f, 4]
  p <- sum(w[to > f & to < 7]) / sum(w); c(p, wilson(p, sum(w)^2 / sum(w^2))) })
loanShare <- sapply(1:5, function(f) { w <- weights[one[one[, 3] == f, 1]]; to <- one[one[, 3] == f, 4]
  p <- sum(w[to > f & to < 7]) / sum(w); c(p, wilson(p, sum(w)^2 / sum(w^2))) })
monthly <- sapply(1:(horizon - 1), function(t) { m <- one[one[, 2] == t & one[, 3] == 1, ]; mean(m[, 4] == 2) })
mean2 <- t.test(monthly)
half <- .5^((horizon - 2):0 / 6)
spread <- sum((half * (monthly - weighted.mean(monthly, half)))^2)
meanHalf <- weighted.mean(monthly, half) + c(0, -1, 1) * qt(.975, horizon - 2) * sqrt(spread * (horizon - 1) / (horizon - 2)) / sum(half)

p <- count / rowSums(count)
p[6, ] <- c(0, 0, 0, 0, 0, 1, 0)
p[7, ] <- c(0, 0, 0, 0, 0, 0, 1)
cube <- p %*% p %*% p
chain <- diag(7)
reached <- numeric(24)
for (t in 1:24) { chain <- chain %*% p; reached[t] <- chain[1, 6] }
hazards <- diff(c(0, reached)) / (1 - c(0, reached[-24]))

# The cohorts of three months and the test of the month before; small cells join the smaller neighbour.
neighbour <- function(v, k) if (k == 1) 2 else if (k == length(v) || v[k - 1] <= v[k + 1]) k - 1 else k + 1
three <- moves(3, seq(1, horizon, 3))
cohort <- square(three[, 3], three[, 4], rep(1, nrow(three)))
statistic <- c(0, 0)
for (f in 1:5) {
  o <- cohort[f, ]
  e <- sum(o) * cube[f, ]
  while (length(e) > 1 && min(e) < 5) {
    k <- which.min(e)
    n <- neighbour(e, k)
    e[n] <- e[n] + e[k]
    o[n] <- o[n] + o[k]
    e <- e[-k]
    o <- o[-k]
  }
  if (length(e) > 1) statistic <- statistic + c(sum((o - e)^2 / e), length(e) - 1)
}
memory <- c(0, 0)
for (now in 1:5) {
  m <- matrix(0, 7, 7)
  for (t in 2:(horizon - 1)) for (i in seq_len(nrow(path))) if (!any(is.na(path[i, t + -1:1])) && path[i, t] == now && path[i, t - 1] < 6)
    m[path[i, t - 1], path[i, t + 1]] <- m[path[i, t - 1], path[i, t + 1]] + 1
  while (nrow(m) > 1 && ncol(m) > 1 && min(rowSums(m)) * min(colSums(m)) / sum(m) < 5) {
    turn <- min(rowSums(m)) > min(colSums(m))
    if (turn) m <- t(m)
    k <- which.min(rowSums(m))
    n <- neighbour(rowSums(m), k)
    m[n, ] <- m[n, ] + m[k, ]
    m <- m[-k, , drop = FALSE]
    if (turn) m <- t(m)
  }
  if (nrow(m) > 1 && ncol(m) > 1) {
    test <- suppressWarnings(chisq.test(m, correct = FALSE))
    memory <- memory + c(test$statistic, test$parameter)
  }
}

# Vintages of quarters, 30 days past due; Kaplan and Meier with loans that enter late.
lives <- do.call(rbind, lapply(split(rows, rows$loan), function(d) {
  bad <- which(d$days >= 30 & d$paid == 0 | d$defaulted == 1)
  data.frame(granted = d$granted[1], entry = d$month[1] - d$granted[1], end = max(d$month) - d$granted[1],
             bad = if (length(bad)) d$month[bad[1]] - d$granted[1] else NA, owed = if (length(bad)) d$balance[bad[1]] else 0, amount = d$amount[1],
             lost = max(d$month) < horizon && tail(d$paid, 1) == 0 && tail(d$defaulted, 1) == 0)
}))
lives$quarter <- (2022 * 12 + 10 + lives$granted - 1) %/% 3
started <- lives[lives$entry <= 1, ]
quarters <- sort(unique(started$quarter))
vintage <- do.call(rbind, lapply(quarters, function(q) {
  v <- started[started$quarter == q, ]
  do.call(rbind, lapply(0:(horizon - max(v$granted)), function(m) {
    hit <- !is.na(v$bad) & v$bad <= m
    share <- min(1, sum(v$owed[hit]) / sum(v$amount))
    c(q, nrow(v), sum(v$lost), m, mean(hit), prop.test(sum(hit), nrow(v), correct = FALSE)$conf.int, share,
      wilson(share, sum(v$amount)^2 / sum(v$amount^2)))
  }))
}))
fresh <- lives[!(lives$entry > 1 & !is.na(lives$bad) & lives$bad <= lives$entry), ]
exit <- ifelse(is.na(fresh$bad), fresh$end, fresh$bad)
km <- survfit(Surv(fresh$entry, exit + 1, !is.na(fresh$bad)) ~ 1, conf.type = "log-log")

# Stages, loan by loan.
stages <- unlist(lapply(split(rows, rows$loan), function(d) {
  defaulted <- d$defaulted == 1 | d$utp == 1 | d$days >= 90
  risky <- d$days >= 30 | d$watch == 1 | (d$pd >= 2 * d$pd0 & d$pd - d$pd0 >= 50)
  sapply(seq_len(nrow(d)), function(t) {
    if (d$paid[t] == 1) return(0)
    last3 <- max(c(-Inf, which(defaulted[1:t])))
    if (t - last3 <= 3) return(3)
    if (risky[t]) return(2)
    # The last sign of risk; the cure period counts as one, and so does the month it ends in.
    sign2 <- max(c(-Inf, which(risky[1:t] & !defaulted[1:t]), if (is.finite(last3)) last3 + 3))
    if (t - sign2 <= 2) 2 else 1
  })
}))
last <- rows$month == horizon & rows$paid == 0
final <- rows[last, ]
final$stage <- stages[last]
final$h <- 1 - (1 - final$pd / 10000)^(1 / 12)
left <- 24
each <- t(sapply(seq_len(nrow(final)), function(r) {
  t <- 1:left
  m <- (1 - final$h[r])^(t - 1) * final$h[r] * .45 * final$balance[r] * (1 - (t - 1) / left) / 1.08^(t / 12)
  c(sum(m[1:12]), sum(m))
}))
final$ecl <- ifelse(final$stage == 3, .45 * final$balance, ifelse(final$stage == 2, each[, 2], each[, 1]))
losses <- t(sapply(1:3, function(s) {
  f <- final[final$stage == s, ]
  ratio <- sum(f$ecl) / sum(f$balance)
  c(nrow(f), sum(f$balance), sum(f$ecl), ratio, qnorm(.975) * sd(f$ecl - ratio * f$balance) * sqrt(nrow(f)) / sum(f$balance))
}))

text <- function(v) {
  one <- function(a) if (is.na(a)) "null" else if (is.character(a)) paste0("\"", a, "\"") else format(a, digits = 17, trim = TRUE, scientific = FALSE)
  if (is.list(v)) paste0("{", paste0("\"", names(v), "\": ", sapply(v, text), collapse = ",\n"), "}")
  else if (length(v) == 1) one(v)
  else paste0("[", paste(sapply(v, one), collapse = ", "), "]")
}
flat <- function(m) as.vector(t(m))
panel <- list(loan = rows$loan, month = calendar(rows$month), granted = calendar(rows$granted), days = rows$days, balance = rows$balance,
              amount = rows$amount, defaulted = rows$defaulted, paid = rows$paid, utp = rows$utp, watch = rows$watch, pdBp = rows$pd, pdBpThen = rows$pd0,
              weight = rows$weight)
made <- text(list(panel = panel, count = flat(count), balance = flat(money), low = flat(intervals[seq(1, 9, 2), ]), high = flat(intervals[seq(2, 10, 2), ]),
  weightedWorse = as.vector(loanShare), weightedBalanceWorse = as.vector(moneyShare), monthMean = c(mean2$estimate, mean2$conf.int), monthMeanHalfLife = meanHalf,
  cube = flat(cube), hazards = hazards, cohort = flat(cohort), cohortTest = c(statistic, pchisq(statistic[1], statistic[2], lower.tail = FALSE)),
  memoryTest = c(memory, pchisq(memory[1], memory[2], lower.tail = FALSE)), vintage = flat(vintage),
  km = flat(cbind(km$time - 1, km$n.risk, km$n.event, km$surv, km$lower, km$upper)), stages = as.vector(stages), losses = flat(losses)))
if ("--check" %in% commandArgs(TRUE)) {
  numbers <- function(lines) scan(text = gsub("[^-0-9.]+", " ", paste(gsub("null", "0", gsub("\"[^\"]*\"", " ", lines)), collapse = " ")), quiet = TRUE)
  found <- numbers(strsplit(made, "\n")[[1]])
  kept <- numbers(readLines("portfolio.json"))
  stopifnot(length(found) == length(kept), max(abs(found - kept) / pmax(1, abs(kept))) < 1e-11)
  cat("portfolio.json holds\n")
} else {
  writeLines(made, "portfolio.json")
}
