import type { Answer, Cell, Column, Row, Share, Target } from './contract';

/** A probability for a reader: 12.3 %, 0.42 %, 0.0031 %. */
export function percent(share: number): string {
  const value = share * 100, size = Math.abs(value);
  return `${plain(value, size >= 1 ? 1 : size >= 0.1 ? 2 : undefined)} %`;
}

export function isProbability(target: Target): boolean {
  return target.kind === 'binary' || target.kind === 'classes' || target.kind === 'share';
}

/** A score for a reader: a probability, or an amount with four digits. */
export function scoreText(target: Target, score: number): string {
  return isProbability(target) ? percent(score) : amount(score);
}

/** What a column adds to a score: percentage points, or an amount. */
export function shareText(target: Target, share: number): string {
  if (isProbability(target)) return points(share);
  const text = amount(Math.abs(share), 3);
  return Number(text.replaceAll(',', '')) === 0 ? '0' : (share > 0 ? '+' : '−') + text;
}

function amount(value: number, digits = 4): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: digits }).replace('-', '−');
}

/** What a score is: "probability that grade is low". */
export function meaning(target: Target, answer?: Answer): string {
  if (target.kind === 'binary') return `probability that ${target.column} is ${target.positive}`;
  if (target.kind === 'classes') {
    const named = answer?.class ?? answer?.predicted;
    return named ? `probability that ${target.column} is ${named}, the likeliest` : `probability of each ${target.column}`;
  }

  return target.exposure ? `expected ${target.column} for ${target.exposure} = 1` : `expected ${target.column}`;
}

/** A difference of probabilities in percentage points: +3.1, −0.4, 0.0. */
export function points(share: number): string {
  const text = plain(Math.abs(share) * 100, 1);
  return Number(text) === 0 ? '0.0' : (share > 0 ? '+' : '−') + text;
}

function plain(value: number, digits: number | undefined): string {
  const options = digits === undefined
    ? { maximumSignificantDigits: 2 }
    : { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return value.toLocaleString('en-US', { ...options, useGrouping: false }).replace('-', '−');
}

/** Changes as a condition: "amount were 5,000 instead of 8,000 and …". */
export function changesText(changes: { column: string; from: string; to: string }[]): string {
  const text = (cell: string) => cell !== '' && Number.isFinite(Number(cell)) ? cellText(Number(cell)) : cell;
  return changes.map(({ column, from, to }) => `${column} were ${text(to)} instead of ${text(from)}`).join(' and ');
}

export function cellText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return 'not known';
  return typeof cell === 'number' ? cell.toLocaleString('en-US', { maximumSignificantDigits: 7 }).replace('-', '−') : cell;
}

/** What stands below a field. */
export function hint(column: Column): string {
  const words: string[] = [];
  if (column.kind !== 'category' && column.low !== undefined && column.high !== undefined && column.low !== column.high)
    words.push(`usually ${cellText(column.low)} to ${cellText(column.high)}`);
  if (column.special?.length) words.push(`code ${column.special.map(cellText).join(', ')}`);
  return words.join(' · ');
}

/** Lets a long name break where its words end; the name as it is read and copied stays the same. */
export function breakable(name: string): (string | HTMLElement)[] {
  return name.split(/(?<=[_.])/).flatMap((part, i) => i === 0 ? [part] : [document.createElement('wbr'), part]);
}

/** A row of a kind that training rows are, each column drawn alone: nobody's. */
export function draw(columns: Column[], random: () => number): Row {
  const between = (low: number, high: number) => low + random() * (high - low);
  return Object.fromEntries(columns.map(column => {
    if (column.kind === 'category') return [column.name, column.levels?.[Math.floor(random() * column.levels.length)] ?? column.typical];
    if (column.form || column.low === undefined || column.high === undefined) return [column.name, column.typical];
    if (column.kind === 'date') {
      const day = between(Date.parse(String(column.low)), Date.parse(String(column.high)));
      return [column.name, new Date(day).toISOString().slice(0, 10)];
    }

    const value = between(Number(column.low), Number(column.high));
    return [column.name, column.whole ? Math.round(value) : Number(value.toPrecision(3))];
  }));
}

export function typical(columns: Column[]): Row {
  return Object.fromEntries(columns.map(column => [column.name, column.typical]));
}

/** The largest shares, and the others as one. */
export function top(shares: Share[], count: number): { column: string; share: number; rest: boolean }[] {
  const rows = shares.map(share => ({ column: share.column, share: share.share, rest: false }));
  if (rows.length <= count + 1) return rows;
  const others = rows.slice(count);
  return [...rows.slice(0, count), {
    column: `${others.length} others`, share: others.reduce((sum, row) => sum + row.share, 0), rest: true,
  }];
}

/** The same question for a terminal; the key is the reader's own. */
export function command(address: string, row: Row, needsKey: boolean): string {
  const body = JSON.stringify({ rows: [row] }).replaceAll("'", "'\\''");
  const key = needsKey ? `  -H "Authorization: Bearer $FLORIN_API_KEY" \\\n` : '';
  return `curl -s '${address.replaceAll("'", '%27')}' \\\n${key}  -H 'Content-Type: application/json' \\\n  -d '${body}'`;
}
