import type { ListBlock, PageBlock, TableBlock, TextBlock, VerdictBlock } from './contract';
import { make } from './dom';

/** What is made of words alone. */
export type WordBlock = Exclude<PageBlock, { kind: 'chart' | 'images' | 'section' }>;

export function blockCard(block: WordBlock, level: 'h2' | 'h3'): HTMLElement {
  switch (block.kind) {
    case 'text': return block.code ? code(block) : text(block);
    case 'list': return list(block, level);
    case 'table': return table(block, level);
    case 'verdict': return verdict(block);
  }
}

function text(block: TextBlock): HTMLElement {
  const section = make('section', 'text');
  section.append(...block.text.split(/\n\s*\n/).map(paragraph => make('p', '', paragraph)));
  return section;
}

function code(block: TextBlock): HTMLElement {
  const details = make('details', 'card code');
  details.append(make('summary', '', block.title), make('pre', '', block.text));
  return details;
}

function list(block: ListBlock, level: 'h2' | 'h3'): HTMLElement {
  const section = make('section', 'card'), items = make('ul', 'list');
  items.append(...block.items.map(item => make('li', '', item)));
  if (block.title) section.append(make(level, '', block.title));
  section.append(items);
  return section;
}

/** A mark says again what the colour says, and words say it to those who see neither. */
function mark(passed: boolean | undefined): HTMLElement {
  const shape = make('span', 'tick', passed === undefined ? '–' : passed ? '✓' : '✕');
  shape.setAttribute('aria-hidden', 'true');
  return shape;
}

function verdict(block: VerdictBlock): HTMLElement {
  const section = make('section', 'card verdict'), head = make('h2', ''), figures = make('dl', 'figures');
  const checks = make('ul', 'checks'), points = make('ul', 'list');
  section.dataset.passed = String(block.passed ?? 'none');
  head.append(mark(block.passed), make('span', '', block.title));
  for (const { label, value, detail } of block.figures) {
    const figure = make('div', '');
    figure.append(make('dt', '', label), make('dd', 'value', value), make('dd', 'detail', detail));
    figures.append(figure);
  }
  for (const { name, limit, value, passed } of block.checks) {
    const item = make('li', '');
    item.dataset.passed = String(passed);
    const words = make('span', '');
    words.append(make('b', '', name), ` ${value}, ${limit}: ${passed ? 'passed' : 'not passed'}`);
    item.append(mark(passed), words);
    checks.append(item);
  }
  points.append(...block.points.map(point => make('li', '', point)));
  section.append(head, ...[checks, figures, points].filter(part => part.childElementCount > 0));
  return section;
}

function table(block: TableBlock, level: 'h2' | 'h3'): HTMLElement {
  const section = make('section', 'card'), scroll = make('div', 'scroll'), grid = make('table', '');
  const body = make('tbody', ''), bars = block.bars.map(bar => bar ?? 0);
  if (block.columns.some(column => column.name)) grid.append(head(block));
  else grid.className = 'plain';
  if (block.shades.length) grid.classList.add('heat');
  block.rows.forEach((cells, i) => {
    const row = make('tr', '');
    row.append(...cells.map((words, j) => cell(words, block, j, block.shades[i * cells.length + j])));
    if (bars.length) row.append(bar(bars[i], Math.min(0, ...bars), block.fullBar ?? Math.max(0, ...bars)));
    body.append(row);
  });
  grid.append(body);
  scroll.append(grid);
  if (block.title) section.append(make(level, '', block.title));
  section.append(scroll);
  return section;
}

function head(block: TableBlock): HTMLElement {
  const head = make('thead', ''), names = make('tr', '');
  names.append(...block.columns.map(column => {
    const name = make('th', column.number ? 'number' : '', column.name);
    name.scope = 'col';
    return name;
  }));
  if (block.bars.length) names.append(make('td', 'strip'));
  head.append(names);
  return head;
}

/** An interval behind a value stands smaller: "0.743 [0.712, 0.773]". */
function cell(words: string, block: TableBlock, j: number, shade?: number | null): HTMLElement {
  const column = block.columns[j], first = j === 0 && !column?.number;
  const [, value, interval] = column?.number ? /^([^[]*) (\[[^\]]*\])$/.exec(words) ?? [] : [];
  const cell = make(first ? 'th' : 'td', column?.number ? 'number' : words.length <= 16 ? 'short' : '');
  if (words === '' && !first) cell.classList.add('empty');
  if (first) (cell as HTMLTableCellElement).scope = 'row';
  if (column?.name) cell.dataset.label = column.name;
  if (typeof shade === 'number') cell.style.setProperty('--shade', `${Math.round(50 * shade)}%`);
  const inner = make('span', 'words', value ?? words);
  if (interval) inner.append(' ', make('small', '', interval));
  cell.append(inner);
  return cell;
}

function bar(value: number, low: number, high: number): HTMLElement {
  const cell = make('td', 'strip'), line = make('div', value < 0 ? 'less' : ''), share = (x: number) => 100 * (x - low) / (high - low || 1);
  line.style.left = `${share(Math.min(0, value))}%`;
  line.style.width = `${share(Math.max(0, value)) - share(Math.min(0, value))}%`;
  cell.setAttribute('aria-hidden', 'true');
  cell.append(line);
  return cell;
}

/**
 * Where the screen is too narrow for a table, it is set closer, without its bars; where that is not enough, each of its rows becomes a
 * block of names and values.
 */
export function fitTables(root: HTMLElement, printed: boolean): void {
  for (const scroll of root.querySelectorAll<HTMLElement>('.scroll')) {
    scroll.classList.remove('close', 'stacked');
    for (const way of printed ? [] : ['close', 'stacked'])
      if (scroll.scrollWidth > scroll.clientWidth) scroll.classList.add(way);
  }
}
