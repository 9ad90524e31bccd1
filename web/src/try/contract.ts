/** What GET v1/models tells of a column. */
export interface Column {
  name: string;
  kind: 'number' | 'category' | 'date';
  optional: boolean;
  /** Whether training rows lacked a value often enough for that to count. */
  missing: boolean;
  typical: number | string | null;
  low?: number | string;
  high?: number | string;
  /** How dates are written; absent: 2024-05-31. */
  form?: string;
  whole?: boolean;
  special?: number[];
  levels?: string[];
}

export interface Model {
  name: string;
  sha256: string;
  title: string;
  recipe: string;
  network: string;
  parameters: number;
  /** Whether …/what-if answers. */
  whatIf: boolean;
  target: Target;
  columns: Column[];
}

/** What is predicted: one of two values, one of several, an amount, or a count for an exposure. */
export interface Target {
  column: string;
  kind: 'binary' | 'classes' | 'number' | 'count' | 'share';
  inWords: string;
  positive?: string;
  negative?: string;
  classes?: string[];
  /** Of counts: the column of the exposure, where there is one. */
  exposure?: string;
}

export type Cell = number | string | null;
export type Row = Record<string, Cell>;

export interface Share {
  column: string;
  share: number;
  typical: string | null;
}

/** A row of the answer of POST v1/models/NAME/explain; that of …/score has score and error alone. */
export interface Answer {
  score: number | null;
  error: string | null;
  /** Of several classes: the one whose probability is the score, as …/explain and …/score name it. */
  class?: string | null;
  predicted?: string | null;
  reference?: number | null;
  columns?: Share[] | null;
  /** Why a row is declined; empty where it is approved, not there where the model has no reasons. */
  reasons?: Reason[] | null;
  /** Of …/what-if. */
  whatIf?: WhatIf | null;
}

export interface Reason {
  code: string;
  text: string;
  share: number;
}

/** What would be approved. */
export interface WhatIf {
  limit: number;
  says: string;
  found: { score: number; changes: { column: string; from: string; to: string }[] }[];
}

/** Why a request was refused (RFC 9457). */
export interface Problem {
  title: string;
  status: number;
  code: string;
  detail?: string;
  fix?: string;
}
