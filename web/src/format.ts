/** A number for a reader: at most five digits, thousands apart, powers of ten where they are shorter. */
export function number(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) return value.toExponential(3).replace('e+', 'e').replace('-', '−');
  return value.toLocaleString('en-US', { maximumSignificantDigits: 5 }).replace('-', '−');
}

/** A share for a reader. */
export function percent(value: number | null | undefined): string {
  return value === null || value === undefined || !Number.isFinite(value) ? '–' : `${number(Number((100 * value).toPrecision(4)))} %`;
}

/** Text that may stand in HTML. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`);
}
