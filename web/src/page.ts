import { init, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { blockCard, fitTables } from './blocks';
import { chartOption, legendHeight, fileName, teller, type Option, type Size } from './chart';
import { contents, hasContents, sectionHead } from './contents';
import type { Chart, ChartField, ImageGrid, Page, PageBlock } from './contract';
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
  /** With its title in it, as it is saved. */
  titled(theme: Theme, size: Size): Option;
  /** How it was drawn last. */
  shown?: { theme: Theme; size: Size };
}

// Where a page is printed its width is known only to the printer: A4 with the margins of the style sheet.
const printWidth = 660, printHalf = 320;

export function show(page: Page, root: HTMLElement): void {
  const pictures: Picture[] = [], names = new Set<string>(), level = page.blocks.some(b => b.kind === 'section') ? 'h3' : 'h2';
  const blocks = page.blocks.map((block, i) => block.kind === 'section' ? sectionHead(block.title, block.caption, names)
    : element(block, wide(page.blocks, i), level, pictures));
  root.append(header(page), ...blocks);
  if (hasContents(page)) {
    const first = blocks[page.blocks.findIndex(block => block.kind === 'section')];
    first.before(contents([...root.querySelectorAll<HTMLElement>('.section h2')]));
    root.classList.add('beside');
  }
  keepDrawn(pictures, root);
}

/** Draws again when the width, the colours or the medium change. */
function keepDrawn(pictures: Picture[], root: HTMLElement): void {
  const preference = matchMedia('(prefers-color-scheme: dark)');
  let chosen: boolean | undefined;
  const theme = () => (chosen ?? preference.matches) ? dark : light;
  const draw = (colours: Theme, printed = false) => {
    document.documentElement.dataset.theme = colours.name;
    for (const picture of pictures) redraw(picture, colours, printed);
    fitTables(root, printed);
  };
  let closed: HTMLDetailsElement[] = [];
  preference.addEventListener('change', () => draw(theme()));
  root.querySelector('#mode')!.addEventListener('click', () => {
    chosen = theme() === light;
    draw(theme());
  });
  addEventListener('resize', () => draw(theme()));
  addEventListener('beforeprint', () => {
    closed = [...root.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
    for (const details of closed) details.open = true;
    draw(light, true);
  });
  addEventListener('afterprint', () => {
    for (const details of closed) details.open = false;
    draw(theme());
  });
  draw(theme());
}

/** Charts and small tables with bars stand two in a row; the first of an odd run has a row of its own, and so has everything else. */
export function wide(blocks: PageBlock[], index: number): boolean {
  if (!half(blocks[index])) return true;
  let first = index, last = index;
  while (first > 0 && half(blocks[first - 1])) first--;
  while (last + 1 < blocks.length && half(blocks[last + 1])) last++;
  return index === first && (last - first) % 2 === 0;
}

function half(block: PageBlock): boolean {
  return block.kind === 'chart' || block.kind === 'table' && block.bars.length > 0 && block.columns.length <= 2 && block.rows.length <= 12;
}

function header(page: Page): HTMLElement {
  const head = make('header', ''), words = make('div', '');
  words.append(make('h1', '', page.title));
  if (page.subtitle) words.append(make('p', 'subtitle', page.subtitle));
  head.append(words, modeButton());
  return head;
}

function element(block: Exclude<PageBlock, { kind: 'section' }>, alone: boolean, level: 'h2' | 'h3', pictures: Picture[]): HTMLElement {
  const drawn = block.kind === 'chart' || block.kind === 'images';
  const card = drawn ? picture(block, level, pictures) : blockCard(block, level);
  card.classList.toggle('wide', alone);
  if (block.caption) card.append(make(drawn ? 'figcaption' : 'p', 'caption', block.caption));
  return card;
}

function picture(block: Chart | ImageGrid, level: 'h2' | 'h3', pictures: Picture[]): HTMLElement {
  const figure = make('figure', 'card'), host = make('div', 'chart');
  host.dataset.kind = block.kind;
  if (block.title) figure.append(make(level, '', block.title));
  figure.append(host);
  const chart = init(host, null, { renderer: 'canvas', devicePixelRatio: Math.max(2, devicePixelRatio), width: 400, height: 300 });
  const words = [block.title, block.caption].filter(Boolean).join('. ');
  const aria = { enabled: true, label: { description: words } };
  const drawing = (title: string) => (theme: Theme, size: Size) => (
    { ...block.kind === 'chart' ? chartOption({ ...block, title }, theme, size) : imagesOption({ ...block, title }, theme, size), aria });
  const height = block.kind === 'chart' ? (_: Theme, width: number) => Math.round(Math.min(440, Math.max(280, width * 0.6))
    + legendHeight(block, width))
    : (theme: Theme, width: number) => imagesHeight({ ...block, title: '' }, theme, width);
  const made: Picture = { host, chart, height, option: drawing(''), titled: drawing(block.title) };
  pictures.push(made);
  figure.append(saveButton(block.title, made));
  if (block.kind === 'chart' && block.field) readOut(block, block.field, chart, figure);
  return figure;
}

/** A button of the page rather than one that ECharts draws: the keyboard and a screen reader reach it, and it is not printed. */
function saveButton(title: string, picture: Picture): HTMLElement {
  const button = make('button', 'save', '');
  button.setAttribute('type', 'button');
  button.setAttribute('aria-label', `Save “${title}” as a picture`);
  button.title = 'Save as PNG';
  button.addEventListener('click', () => {
    const link = document.createElement('a');
    link.href = withEdges(savedPicture(picture), 48);
    link.download = `${fileName(title)}.png`;
    link.click();
  });
  return button;
}

/** Away from the page a picture needs its title. */
function savedPicture({ chart, option, titled, shown }: Picture): HTMLCanvasElement {
  chart.setOption(titled(shown!.theme, shown!.size), { notMerge: true });
  const canvas = chart.renderToCanvas({ pixelRatio: 3 });
  chart.setOption(option(shown!.theme, shown!.size), { notMerge: true });
  return canvas;
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

function redraw(picture: Picture, theme: Theme, printed: boolean): void {
  const { host, chart, option, height } = picture, wideCard = host.parentElement!.classList.contains('wide');
  const width = printed ? (wideCard ? printWidth : printHalf) : host.clientWidth;
  const wanted = height(theme, wideCard ? width : width * 1.15);
  const size = { width, height: printed && host.dataset.kind === 'chart' ? Math.min(wanted, wideCard ? 300 : 230) : wanted };
  host.style.height = `${size.height}px`;
  chart.resize(size);
  chart.setOption(option(theme, size), { notMerge: true });
  picture.shown = { theme, size };
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
    const place = `${block.xLabel || 'x'} ${teller(block, 'x')(x)} · ${block.yLabel || 'y'} ${teller(block, 'y')(y)}`;
    line.textContent = `${place} → ${field.label} ${number(at(field, x, y))}`;
  });
  chart.getZr().on('globalout', () => { line.textContent = ''; });
}
