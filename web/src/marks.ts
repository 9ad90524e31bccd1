import type { Chart, ChartMark } from './contract';
import type { Theme } from './theme';

/** Places on an axis as dashed lines with their meaning beside them. */
export function marks(chart: Chart, theme: Theme): Record<string, unknown>[] {
  if (chart.marks.length === 0) return [];
  // Labels of horizontal lines are drawn last, over the vertical lines.
  const data = [...chart.marks].sort((a, b) => a.axis.localeCompare(b.axis)).map(mark => ({
    [mark.axis === 'x' ? 'xAxis' : 'yAxis']: mark.at,
    name: mark.label,
    label: { formatter: mark.label, position: mark.axis === 'x' ? 'end' : free(chart, mark) },
  }));
  return [{
    // A mark does not widen its axis; an invisible point at its place does.
    type: 'line', data: widening(chart), showSymbol: false, lineStyle: { opacity: 0 }, silent: true, tooltip: { show: false },
    markLine: {
      silent: true, symbol: 'none', data, lineStyle: { color: theme.muted, type: [4, 4], width: 1.25 },
      label: { color: theme.muted, fontSize: 11.5, distance: 4 },
    },
  }];
}

export function values(chart: Chart, side: 'x' | 'y'): (number | null)[] {
  const upper = side === 'y' ? chart.series.flatMap(s => s.kind === 'band' ? s.upper : []) : [];
  return chart.series.flatMap(s => s[side]).concat(upper, chart.field?.[side] ?? []);
}

/** The third of a horizontal line in which the series and the vertical marks stay farthest from it. */
export function free(chart: Chart, mark: ChartMark): string {
  const scale = (y: number) => chart.logY ? Math.log(y) : y;
  const points = chart.series.flatMap(s => s.x.map((x, i) => [x, s.y[i]])).filter((p): p is [number, number] => p.every(v => v !== null));
  const left = points.reduce((a, [x]) => Math.min(a, x), Infinity), right = points.reduce((a, [x]) => Math.max(a, x), -Infinity);
  const upright = chart.marks.filter(other => other.axis === 'x').map(other => [other.at, mark.at] as [number, number]);
  const room = [Infinity, Infinity, Infinity];
  for (const [x, y] of [...points, ...upright]) {
    const third = Math.min(2, Math.max(0, Math.floor(3 * (x - left) / (right - left)))) || 0;
    room[third] = Math.min(room[third], Math.abs(scale(y) - scale(mark.at)));
  }
  const best = room.lastIndexOf(Math.max(...room));
  return ['insideStartTop', 'insideMiddleTop', 'insideEndTop'][best];
}

function widening(chart: Chart): [number, number][] {
  const first = (side: 'x' | 'y') => values(chart, side).find((v): v is number => v !== null);
  const x = first('x'), y = first('y');
  if (x === undefined || y === undefined) return [];
  return chart.marks.map(mark => mark.axis === 'x' ? [mark.at, y] : [x, mark.at]);
}
