import type { ImageGrid } from './contract';
import { frameOf, type Option, type Size } from './chart';
import { bytesOf, greyPicture } from './picture';
import { fontFamily, type Theme } from './theme';

/** Rows of small pictures; a row that is too long for the width goes on in the next line. */
export interface Placed {
  row: number;
  index: number;
  x: number;
  y: number;
  label?: string;
}

export interface Layout {
  side: { width: number; height: number };
  labelWidth: number;
  places: Placed[];
  height: number;
}

const gap = 6, lineGap = 10;

export function layout(grid: ImageGrid, width: number, top: number): Layout {
  const labelWidth = grid.rows.some(r => r.label) ? Math.min(120, 14 + 7 * Math.max(...grid.rows.map(r => r.label.length))) : 0;
  const longest = Math.max(1, ...grid.rows.map(r => r.pictures.length));
  const room = width - labelWidth, wanted = Math.floor((room + gap) / Math.min(longest, 12)) - gap;
  const side = Math.max(36, Math.min(96, wanted)), scale = side / Math.max(grid.width, grid.height);
  const cell = { width: grid.width * scale, height: grid.height * scale };
  const perLine = Math.max(1, Math.min(longest, Math.floor((room + gap) / (cell.width + gap)))), places: Placed[] = [];
  // Rows of equal length belong together (in and out): they are cut at the same picture and stay one above the other.
  let y = top;
  for (let from = 0; from < longest; from += perLine) {
    grid.rows.forEach((row, r) => {
      row.pictures.slice(from, from + perLine).forEach((_, k) => places.push(
        { row: r, index: from + k, x: labelWidth + k * (cell.width + gap), y, ...(k === 0 ? { label: row.label } : {}) }));
      if (row.pictures.length > from) y += cell.height + gap;
    });
    y += lineGap;
  }
  return { side: cell, labelWidth, places, height: Math.ceil(y - lineGap) };
}

export function imagesHeight(grid: ImageGrid, theme: Theme, width: number): number {
  return layout(grid, width, frameOf(grid.title, 0, theme, { width, height: 0 }).top).height;
}

export function imagesOption(grid: ImageGrid, theme: Theme, size: Size): Option {
  const frame = frameOf(grid.title, 0, theme, size), plan = layout(grid, size.width, frame.top);
  const pictures = plan.places.map(p => ({
    type: 'image', silent: true,
    style: {
      image: greyPicture(grid.width, grid.height, bytesOf(grid.rows[p.row].pictures[p.index])),
      x: p.x, y: p.y, width: plan.side.width, height: plan.side.height,
    },
  }));
  const labels = plan.places.filter(p => p.label).map(p => ({
    type: 'text', silent: true,
    style: {
      text: p.label, x: 0, y: p.y + plan.side.height / 2, verticalAlign: 'middle', fill: theme.muted,
      fontFamily, fontSize: 12, width: plan.labelWidth - 8, overflow: 'truncate',
    },
  }));
  const { grid: _, ...option } = frame.option;
  return { ...option, graphic: { elements: [...pictures, ...labels] } };
}
