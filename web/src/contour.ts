/** Lines on which a field has a given value (marching squares), each as a list of places. */
export type Place = [number, number];

export interface Grid {
  x: (number | null)[];
  y: (number | null)[];
  values: (number | null)[];
}

/** The value nearest to a place. */
export function at(grid: Grid, x: number | null, y: number | null): number | null {
  if (x === null || y === null) return null;
  const nearest = (places: (number | null)[], place: number) =>
    places.reduce<number>((best, p, i) => Math.abs(p! - place) < Math.abs(places[best]! - place) ? i : best, 0);
  return grid.values[nearest(grid.y, y) * grid.x.length + nearest(grid.x, x)];
}

export function contour(grid: Grid, level: number): Place[][] {
  return join(segments(grid, level));
}

/** A point of the contour lies on an edge of the grid; the edge's name joins segments without comparing floating numbers. */
interface Crossing {
  edge: string;
  at: Place;
}

function segments({ x, y, values }: Grid, level: number): [Crossing, Crossing][] {
  const columns = x.length, found: [Crossing, Crossing][] = [];
  const above = (v: number) => v >= level;
  const along = (a: number, b: number, from: number, to: number) => from + (to - from) * (level - a) / (b - a);
  for (let i = 0; i + 1 < y.length; i++) {
    for (let j = 0; j + 1 < columns; j++) {
      const here = i * columns + j, over = here + columns, corners = [values[here], values[here + 1], values[over + 1], values[over]];
      if (corners.some(v => v === null || !Number.isFinite(v))) continue;
      const [a, b, c, d] = corners as number[];
      const x0 = x[j]!, x1 = x[j + 1]!, y0 = y[i]!, y1 = y[i + 1]!;
      const crossings: Crossing[] = [];
      if (above(a) !== above(b)) crossings.push({ edge: `h${i},${j}`, at: [along(a, b, x0, x1), y0] });
      if (above(b) !== above(c)) crossings.push({ edge: `v${i},${j + 1}`, at: [x1, along(b, c, y0, y1)] });
      if (above(c) !== above(d)) crossings.push({ edge: `h${i + 1},${j}`, at: [along(d, c, x0, x1), y1] });
      if (above(d) !== above(a)) crossings.push({ edge: `v${i},${j}`, at: [x0, along(a, d, y0, y1)] });
      if (crossings.length === 2) found.push([crossings[0], crossings[1]]);
      if (crossings.length === 4) found.push(...saddle(crossings, above(a) === above((a + b + c + d) / 4)));
    }
  }
  return found;
}

/** Two opposite corners are above: the middle of the cell says whether they are connected. */
function saddle([bottom, right, top, left]: Crossing[], connected: boolean): [Crossing, Crossing][] {
  return connected ? [[bottom, right], [top, left]] : [[bottom, left], [top, right]];
}

function join(parts: [Crossing, Crossing][]): Place[][] {
  const at = new Map<string, number[]>();
  parts.forEach((part, i) => part.forEach(({ edge }) => at.set(edge, [...(at.get(edge) ?? []), i])));
  const used = new Set<number>(), lines: Place[][] = [];
  const walk = (start: number, from: Crossing) => {
    const line: Place[] = [];
    let edge = from.edge;
    for (let next: number | undefined = start; next !== undefined; next = at.get(edge)!.find(i => !used.has(i))) {
      used.add(next);
      const other: Crossing = parts[next][0].edge === edge ? parts[next][1] : parts[next][0];
      line.push(other.at);
      edge = other.edge;
    }
    return line;
  };
  parts.forEach(([first], i) => {
    if (used.has(i)) return;
    const forward = walk(i, first);
    // What is left on the other side of the first segment, if the line did not close.
    const rest = at.get(first.edge)!.find(k => !used.has(k));
    const backward = rest === undefined ? [] : walk(rest, first);
    lines.push([...backward.reverse(), first.at, ...forward]);
  });
  return lines;
}
