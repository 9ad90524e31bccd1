import { make } from '../dom';
import type { Cell, Column, Row } from './contract';
import { breakable, cellText, hint } from './words';

/** The choice of a category that means null; no level is empty text. */
const unknown = '';

/** A field for each column of a model. */
export class Form {
  readonly element = make('form', 'fields');
  private readonly fields: { column: Column; input: HTMLInputElement | HTMLSelectElement }[] = [];

  constructor(columns: Column[], changed: () => void) {
    this.element.noValidate = true;
    this.element.autocomplete = 'off';
    for (const [i, column] of columns.entries()) {
      const input = column.kind === 'category' ? choices(column) : entry(column);
      input.id = `field-${i}`;
      input.name = column.name;
      this.fields.push({ column, input });
      this.element.append(field(column, input));
    }

    this.element.addEventListener('input', changed);
    this.element.addEventListener('submit', event => {
      event.preventDefault();
      changed();
    });
  }

  /** What the fields hold; text that is no number goes as it stands, so that the service says what is wrong with it. */
  row(): Row {
    return Object.fromEntries(this.fields.map(({ column, input }) => [column.name, cell(column, input)]));
  }

  fill(row: Row): void {
    for (const { column, input } of this.fields) input.value = String(row[column.name] ?? '');
  }

  /** Marks the fields of which the service said something. */
  mark(error: string | null): void {
    for (const { column, input } of this.fields)
      input.setAttribute('aria-invalid', String(error?.includes(`column ${column.name}:`) ?? false));
  }
}

function cell(column: Column, input: HTMLInputElement | HTMLSelectElement): Cell {
  const text = input.value.trim();
  if (text === '') return null;
  if (column.kind !== 'number') return text;
  const value = Number(text.replaceAll(' ', ''));
  return Number.isFinite(value) ? value : text;
}

function choices(column: Column): HTMLSelectElement {
  const select = make('select', '');
  for (const level of column.levels ?? []) select.append(new Option(level, level));
  select.append(new Option('not known', unknown));
  return select;
}

function entry(column: Column): HTMLInputElement {
  const input = make('input', '');
  if (column.kind === 'date' && !column.form) input.type = 'date';
  else if (column.kind === 'number') input.inputMode = 'decimal';
  input.placeholder = 'not known';
  return input;
}

function field(column: Column, input: HTMLElement): HTMLElement {
  const box = make('div', 'field'), label = make('label', ''), below = make('p', 'hint', hint(column));
  label.append(...breakable(column.name));
  label.htmlFor = input.id;
  below.id = `${input.id}-hint`;
  input.setAttribute('aria-describedby', below.id);
  if (column.kind !== 'category') input.title = `typical: ${cellText(column.typical)}`;
  box.append(label, input, below);
  return box;
}
