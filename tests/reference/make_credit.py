"""Writes credit.json: the first loan applicants of the credit simulator and their true PD, from its formulas in numpy."""
import numpy as np

from reference import main

SEED, ROWS = 7, 40
M = 0xFFFFFFFF


def block(rows, slot, seed):
    """Philox 4x32-10 (Salmon et al., 2011) of counters (row, slot, 0, 0x0C4ED17), two uniform numbers of 53 bits a row."""
    c = [np.arange(rows, dtype=np.uint64), *(np.full(rows, v, dtype=np.uint64) for v in (slot, 0, 0x0C4ED17))]
    k0, k1 = seed & M, seed >> 32
    for _ in range(10):
        p0, p1 = c[0] * np.uint64(0xD2511F53), c[2] * np.uint64(0xCD9E8D57)
        low, high = np.uint64(M), np.uint64(32)
        c = [(p1 >> high) ^ c[1] ^ np.uint64(k0), p1 & low, (p0 >> high) ^ c[3] ^ np.uint64(k1), p0 & low]
        k0, k1 = (k0 + 0x9E3779B9) & M, (k1 + 0xBB67AE85) & M
    unit = [((b << np.uint64(32) | a) >> np.uint64(11)).astype(float) * 2.0 ** -53 for a, b in ((c[0], c[1]), (c[2], c[3]))]
    return unit


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def pick(u, names, shares):
    return np.array(names)[np.minimum(np.searchsorted(np.cumsum(shares), u, side="right"), len(names) - 1)]


def poisson(u, rate, most):
    term = np.exp(-rate)
    total, count = term.copy(), np.zeros(len(u))
    for k in range(1, most + 1):
        count += u >= total
        term = term * rate / k
        total = total + term
    return count


def simulate(rows, seed):
    slots = iter(range(1, 100))
    uniform = lambda: block(rows, next(slots), seed)[0]

    def normal():
        u, v = block(rows, next(slots), seed)
        return np.sqrt(-2 * np.log(1 - u)) * np.cos(2 * np.pi * v)

    t = {}
    day = np.floor((np.arange(rows) + uniform()) / rows * 1095)
    years = day / 365.25
    t["day"] = day
    t["age"] = np.floor(21 + 50 * uniform() * (0.4 + 0.6 * uniform()))
    t["sex"] = pick(uniform(), ["F", "M"], [0.48, 0.52])
    t["region"] = pick(uniform(), ["north", "south", "east", "west", "capital"], [0.2, 0.25, 0.15, 0.25, 0.15])
    t["purpose"] = pick(uniform(), ["debt consolidation", "car", "home improvement", "education", "small business"],
                        [0.4, 0.22, 0.16, 0.1, 0.12])
    t["home_ownership"] = pick(uniform(), ["rent", "mortgage", "own"], [0.42, 0.42, 0.16])
    t["employment_years"] = np.floor(uniform() * uniform() * (t["age"] - 17))
    z = normal()
    t["income"] = 100 * np.floor(10 * np.exp(3.3 + 0.012 * np.minimum(t["age"] - 21, 30) + 0.04 * years + 0.45 * z))
    t["amount"] = 100 * np.floor(np.clip(t["income"] * np.exp(-1.3 + 0.5 * normal()), 1000, 60000) / 100)
    t["term_months"] = pick(uniform(), [24, 36, 60], [0.25, 0.45, 0.3]).astype(float)
    debt = normal()
    t["debt_ratio"] = np.floor(1000 * sigmoid(-1.0 + 0.1 * years + 0.7 * debt)) / 1000
    t["utilisation"] = np.floor(1000 * sigmoid(-0.3 + 0.5 * debt + 1.2 * normal())) / 1000
    t["late_payments_12m"] = poisson(uniform(), np.exp(-1.7 + 1.4 * t["utilisation"]), 8)
    t["inquiries_6m"] = poisson(uniform(), 0.6 + 0.15 * years, 8)
    ever, months = uniform(), uniform()
    late = t["late_payments_12m"] > 0
    t["months_since_delinquency"] = np.where(late, np.floor(12 * months), np.where(ever < 0.25, np.floor(12 + 72 * months), -9))
    t["noise"] = np.floor(1e4 * uniform()) / 1e4
    for name, chance in (("income", sigmoid(-2.4 - 0.9 * z)), ("employment_years", np.full(rows, 0.04)),
                         ("utilisation", np.where(t["home_ownership"] == "own", 0.12, 0.03))):
        t[name + "_missing"] = uniform() < chance
    t["log_odds"] = truth(t, years)
    t["pd"] = sigmoid(t["log_odds"])
    t["defaulted"] = (uniform() < t["pd"]).astype(float)
    return t


def truth(t, years):
    u, d, m = t["utilisation"], t["debt_ratio"], t["months_since_delinquency"]
    x = -4.5 - 0.7 * np.log(t["income"] / 30000) + 0.15 * years + 0.2 * (t["sex"] == "M") + 0.25 * (t["region"] == "east")
    x += 0.2 * (t["home_ownership"] == "rent") - 0.2 * (t["home_ownership"] == "own")
    x += 0.4 * np.minimum(t["late_payments_12m"], 4)
    x += np.where(m >= 0, np.maximum(0, 0.8 * (1 - m / 24)), 0)
    x += 1.1 * (d > 0.4) + 0.6 * (t["employment_years"] < 1)
    x += 1.5 * (u - 0.5) * (1 + (t["inquiries_6m"] >= 2))
    x += 1.2 * ((t["purpose"] == "small business") & (t["term_months"] == 60))
    x += 0.3 * np.log(t["amount"] / 8000)
    # A young household that rents and an old one that owns are alike; the others are not.
    x += 0.9 * ((t["age"] < 28) != (t["home_ownership"] == "rent"))
    return x


def build():
    t = simulate(ROWS, SEED)
    return {"seed": SEED, "cases": [{"name": f"L{row + 1:07d}"} | {name: values[row].item() for name, values in t.items()}
                                    for row in range(ROWS)]}


if __name__ == "__main__":
    main("credit.json", build)
