// Made from the records in src/Florin/Charts by a test, which rewrites it when FLORIN_ACCEPT=1.

export interface Page {
  title: string;
  subtitle?: string;
  blocks: PageBlock[];
}

export type PageBlock = Chart | ImageGrid | TableBlock | TextBlock;

export interface Chart {
  kind: 'chart';
  xLabel: string;
  yLabel: string;
  logY: boolean;
  series: ChartSeries[];
  field?: ChartField;
  marks: ChartMark[];
  title: string;
  caption?: string;
}

export type ChartSeries = PointSeries | LineSeries;

export interface PointSeries {
  kind: 'points';
  label: string;
  x: (number | null)[];
  y: (number | null)[];
}

export interface LineSeries {
  kind: 'line';
  step: boolean;
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
  title: string;
  caption?: string;
}
