import { band } from './band';
import type { Chart, ChartField, ChartSeries } from './contract';
import { at, contour } from './contour';
import { escape, number, percent } from './format';
import { marks, values } from './marks';
import { fieldPicture } from './picture';
import { fontFamily, symbols, type Theme } from './theme';

/** What ECharts is told about a chart. The same options make the page, the saved picture and the pictures of the documentation. */
export type Option = Record<string, unknown>;

export interface Size {
  width: number;
  height: number;
}

export function chartOption(chart: Chart, theme: Theme, size: Size): Option {
  const looks = order(chart);
  const onlyLines = chart.series.every(s => s.kind !== 'points') && !chart.field;
  const entries = [...chart.series.map(entry), ...boundaryEntry(chart)];
  const rows = chart.series.length > 1 || chart.field ? legendRows(entries.map(each => String(each.name)), size.width) : 0;
  const frame = frameOf(chart.title, rows, theme, size);
  const scale = chart.field ? fieldScale(chart.field, frame.top - 8, theme) : {};
  if (chart.field) (frame.option.grid as { top: number }).top += 24;
  return {
    ...frame.option, ...scale,
    xAxis: axis(chart, 'x', theme),
    yAxis: { ...axis(chart, 'y', theme), ...(chart.logY ? { type: 'log' } : {}) },
    tooltip: tooltip(chart, theme, onlyLines),
    series: [...field(chart, theme), ...chart.series.map((s, i) => series(s, looks[i], chart, theme)), ...marks(chart, theme)],
    legend: { ...frame.legend, data: entries },
  };
}

const dash = 'path://M0 0H28V5H0Z', upright = 'path://M4 0H16V2H11V18H16V20H4V18H9V2H4Z';

function entry(series: ChartSeries): Option {
  const icon = series.kind === 'line' ? dash : series.kind === 'band' ? (series.whiskers ? upright : 'roundRect') : undefined;
  return { name: series.label, ...(icon ? { icon } : {}) };
}

/** Rows that a legend takes. */
export function legendRows(names: string[], width: number): number {
  let rows = 1, room = width;
  for (const name of names) {
    const wide = legendIcon + 5 + 6.8 * name.length;
    if (wide > room && room < width) {
      rows++;
      room = width;
    }

    room -= wide + legendGap;
  }

  return rows;
}

/** What the rows of a legend beyond the first take from a picture. */
export function legendHeight(chart: Chart, width: number): number {
  const rows = chart.series.length > 1 ? legendRows(chart.series.map(each => each.label), width) : 1;
  return rows > mostLegendRows ? 0 : legendRow * (rows - 1);
}

/** How the values of an axis are written. */
export function teller(chart: Chart, side: 'x' | 'y'): (value: number | null | undefined) => string {
  return chart[`${side}Percent`] ? percent : number;
}

function boundaryEntry({ field }: Chart): Option[] {
  return field?.boundary === undefined ? [] : [{ name: boundaryName(field, field.boundary), icon: dash }];
}

function boundaryName(field: ChartField, level: number): string {
  return `${field.label} = ${number(level)}`;
}

/** What the colours of a field mean: its name and a strip from the low end to the high one. */
function fieldScale(field: ChartField, top: number, theme: Theme): Option {
  const text = (words: string, x: number) => ({
    type: 'text', silent: true, style: { text: words, x, y: top + 5, verticalAlign: 'middle', fill: theme.muted, fontFamily, fontSize: 12 },
  });
  const low = number(field.low), high = number(field.high), start = 7 * low.length + 6, length = 84;
  const colorStops = theme.field.map((colour, i) => ({ offset: i / 2, color: `rgb(${colour.join(',')})` }));
  return {
    graphic: {
      elements: [
        text(low, 0),
        {
          type: 'rect', silent: true, shape: { x: start, y: top, width: length, height: 10, r: 2 },
          style: { fill: { type: 'linear', x: 0, y: 0, x2: 1, y2: 0, colorStops }, stroke: theme.line, lineWidth: 1 },
        },
        text(`${high}   ${field.label}`, start + length + 6),
      ],
    },
  };
}

/**
 * The number of each series' colour and shape. A band has that of the series before it, a reference none. Of two classes on a field, the
 * one on its high side takes the colour of that side.
 */
export function order(chart: Chart): number[] {
  let next = 0;
  const numbers = chart.series.map(s => s.kind === 'band' ? Math.max(0, next - 1) : s.kind === 'line' && s.reference ? -1 : next++);
  const grid = chart.field, classes = chart.series.flatMap((s, i) => s.kind === 'points' ? [i] : []);
  if (!grid || classes.length !== 2) return numbers;
  const mean = (s: ChartSeries) => s.x.reduce<number>((sum, x, i) => sum + (at(grid, x, s.y[i]) ?? 0), 0) / s.x.length;
  const [first, second] = classes;
  if (mean(chart.series[first]) > mean(chart.series[second])) [numbers[first], numbers[second]] = [numbers[second], numbers[first]];
  return numbers;
}

const legendIcon = 14, legendGap = 16, legendRow = 24, mostLegendRows = 4;

/** Title, legend of so many rows and margins, which all kinds of picture share. A legend that is too long for a picture is paged. */
export function frameOf(title: string, rows: number, theme: Theme, size: Size): { option: Option; legend: Option; top: number } {
  const paged = rows > mostLegendRows, more = paged ? 0 : legendRow * Math.max(0, rows - 1);
  const lines = wrap(title, size.width - 64);
  const titleHeight = title ? lines.length * 22 : 8, top = titleHeight + (rows > 0 ? 34 + more : 16);
  return {
    top,
    legend: {
      show: rows > 0, type: paged ? 'scroll' : 'plain', left: 0, top: titleHeight + 6, itemWidth: legendIcon, itemHeight: 9,
      itemGap: rows > 1 ? legendRow - 14 : 16, padding: 0,
      textStyle: { color: theme.muted, fontSize: 12 }, pageTextStyle: { color: theme.muted },
      pageIconColor: theme.muted, pageIconInactiveColor: theme.line,
    },
    option: {
      animation: false,
      backgroundColor: theme.surface,
      textStyle: { fontFamily, color: theme.text },
      color: theme.series,
      title: {
        text: lines.join('\n'), left: 0, top: 0, padding: 0,
        textStyle: { color: theme.text, fontSize: 16, fontWeight: 600, lineHeight: 22 },
      },
      grid: { left: 2, right: 14, top: top + 4, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'all' },
      aria: { enabled: true, label: { description: title } },
    },
  };
}

/**
 * The lines of a title. They are broken here, by a generous width of a letter, and not by ECharts, so that what stands below is as far
 * down as it must be in every font.
 */
export function wrap(title: string, room: number, letter = 9.4): string[] {
  const lines: string[] = [];
  for (const word of title.split(/\s+/)) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && longer.length * letter <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

export function fileName(title: string): string {
  return title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '') || 'chart';
}

function axis(chart: Chart, side: 'x' | 'y', theme: Theme): Option {
  const name = chart[`${side}Label`], fitted = chart.field !== undefined;
  const finite = values(chart, side).filter((v): v is number => v !== null);
  const whole = side === 'x' && !chart.xPercent && finite.every(Number.isInteger);
  const bounds = fitted && finite.length ? { min: least(finite), max: -least(finite.map(v => -v)) } : {};
  return {
    type: 'value', scale: true, name, nameLocation: 'middle', nameGap: 12,
    nameTextStyle: { color: theme.muted, fontSize: 12, padding: side === 'x' ? [11, 0, 0, 0] : [0, 0, 11, 0] },
    nameMoveOverlap: true,
    axisLine: { show: side === 'x', onZero: false, lineStyle: { color: theme.line } },
    axisTick: { show: side === 'x', lineStyle: { color: theme.line } },
    axisLabel: {
      color: theme.muted, fontSize: 11.5, hideOverlap: true, formatter: teller(chart, side),
      ...(fitted ? { showMinLabel: false, showMaxLabel: false } : {}),
    },
    splitLine: { show: side === 'y' && !fitted, lineStyle: { color: theme.grid } },
    axisPointer: { label: { show: false }, lineStyle: { color: theme.line } },
    ...(whole ? { minInterval: 1 } : {}),
    ...bounds,
  };
}

/** A loop, because a spread of many values would overflow the stack. */
function least(numbers: number[]): number {
  return numbers.reduce((a, b) => Math.min(a, b), Infinity);
}

function pairs(s: ChartSeries): [number | null, number | null][] {
  return s.x.map((x, i) => [x, s.y[i]]);
}

function series(s: ChartSeries, index: number, chart: Chart, theme: Theme): Option {
  const colour = index < 0 ? theme.muted : theme.series[index % theme.series.length], n = s.x.length;
  if (s.kind === 'band') return band(s, colour);
  if (s.kind === 'line') {
    const fitted = chart.series.some(other => other.kind === 'points');
    return {
      type: 'line', name: s.label, data: pairs(s), step: s.step ? 'end' : false, z: 4,
      showSymbol: n === 1, symbolSize: 7, sampling: n > 4000 ? 'lttb' : undefined,
      lineStyle: s.reference ? { color: colour, width: 1.5, type: [2, 4], cap: 'round' }
        : { color: colour, width: fitted ? 2.5 : 2, cap: 'round', type: index % 2 === 1 && !fitted ? [7, 4] : 'solid' },
      itemStyle: { color: colour }, emphasis: { focus: 'series' },
    };
  }
  return {
    type: 'scatter', name: s.label, data: pairs(s), z: 3,
    symbol: symbols[index % symbols.length], symbolSize: n > 5000 ? 3 : n > 800 ? 5 : n > 200 ? 7 : 9, large: n > 5000,
    itemStyle: { color: colour, opacity: n > 800 ? 0.55 : 0.85, borderColor: theme.surface, borderWidth: n > 800 ? 0 : 1 },
    emphasis: { scale: 1.4 },
  };
}

interface Api {
  coord(place: [number, number]): [number, number];
}

function field(chart: Chart, theme: Theme): Option[] {
  const grid = chart.field;
  if (!grid) return [];
  const picture = fieldPicture(grid, grid.low, grid.high, theme.field);
  const left = grid.x[0]!, right = grid.x.at(-1)!, bottom = grid.y[0]!, top = grid.y.at(-1)!;
  const shown: Option[] = [{
    type: 'custom', name: grid.label, data: [[left, bottom]], silent: true, clip: true, z: 0,
    renderItem: (_: unknown, api: Api) => {
      const [x, y] = api.coord([left, top]), [x2, y2] = api.coord([right, bottom]);
      return { type: 'image', style: { image: picture, x, y, width: x2 - x, height: y2 - y } };
    },
  }];
  if (grid.boundary === undefined) return shown;
  const lines = contour(grid, grid.boundary).flatMap(line => [...line, ['-', '-']]);
  return [...shown, {
    type: 'line', name: boundaryName(grid, grid.boundary), data: lines, showSymbol: false, silent: true, z: 2,
    lineStyle: { color: theme.boundary, width: 2 }, itemStyle: { color: theme.boundary }, tooltip: { show: false },
  }];
}

interface Hovered {
  seriesIndex: number;
  seriesName: string;
  marker: string;
  value: number[];
}

function tooltip(chart: Chart, theme: Theme, onlyLines: boolean): Option {
  const row = (marker: string, name: string, value: string) =>
    `${marker}${escape(name)}&ensp;<b style="float:right;margin-left:14px">${value}</b>`;
  const x = teller(chart, 'x'), y = teller(chart, 'y');
  const range = (p: Hovered) => p.value.slice(1, 3).map(y).join(' – ');
  const one = (p: Hovered) => [
    `${p.marker}<b>${escape(p.seriesName)}</b>`,
    row('', chart.xLabel || 'x', x(p.value[0])),
    row('', chart.yLabel || 'y', range(p)),
  ].join('<br>');
  const several = (all: Hovered[]) => [
    `${escape(chart.xLabel || 'x')} <b>${x(all[0]?.value[0])}</b>`,
    // The marks come after the lines and are none.
    ...all.filter(p => p.seriesIndex < chart.series.length).map(p => row(p.marker, p.seriesName, range(p))),
  ].join('<br>');
  return {
    trigger: onlyLines ? 'axis' : 'item',
    confine: true, backgroundColor: theme.surface, borderColor: theme.line, padding: [8, 12],
    extraCssText: 'max-width: min(320px, 100%); white-space: normal; overflow-wrap: anywhere;',
    textStyle: { color: theme.text, fontSize: 12.5 },
    formatter: (p: Hovered | Hovered[]) => Array.isArray(p) ? several(p) : one(p),
  };
}
