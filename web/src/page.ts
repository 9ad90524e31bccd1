import { init, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { chartOption, fileName, type Option, type Size } from './chart';
import type { Chart, ChartField, ImageGrid, Page, PageBlock, TableBlock } from './contract';
import { at } from './contour';
import { make, modeButton } from './dom';
import { useParts } from './echarts';
import { number } from './format';
import { imagesHeight, imagesOption } from './images';
import { dark, light, type Theme } from './theme';

useParts(CanvasRenderer);

/** A picture on the page, drawn again when its width or the colours change. */
interface Picture {
  host: HTMLElement;
  chart: EChartsType;
  option(theme: Theme, size: Size): Option;
  height(theme: Theme, width: number): number;
}

// Where a page is printed its width is known only to the printer: A4 with the margins of the style sheet.
const printWidth = 660;

export function show(page: Page, root: HTMLElement): void {
  const pictures: Picture[] = [];
  root.append(header(page), ...page.blocks.map((block, i) => element(block, wide(page.blocks, i), pictures)));
  const preference = matchMedia('(prefers-color-scheme: dark)');
  let chosen: boolean | undefined;
  const theme = () => (chosen ?? preference.matches) ? dark : light;
  const draw = (colours: Theme, width?: number) => {
    document.documentElement.dataset.theme = colours.name;
    for (const picture of pictures) redraw(picture, colours, width);
  };
  preference.addEventListener('change', () => draw(theme()));
  root.querySelector('#mode')!.addEventListener('click', () => {
    chosen = theme() === light;
    draw(theme());
  });
  addEventListener('resize', () => draw(theme()));
  addEventListener('beforeprint', () => draw(light, printWidth));
  addEventListener('afterprint', () => draw(theme()));
  draw(theme());
}

/** Charts stand two in a row; the first of an odd run has a row of its own, and so has everything else. */
export function wide(blocks: PageBlock[], index: number): boolean {
  if (blocks[index].kind !== 'chart') return true;
  let first = index, last = index;
  while (first > 0 && blocks[first - 1].kind === 'chart') first--;
  while (last + 1 < blocks.length && blocks[last + 1].kind === 'chart') last++;
  return index === first && (last - first) % 2 === 0;
}

function header(page: Page): HTMLElement {
  const head = make('header', ''), words = make('div', '');
  words.append(make('h1', '', page.title));
  if (page.subtitle) words.append(make('p', 'subtitle', page.subtitle));
  head.append(words, modeButton());
  return head;
}

function element(block: PageBlock, alone: boolean, pictures: Picture[]): HTMLElement {
  const card = block.kind === 'text' ? text(block.text) : block.kind === 'table' ? table(block) : picture(block, pictures);
  card.classList.toggle('wide', alone);
  if (block.caption) card.append(make(block.kind === 'chart' || block.kind === 'images' ? 'figcaption' : 'p', 'caption', block.caption));
  return card;
}

function text(words: string): HTMLElement {
  const section = make('section', 'text');
  section.append(...words.split(/\n\s*\n/).map(paragraph => make('p', '', paragraph)));
  return section;
}

function table(block: TableBlock): HTMLElement {
  const section = make('section', 'card'), scroll = make('div', 'scroll'), grid = make('table', '');
  const side = (j: number) => block.columns[j]?.number ? 'number' : '';
  const head = make('thead', ''), body = make('tbody', ''), names = make('tr', '');
  names.append(...block.columns.map((column, j) => make('th', side(j), column.name)));
  head.append(names);
  for (const cells of block.rows) {
    const row = make('tr', '');
    row.append(...cells.map((cell, j) => make('td', side(j), cell)));
    body.append(row);
  }
  grid.append(head, body);
  scroll.append(grid);
  if (block.title) section.append(make('h2', '', block.title));
  section.append(scroll);
  return section;
}

function picture(block: Chart | ImageGrid, pictures: Picture[]): HTMLElement {
  const figure = make('figure', 'card'), host = make('div', 'chart');
  host.dataset.kind = block.kind;
  figure.append(host);
  const chart = init(host, null, { renderer: 'canvas', devicePixelRatio: Math.max(2, devicePixelRatio), width: 400, height: 300 });
  figure.append(saveButton(block.title, chart));
  if (block.kind === 'chart') {
    const height = (_: Theme, width: number) => Math.round(Math.min(460, Math.max(300, width * 0.62)));
    pictures.push({ host, chart, height, option: (theme, size) => chartOption(block, theme, size) });
    if (block.field) readOut(block, block.field, chart, figure);
  } else {
    const height = (theme: Theme, width: number) => imagesHeight(block, theme, width);
    pictures.push({ host, chart, height, option: (theme, size) => imagesOption(block, theme, size) });
  }
  return figure;
}

/** A button of the page rather than one that ECharts draws: the keyboard and a screen reader reach it, and it is not printed. */
function saveButton(title: string, chart: EChartsType): HTMLElement {
  const button = make('button', 'save', '');
  button.setAttribute('type', 'button');
  button.setAttribute('aria-label', `Save “${title}” as a picture`);
  button.title = 'Save as PNG';
  button.addEventListener('click', () => {
    const link = document.createElement('a');
    link.href = withEdges(chart.renderToCanvas({ pixelRatio: 3 }), 48);
    link.download = `${fileName(title)}.png`;
    link.click();
  });
  return button;
}

function withEdges(picture: HTMLCanvasElement, edge: number): string {
  const canvas = document.createElement('canvas'), pen = canvas.getContext('2d')!;
  canvas.width = picture.width + 2 * edge;
  canvas.height = picture.height + 2 * edge;
  pen.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--surface');
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, edge, edge);
  return canvas.toDataURL('image/png');
}

function redraw({ host, chart, option, height }: Picture, theme: Theme, printed?: number): void {
  const wideCard = host.parentElement!.classList.contains('wide');
  const width = printed ?? host.clientWidth;
  const wanted = height(theme, wideCard ? width : width * 1.15);
  // Two charts and their captions go on a sheet of paper.
  const size = { width, height: printed && host.dataset.kind === 'chart' ? Math.min(wanted, 330) : wanted };
  host.style.height = `${size.height}px`;
  chart.resize(size);
  chart.setOption(option(theme, size), { notMerge: true });
}

/** Says the field's value under the pointer. */
function readOut(block: Chart, field: ChartField, chart: EChartsType, figure: HTMLElement): void {
  const line = make('output', 'readout', '');
  figure.append(line);
  chart.getZr().on('mousemove', event => {
    const pixel = [event.offsetX, event.offsetY];
    line.hidden = !chart.containPixel('grid', pixel);
    if (line.hidden) return;
    const [x, y] = chart.convertFromPixel('grid', pixel);
    const place = `${block.xLabel || 'x'} ${number(x)} · ${block.yLabel || 'y'} ${number(y)}`;
    line.textContent = `${place} → ${field.label} ${number(at(field, x, y))}`;
  });
  chart.getZr().on('globalout', () => { line.textContent = ''; });
}
