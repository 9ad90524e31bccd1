import { describe, expect, it } from 'vitest';
import type { Column, Target } from '../src/try/contract';
import { changesText, command, draw, hint, meaning, percent, points, scoreText, shareText, top, typical } from '../src/try/words';

const columns: Column[] = [
  { name: 'income', kind: 'number', optional: false, missing: true, typical: 35800, low: 20100, high: 64300, whole: true, special: [-9] },
  { name: 'ratio', kind: 'number', optional: false, missing: false, typical: 0.25, low: 0.1, high: 0.4, whole: false },
  { name: 'purpose', kind: 'category', optional: false, missing: false, typical: 'car', levels: ['car', 'house'] },
  { name: 'since', kind: 'date', optional: false, missing: false, typical: '2021-01-01', low: '2020-01-01', high: '2021-12-31' },
  { name: 'month', kind: 'date', optional: false, missing: false, typical: 'May-2021', low: 'Jan-2020', high: 'Dec-2021',
    form: 'MMM-yyyy' },
];

describe('words', () => {
  it('tell a probability with the digits that it needs', () => {
    expect([0.1234, 0.0042, 0.000031, 1, 0].map(percent)).toEqual(['12.3 %', '0.42 %', '0.0031 %', '100.0 %', '0 %']);
  });

  it('tell a difference with its sign, and none where it rounds to nothing', () => {
    expect([0.0312, -0.004, 0.0001].map(points)).toEqual(['+3.1', '−0.4', '0.0']);
  });

  it('say what is usual and what is a code', () => {
    expect(columns.map(hint)).toEqual(['usually 20,100 to 64,300 · code −9', 'usually 0.1 to 0.4', '',
      'usually 2020-01-01 to 2021-12-31', 'usually Jan-2020 to Dec-2021']);
  });
});

describe('changes', () => {
  it('are one condition, numbers as people read them, and levels as they are', () => {
    expect(changesText([{ column: 'amount', from: '8000', to: '5000' }, { column: 'region', from: 'a', to: 'b 2' }]))
      .toBe('amount were 5,000 instead of 8,000 and region were b 2 instead of a');
  });
});

describe('an example', () => {
  it('is within what is usual, whole where the column is whole', () => {
    for (const share of [0, 0.5, 0.999]) {
      const row = draw(columns, () => share);
      expect(Number.isInteger(row.income)).toBe(true);
      expect(row.income).toBeGreaterThanOrEqual(20100);
      expect(row.income).toBeLessThanOrEqual(64300);
      expect(['car', 'house']).toContain(row.purpose);
      expect(row.since).toMatch(/^202[01]-\d\d-\d\d$/);
      expect(row.month).toBe('May-2021');
    }
  });

  it('of typical values has every column', () => {
    expect(Object.keys(typical(columns))).toEqual(columns.map(column => column.name));
  });
});

describe('shares', () => {
  const shares = [5, -4, 3, 2, 1].map((share, i) => ({ column: `c${i}`, share, typical: null }));

  it('beyond the largest are one, and their sum stays', () => {
    const rows = top(shares, 2);
    expect(rows.map(row => row.column)).toEqual(['c0', 'c1', '3 others']);
    expect(rows.reduce((sum, row) => sum + row.share, 0)).toBe(7);
    expect(top(shares, 4)).toHaveLength(5);
  });
});

describe('the command', () => {
  it('keeps quotes of a cell inside its own, and holds no key', () => {
    const text = command("http://127.0.0.1/it's", { purpose: "o'brien $(ls)" }, true);
    expect(text).toContain(`'{"rows":[{"purpose":"o'\\''brien $(ls)"}]}'`);
    expect(text).toContain('$FLORIN_API_KEY');
    expect(text).toContain('it%27s');
  });
});

describe('what a score is', () => {
  const kinds: [Target, number, string, string, string][] = [
    [{ column: 'bad', kind: 'binary', inWords: '', positive: 'yes' }, 0.123, '12.3 %', '+12.3', 'probability that bad is yes'],
    [{ column: 'grade', kind: 'classes', inWords: '', classes: ['a', 'b'] }, 0.5, '50.0 %', '+50.0',
      'probability that grade is b, the likeliest'],
    [{ column: 'price', kind: 'number', inWords: '' }, 12345.6, '12,350', '+12,300', 'expected price'],
    [{ column: 'lgd', kind: 'share', inWords: '' }, 0.4321, '43.2 %', '+43.2', 'expected lgd'],
    [{ column: 'claims', kind: 'count', inWords: '' }, 0.04321, '0.04321', '+0.0432', 'expected claims'],
    [{ column: 'claims', kind: 'count', inWords: '', exposure: 'years' }, 0.04321, '0.04321', '+0.0432', 'expected claims for years = 1'],
  ];
  it.each(kinds)('%j', (target, score, text, share, words) => {
    expect(scoreText(target, score)).toBe(text);
    expect(shareText(target, score)).toBe(share);
    expect(shareText(target, 0)).toMatch(/^0(\.0)?$/);
    expect(meaning(target, { score, error: null, class: 'b' })).toBe(words);
  });
});
