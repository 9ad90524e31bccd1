// Made from the records in src/Florin/Charts by a test, which rewrites it when FLORIN_ACCEPT=1.

export interface Page {
  title: string;
  subtitle?: string;
  blocks: PageBlock[];
}

export type PageBlock = Chart | ImageGrid | TableBlock | TextBlock | ListBlock | SectionBlock | VerdictBlock;

export interface Chart {
  kind: 'chart';
  xLabel: string;
  yLabel: string;
  logY: boolean;
  xPercent: boolean;
  yPercent: boolean;
  series: ChartSeries[];
  field?: ChartField;
  marks: ChartMark[];
  title: string;
  caption?: string;
}

export type ChartSeries = PointSeries | LineSeries | BandSeries;

export interface PointSeries {
  kind: 'points';
  label: string;
  x: (number | null)[];
  y: (number | null)[];
}

export interface LineSeries {
  kind: 'line';
  step: boolean;
  reference: boolean;
  label: string;
  x: (number | null)[];
  y: (number | null)[];
}

export interface BandSeries {
  kind: 'band';
  upper: (number | null)[];
  whiskers: boolean;
  label: string;
  x: (number | null)[];
  y: (number | null)[];
}

export interface ChartField {
  label: string;
  x: (number | null)[];
  y: (number | null)[];
  values: (number | null)[];
  boundary?: number;
  low: number;
  high: number;
}

export interface ChartMark {
  axis: string;
  at: number;
  label: string;
}

export interface ImageGrid {
  kind: 'images';
  width: number;
  height: number;
  rows: ImageRow[];
  title: string;
  caption?: string;
}

export interface ImageRow {
  label: string;
  pictures: string[];
}

export interface TableBlock {
  kind: 'table';
  columns: TableColumn[];
  rows: string[][];
  bars: (number | null)[];
  shades: (number | null)[];
  fullBar?: number;
  title: string;
  caption?: string;
}

export interface TableColumn {
  name: string;
  number: boolean;
}

export interface TextBlock {
  kind: 'text';
  text: string;
  code: boolean;
  title: string;
  caption?: string;
}

export interface ListBlock {
  kind: 'list';
  items: string[];
  title: string;
  caption?: string;
}

export interface SectionBlock {
  kind: 'section';
  title: string;
  caption?: string;
}

export interface VerdictBlock {
  kind: 'verdict';
  passed?: boolean;
  figures: VerdictFigure[];
  checks: VerdictCheck[];
  points: string[];
  title: string;
  caption?: string;
}

export interface VerdictFigure {
  label: string;
  value: string;
  detail: string;
}

export interface VerdictCheck {
  name: string;
  limit: string;
  value: string;
  passed: boolean;
}
