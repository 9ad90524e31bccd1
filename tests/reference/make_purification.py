"""Writes purification.json: what is left of a surface over two columns when what it owes to each of them alone is taken away.

Two ways that have nothing in common: mass moved cell by cell until every row and column of the grid has mean 0 (Lengerich et al. 2020),
and, where a value lies between two knots, least squares of numpy on the columns of shares.
"""
import numpy

from reference import generator, main, tensor


def moved(values, weights):
    """Weighted means of rows and columns are taken away in turn until nothing moves; an empty row or column has nothing to move."""
    left = values.copy()
    for _ in range(100_000):
        before = left.copy()
        for axis in (0, 1):
            mass = weights.sum(axis=axis, keepdims=True)
            means = (weights * left).sum(axis=axis, keepdims=True) / numpy.where(mass > 0, mass, 1)
            left = left - means
        if numpy.max(numpy.abs(left - before)) < 1e-15:
            break
    return left


def points(name, first, second, weights, values, left, sizes):
    """First and second: the place, and the share that counts at the next one."""
    return {"name": name, "sizes": sizes, "first": tensor(first), "second": tensor(second), "weights": tensor(weights),
            "values": tensor(values), "left": tensor(left)}


def cells(name, height, width, empty):
    rng = generator(name)
    weights = rng.integers(1, 60, (height, width)).astype(float)
    weights[rng.random((height, width)) < empty] = 0
    values = numpy.round(rng.standard_normal((height, width)) + numpy.arange(height)[:, None] * 0.7 - numpy.arange(width) ** 2 * 0.2, 3)
    left, inside = moved(values, weights), weights > 0
    at = numpy.argwhere(inside)
    zeros = numpy.zeros(len(at))
    return points(name, numpy.column_stack([at[:, 0], zeros]), numpy.column_stack([at[:, 1], zeros]), weights[inside], values[inside],
                  left[inside], [height, width])


def shares(place, size):
    """A row's shares at the places of its column."""
    columns = numpy.zeros((len(place), size))
    rows, at = numpy.arange(len(place)), place[:, 0].astype(int)
    columns[rows, at] += 1 - place[:, 1]
    columns[rows, numpy.minimum(at + 1, size - 1)] += place[:, 1]
    return columns


def between(name, rows, sizes, weighted):
    """Two columns that rise together, between knots."""
    rng = generator(name)
    common = rng.random(rows)
    places = []
    for size in sizes:
        x = numpy.clip(0.6 * common + 0.4 * rng.random(rows), 0, 0.999) * (size - 1)
        places.append(numpy.column_stack([numpy.floor(x), numpy.round(x - numpy.floor(x), 3)]))
    first, second = (place.sum(axis=1) for place in places)
    values = numpy.round(first * second + numpy.sin(first) - second ** 2, 3)
    weights = rng.integers(1, 4, rows).astype(float) if weighted else numpy.ones(rows)
    design, root = numpy.hstack([shares(place, size) for place, size in zip(places, sizes)]), numpy.sqrt(weights)
    curves = numpy.linalg.lstsq(design * root[:, None], values * root, rcond=None)[0]
    return points(name, *places, weights, values, values - design @ curves, sizes)


def build():
    return {"cases": [cells("a full grid", 4, 6, 0), cells("a grid with empty cells", 7, 5, 0.3),
                      between("between knots", 60, [5, 4], False), between("between knots, with weights", 60, [6, 3], True)]}


if __name__ == "__main__":
    main("purification.json", build)
