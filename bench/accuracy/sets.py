"""The sets of the plans as arrays, and the rows of each part: the same as AccuracySet.cs makes them, written again from its words."""
import csv
import gzip
import io
from pathlib import Path

import numpy as np
import yaml

FOLDER = Path(__file__).parent
MISSING = {"", "NA", "N/A", "NaN", "null", "?"}


def names():
    return sorted(path.stem for path in (FOLDER / "plans").glob("*.yaml"))


class Set:
    def __init__(self, name, data):
        plan = yaml.safe_load((FOLDER / "plans" / f"{name}.yaml").read_text())
        self.name, self.plan, about = name, plan, plan["data"]
        header, rows = read(Path(data) / about["path"], about)
        left_out = {about["target"], about.get("id"), "row", *about.get("drop", [])}
        columns = list(zip(*rows))
        self.y = np.array([value == about["positive"] for value in columns[header.index(about["target"])]], dtype=float)
        self.numbers, self.codes, self.special = [], [], []
        for column, values in zip(header, columns):
            if column in left_out:
                continue
            numbers = as_numbers(values)
            if numbers is None or column in about.get("categorical", []):
                self.codes.append([value if value not in MISSING else "" for value in values])
            else:
                own = about.get("special", {})
                self.numbers.append(numbers)
                self.special.append(own.get(column, own.get("*", [])))

    @property
    def in_time(self):
        return self.plan["split"]["kind"] == "out-of-time"

    def parts(self, test):
        return 1 if test or self.in_time else 4

    def cut(self, test, part):
        """Rows to learn from and rows that judge."""
        count = len(self.y)
        if self.in_time:
            whole = np.arange(count if test else round(0.8 * count))
            first = round(0.8 * len(whole))
            return whole[:first], whole[first:]
        k = self.plan["split"]["k"]
        rows = np.arange(count)
        train, judging = rows[(rows + 1) % k != 0], rows[(rows + 1) % k == 0]
        if test:
            return train, judging
        train = np.roll(train[:len(train) // 4 * 4], -part)
        last = np.arange(len(train)) % 4 == 3
        return train[~last], train[last]

    def trees(self, learn):
        """For trees: numbers as they are, NaN where missing, an input for each level seen five times among the rows to learn from."""
        return np.column_stack([*self.numbers, *self.levels(learn)]).astype(np.float32)

    def linear(self, learn):
        """For linear models and nets: numbers within their 1st and 99th percentile, standardised; codes and gaps as inputs of their own."""
        inputs = []
        for values, codes in zip(self.numbers, self.special):
            for code in codes:
                inputs.append((values == code).astype(float))
            values = np.where(np.isin(values, codes), np.nan, values)
            gap = np.isnan(values)
            known = values[learn][~gap[learn]]
            if len(known) > 0:
                values = np.clip(values, *np.percentile(known, [1, 99]))
                values = (values - np.nanmean(values[learn])) / max(np.nanstd(values[learn]), 1e-12)
            inputs += [np.where(gap, 0, values), gap.astype(float)]
        matrix = np.column_stack([*inputs, *self.levels(learn)])
        return matrix[:, matrix[learn].std(axis=0) > 0]

    def levels(self, learn):
        for values in self.codes:
            values = np.array(values)
            levels, counts = np.unique(values[learn], return_counts=True)
            for level in levels[counts >= 5]:
                yield values == level


def read(path, about):
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    first = text.split("\n", 1)[0]
    delimiter = about.get("delimiter") or max(",;\t", key=first.count)
    rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter) if row]
    if about.get("header", True):
        return [name or f"c{at + 1}" for at, name in enumerate(rows[0])], rows[1:]
    return [f"c{at + 1}" for at in range(len(rows[0]))], rows


def as_numbers(values):
    try:
        return np.array([np.nan if value in MISSING else float(value) for value in values])
    except ValueError:
        return None
