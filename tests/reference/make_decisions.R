# Capital, expected losses, loans and discrete hazards from R's own distributions, loops and glm. Base R alone.
# Rscript make_decisions.R writes decisions.json; with --check it recomputes and compares.

set.seed(16)
options(digits = 17)

rho <- function(kind, p) {
  mix <- function(low, high, k) {
    w <- (1 - exp(-k * p)) / (1 - exp(-k))
    low * w + high * (1 - w)
  }
  switch(kind, OtherRetail = mix(0.03, 0.16, 35), Corporate = mix(0.12, 0.24, 50), Mortgage = 0.15, Revolving = 0.04)
}
capital <- function(kind, p, lgd, m) {
  r <- rho(kind, p)
  k <- lgd * pnorm(sqrt(1 / (1 - r)) * qnorm(p) + sqrt(r / (1 - r)) * qnorm(0.999)) - p * lgd
  if (kind == "Corporate") {
    b <- (0.11852 - 0.05478 * log(p))^2
    k <- k * (1 + (m - 2.5) * b) / (1 - 1.5 * b)
  }
  k
}
cases <- expand.grid(p = c(0.0005, 0.004, 0.02, 0.15, 0.6), lgd = c(0.1, 0.45, 0.75), m = c(1, 2.5, 5),
                     kind = c("OtherRetail", "Mortgage", "Revolving", "Corporate"), stringsAsFactors = FALSE)
cases$rho <- mapply(rho, cases$kind, cases$p)
cases$k <- mapply(capital, cases$kind, cases$p, cases$lgd, cases$m)

# A loan in equal instalments, month by month.
loans <- expand.grid(amount = c(1000, 25000), rate = c(0, 0.05, 0.24), months = c(1, 12, 60), funding = c(0, 0.03))
loans$gain <- mapply(function(amount, rate, months, funding) {
  m <- rate / 12
  pay <- if (m == 0) amount / months else amount * m / (1 - (1 + m)^-months)
  balance <- amount
  earned <- 0
  for (i in seq_len(months)) {
    earned <- earned + balance * (rate - funding) / 12
    balance <- balance * (1 + m) - pay
  }
  earned
}, loans$amount, loans$rate, loans$months, loans$funding)

# Monthly ECL over five years in three scenarios, by loops.
months <- 60
base <- 0.004 + 0.003 * exp(-((1:months) - 14)^2 / 200)
ead <- 10000 * (1 - (0:(months - 1)) / months)
scenario <- function(shift, lgd) {
  alive <- 1
  year <- 0
  life <- 0
  for (t in 1:months) {
    h <- plogis(qlogis(base[t]) + shift)
    loss <- alive * h * lgd * ead[t] / 1.08^((t - 0.5) / 12)
    life <- life + loss
    if (t <= 12) year <- year + loss
    alive <- alive * (1 - h)
  }
  c(year, life, 1 - alive)
}
shifts <- c(0, -0.4, 0.9)
lgds <- c(0.45, 0.4, 0.6)
weights <- c(0.5, 0.2, 0.3)
each <- mapply(scenario, shifts, lgds)
ecl <- list(base = base, ead = ead, shifts = shifts, lgds = lgds, weights = weights, each = as.vector(each),
            twelve = sum(each[1, ] * weights), lifetime = sum(each[2, ] * weights))

# Loans that default by hazards of their rating and age, and glm on their person-periods.
n <- 600
x <- round(rnorm(n), 2)
late <- rbinom(n, 3, 0.3)
end <- sample(3:6, n, TRUE)
period <- integer(n)
event <- integer(n)
for (i in 1:n) for (t in 1:end[i]) {
  period[i] <- t
  if (runif(1) < plogis(-2.6 + 0.7 * x[i] + 0.4 * late[i] + 0.25 * t - 0.04 * t^2)) {
    event[i] <- 1
    break
  }
}
rows <- do.call(rbind, lapply(1:n, function(i) data.frame(x = x[i], late = late[i], t = 1:period[i],
  y = c(rep(0, period[i] - 1), event[i]))))
fit <- glm(y ~ x + late + factor(t), binomial, rows, control = list(epsilon = 1e-14, maxit = 100))
new <- expand.grid(t = 1:6, x = c(-1, 0.5), late = c(0, 2))
hazard <- list(x = x, late = late, period = period, event = event, rows = nrow(rows),
               fitted = as.vector(predict(fit, new, type = "response")), deviance = deviance(fit))

text <- function(v) {
  one <- function(a) if (is.character(a)) paste0("\"", a, "\"") else format(a, digits = 17, trim = TRUE, scientific = FALSE)
  if (is.list(v)) paste0("{", paste0("\"", names(v), "\": ", sapply(v, text), collapse = ",\n"), "}")
  else if (length(v) == 1) one(v)
  else paste0("[", paste(sapply(v, one), collapse = ", "), "]")
}
made <- text(list(capital = as.list(cases), loans = as.list(loans), ecl = ecl, hazard = hazard))
if ("--check" %in% commandArgs(TRUE)) {
  found <- scan(text = gsub("[^-0-9.]+", " ", made), quiet = TRUE)
  kept <- scan(text = gsub("[^-0-9.]+", " ", paste(readLines("decisions.json"), collapse = " ")), quiet = TRUE)
  stopifnot(length(found) == length(kept), max(abs(found - kept) / pmax(1, abs(kept))) < 1e-11)
  cat("decisions.json holds\n")
} else {
  writeLines(made, "decisions.json")
}
