import { describe, expect, it } from 'vitest';
import { chartOption, fileName, legendHeight, legendRows, order, wrap } from '../src/chart';
import type { Chart } from '../src/contract';
import { free } from '../src/marks';
import { dark, light } from '../src/theme';

const size = { width: 600, height: 360 };
const chart = (more: Partial<Chart> = {}): Chart => ({
  kind: 'chart', title: 'Price by area', xLabel: 'm²', yLabel: '€', logY: false, xPercent: false, yPercent: false, marks: [],
  series: [
    { kind: 'points', label: 'Repaid', x: [1, 2], y: [1, 2] },
    { kind: 'points', label: 'Default', x: [1, 3], y: [3, 4] },
  ],
  ...more,
});
const field = { label: 'P', x: [0, 4], y: [0, 4], values: [0, 0, 1, 1], boundary: 0.5, low: 0, high: 1 };
const of = (c: Chart, theme = light): any => chartOption(c, theme, size);

describe('a chart of points', () => {
  it('gives every class a colour, a shape and a place in the legend', () => {
    const { series, legend } = of(chart());
    expect(series.map((s: { type: string }) => s.type)).toEqual(['scatter', 'scatter']);
    expect(new Set(series.map((s: { itemStyle: { color: string } }) => s.itemStyle.color)).size).toBe(2);
    expect(new Set(series.map((s: { symbol: string }) => s.symbol)).size).toBe(2);
    expect(legend.data.map((d: { name: string }) => d.name)).toEqual(['Repaid', 'Default']);
  });

  it('names the axes and takes the colours of the mode', () => {
    const option = of(chart(), dark);
    expect([option.xAxis.name, option.yAxis.name]).toEqual(['m²', '€']);
    expect(option.backgroundColor).toBe(dark.surface);
  });

  it('escapes names in the tooltip', () => {
    const { tooltip } = of(chart({ xLabel: '<b>' }));
    expect(tooltip.formatter({ seriesName: '<img onerror=x>', marker: '', value: [1, 2] })).not.toMatch(/<img|<br><b>/);
  });

  it('shows no legend for one series', () => {
    expect(of(chart({ series: chart().series.slice(0, 1) })).legend.show).toBe(false);
  });
});

describe('a legend', () => {
  const names = ['the model', '95 % interval', 'expected by the model', 'logistic regression', 'scorecard', 'approve nobody'];
  const many = chart({ series: names.map(label => ({ ...chart().series[0], label })) });

  it('takes as many rows as a narrow picture needs, and the plot begins below them', () => {
    const [wide, narrow]: any[] = [1000, 330].map(width => chartOption(many, light, { width, height: 400 }));
    expect([legendRows(names, 1000), legendRows(names, 330)]).toEqual([1, 3]);
    expect([wide.legend.type, narrow.legend.type]).toEqual(['plain', 'plain']);
    expect(narrow.grid.top - wide.grid.top).toBe(2 * 24);
    expect(legendHeight(many, 330)).toBe(2 * 24);
  });

  it('is paged where it would take the whole picture', () => {
    expect((chartOption(many, light, { width: 100, height: 400 }) as any).legend.type).toBe('scroll');
    expect(legendHeight(many, 100)).toBe(0);
  });
});

describe('a chart of lines', () => {
  const history = chart({
    series: [
      { kind: 'line', step: false, reference: false, label: 'Training', x: [1, 2, 3], y: [3, 2, null] },
      { kind: 'line', step: true, reference: false, label: 'Validation', x: [1, 2, 3], y: [3, 2, 1] },
    ],
    marks: [{ axis: 'x', at: 2, label: 'best: 2' }], logY: true,
  });

  it('marks the best epoch', () => {
    const marked = of(history).series.at(-1).markLine.data;
    expect(marked[0]).toMatchObject({ xAxis: 2, label: { formatter: 'best: 2' } });
  });

  it('widens the axis of a mark beyond the lines, and does not show the mark as one of them', () => {
    const { series, tooltip } = of({ ...history, marks: [{ axis: 'y', at: 9, label: 'chance' }] });
    expect(series.at(-1).data).toEqual([[1, 9]]);
    const hovered = series.map((s: { name?: string }, seriesIndex: number) => (
      { seriesIndex, seriesName: s.name ?? 'none', marker: '', value: [1, 3] }));
    expect(tooltip.formatter(hovered)).toMatch(/Training.*Validation/s);
    expect(tooltip.formatter(hovered)).not.toMatch(/none/);
  });

  it('writes the meaning of a level where no line and no other mark is near', () => {
    const level = { axis: 'y', at: 3, label: 'chance' };
    expect(free({ ...history, marks: [level] }, level)).toBe('insideEndTop');
    expect(free({ ...history, marks: [level, { axis: 'x', at: 3, label: 'best' }] }, level)).toBe('insideMiddleTop');
  });

  it('breaks where a value is missing, steps where it is asked to and shows all values at a place', () => {
    const { series, tooltip, yAxis, xAxis } = of(history);
    expect(series[0].data[2]).toEqual([3, null]);
    expect([series[0].step, series[1].step]).toEqual([false, 'end']);
    expect(tooltip.trigger).toBe('axis');
    expect(yAxis.type).toBe('log');
    expect(xAxis.minInterval).toBe(1);
  });
});

describe('a band', () => {
  const band = (whiskers: boolean): Chart => chart({
    yPercent: true,
    series: [
      { kind: 'line', step: false, reference: false, label: 'mean', x: [0, 1], y: [0.2, 0.4] },
      { kind: 'band', whiskers, label: 'range', x: [0, 1, 2], y: [0.1, 0.3, null], upper: [0.3, 0.5, 0.6] },
      { kind: 'line', step: false, reference: true, label: 'chance', x: [0, 1], y: [0.1, 0.1] },
      { kind: 'line', step: false, reference: false, label: 'other', x: [0, 1], y: [0.1, 0.2] },
    ],
  });
  const api = { value: (d: number) => [1, 0.3, 0.5][d], coord: ([x, y]: number[]) => [10 * x, 100 - 100 * y] };

  it('has the colour of the series before it, and what others are held against has none', () => {
    expect(order(band(false))).toEqual([0, 0, -1, 1]);
    expect(of(band(false)).series[1].itemStyle.color).toBe(light.series[0]);
    expect(of(band(false)).series[2].lineStyle.color).toBe(light.muted);
  });

  it('is one area over all places that have both values, or an upright line at each', () => {
    const area = of(band(false)).series[1];
    expect(area.data).toEqual([[0, 0.1, 0.3], [1, 0.3, 0.5]]);
    const points = area.renderItem({ dataIndex: 0 }, api).shape.points.map((p: number[]) => p.map(Math.round));
    expect(points).toEqual([[0, 70], [10, 50], [10, 70], [0, 90]]);
    expect(area.renderItem({ dataIndex: 1 }, api)).toBeUndefined();
    const [line] = of(band(true)).series[1].renderItem({ dataIndex: 1 }, api).children;
    expect(Object.values(line.shape).map(v => Math.round(v as number))).toEqual([10, 70, 10, 50]);
  });

  it('is told as a range, and shares as per cent', () => {
    const { tooltip, yAxis, xAxis } = of(band(false));
    expect(tooltip.formatter([{ seriesIndex: 1, seriesName: 'range', marker: '', value: [1, 0.3, 0.5] }])).toMatch('30 % – 50 %');
    expect([yAxis.axisLabel.formatter(0.05), xAxis.axisLabel.formatter(0.05)]).toEqual(['5 %', '0.05']);
  });
});

it('keeps every colour of a series and of words apart from the page in both modes', () => {
  const bright = (colour: string) => [1, 3, 5].map(i => parseInt(colour.slice(i, i + 2), 16) / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = (a: string, b: string) => {
    const [more, less] = [bright(a), bright(b)].sort((x, y) => y - x);
    return (more + 0.05) / (less + 0.05);
  };
  for (const theme of [light, dark]) {
    for (const colour of theme.series) expect(contrast(colour, theme.surface), colour).toBeGreaterThanOrEqual(3);
    for (const colour of [theme.text, theme.muted]) expect(contrast(colour, theme.surface), colour).toBeGreaterThanOrEqual(4.5);
  }
});

describe('a field', () => {
  it('lies below the points with its boundary as a line, and fits the axes', () => {
    const { series, xAxis } = of(chart({ field }));
    expect(series.map((s: { type: string }) => s.type)).toEqual(['custom', 'line', 'scatter', 'scatter']);
    expect(series[1].data.slice(0, 2)).toEqual(expect.arrayContaining([[0, 2], [4, 2]]));
    expect([xAxis.min, xAxis.max]).toEqual([0, 4]);
  });

  it('gives the class on its high side the colour of that side', () => {
    expect(order(chart({ field }))).toEqual([0, 1]);
    expect(order(chart({ field, series: [...chart().series].reverse() }))).toEqual([1, 0]);
  });

  it('names its boundary and its colours', () => {
    const { legend, graphic } = of(chart({ field }));
    expect(legend.data.at(-1).name).toBe('P = 0.5');
    expect(graphic.elements.filter((e: any) => e.type === 'text').map((e: any) => e.style.text)).toEqual(['0', '1   P']);
  });

  it('has no line without a boundary', () => {
    expect(of(chart({ field: { ...field, boundary: undefined } })).series).toHaveLength(3);
  });
});

it('makes a file name of a title', () => {
  expect([fileName('Loss, over the epochs!'), fileName('…')]).toEqual(['loss-over-the-epochs', 'chart']);
});

it('breaks a title at its words, and keeps a word that is longer than the line', () => {
  expect(wrap('one two three', 80, 10)).toEqual(['one two', 'three']);
  expect(wrap('immeasurable x', 50, 10)).toEqual(['immeasurable', 'x']);
});
