import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { at, contour, type Grid } from '../src/contour';
import type { ImageGrid, Page, PageBlock } from '../src/contract';
import { escape, number, percent } from '../src/format';
import { layout } from '../src/images';
import { fieldPicture, greyPicture, mix } from '../src/picture';
import { pictures } from '../src/svg';
import { light } from '../src/theme';

function gridOf(side: number, value: (x: number, y: number) => number): Grid {
  const x = Array.from({ length: side }, (_, i) => -1 + 2 * i / (side - 1));
  return { x, y: x, values: x.flatMap(y => x.map(x => value(x, y))) };
}

describe('a contour', () => {
  it('of a disc is one closed line at its radius', () => {
    const lines = contour(gridOf(41, (x, y) => Math.hypot(x, y)), 0.5);
    expect(lines).toHaveLength(1);
    expect(lines[0][0]).toEqual(lines[0].at(-1));
    for (const [x, y] of lines[0]) expect(Math.hypot(x, y)).toBeCloseTo(0.5, 2);
  });

  it('of a slope is one open line, wherever its first segment is found', () => {
    const lines = contour(gridOf(11, (x, y) => x * x + y), 0.03);
    expect(lines).toHaveLength(1);
    expect(lines[0].length).toBeGreaterThan(10);
  });

  it('of a saddle joins what the middle of the cell joins', () => {
    expect(contour({ x: [0, 1], y: [0, 1], values: [1, 0, 0, 1] }, 0.4)).toHaveLength(2);
    expect(contour({ x: [0, 1], y: [0, 1], values: [1, 0, 0, 1] }, 0.6)).toHaveLength(2);
  });

  it('passes cells by in which a value is missing', () => {
    expect(contour({ x: [0, 1], y: [0, 1], values: [1, null, 0, 1] }, 0.5)).toEqual([]);
  });

  it('is read at the nearest place', () => {
    expect(at({ x: [0, 1], y: [0, 1], values: [1, 2, 3, 4] }, 0.9, 0.2)).toBe(2);
  });
});

describe('a picture', () => {
  const samples = (address: string) => {
    const bytes = Buffer.from(address.split(',')[1], 'base64'), head = 8 + 25, length = bytes.readUInt32BE(head);
    return inflateSync(bytes.subarray(head + 8, head + 8 + length));
  };

  it('of grey pixels holds every pixel as a square', () => {
    expect([...samples(greyPicture(2, 1, Uint8Array.of(0, 255), 2))]).toEqual([0, 0, 0, 255, 255, 0, 0, 0, 255, 255]);
  });

  it('of a field begins with the top row', () => {
    const colours = samples(fieldPicture({ x: [0], y: [0, 1], values: [0, 1] }, 0, 1, light.field));
    expect([...colours.subarray(1, 4)]).toEqual(light.field[2]);
  });

  it('takes the middle colour for a value that is missing', () => {
    expect(mix(NaN, light.field)).toEqual(light.field[1]);
    expect(mix(7, light.field)).toEqual(light.field[2]);
  });
});

describe('images', () => {
  const grid: ImageGrid = {
    kind: 'images', title: 'Digits', width: 2, height: 2,
    rows: ['Input', 'Output'].map(label => ({ label, pictures: Array<string>(8).fill('AP8A/w==') })),
  };

  it('stay one above the other where a row is broken', () => {
    const { places } = layout(grid, 320, 0);
    const third = places.filter(p => p.index === 6);
    expect(third.map(p => p.row)).toEqual([0, 1]);
    expect(third[0].x).toBe(third[1].x);
    expect(Math.max(...places.map(p => p.x))).toBeLessThan(320);
  });

  it('and charts become well-formed SVG with names of their own', () => {
    const chart: PageBlock = {
      kind: 'chart', title: 'Digits', xLabel: 'a < b', yLabel: '"y"', logY: false, xPercent: false, yPercent: false, marks: [],
      series: [{ kind: 'points', label: 'p', x: [1], y: [1] }],
    };
    const page: Page = { title: 'P', blocks: [grid, chart] }, made = pictures(page);
    expect([...made.keys()]).toEqual(['digits.svg', 'digits-2.svg']);
    const tags = /<\/?[\w:]+(\s+[\w:-]+="[^"<]*")*\s*\/?>/g, sections = /<!\[CDATA\[[\s\S]*?\]\]>/g;
    for (const svg of made.values()) expect(svg.replace(tags, '').replace(sections, '')).not.toMatch(/[<>]/);
  });
});

it('numbers are short and texts are texts', () => {
  expect([1234567.89, 0.1 + 0.2, -2, null, 1.5e-7].map(number)).toEqual(['1,234,600', '0.3', '−2', '–', '1.500e−7']);
  expect([0.3, 0.1 + 0.2, 0.00012, 1, null].map(percent)).toEqual(['30 %', '30 %', '0.012 %', '100 %', '–']);
  expect(escape('<a href="x">')).not.toContain('<');
});
