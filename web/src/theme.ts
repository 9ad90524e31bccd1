/** Colours of the two modes. The series' colours follow Okabe and Ito: they stay apart for every kind of colour vision. */
export interface Theme {
  name: 'light' | 'dark';
  surface: string;
  text: string;
  muted: string;
  line: string;
  grid: string;
  series: string[];
  /** From low over middle to high, for fields. */
  field: [Rgb, Rgb, Rgb];
  boundary: string;
}

export type Rgb = [number, number, number];

export const light: Theme = {
  name: 'light',
  surface: '#ffffff',
  text: '#1b2430',
  muted: '#5b6675',
  line: '#b9c1cc',
  grid: '#e9ecf0',
  series: ['#0067a5', '#d55e00', '#00875f', '#a8508a', '#b07d00', '#3b9bd8', '#5b6675'],
  field: [[122, 178, 219], [250, 249, 247], [242, 168, 118]],
  boundary: '#1b2430',
};

export const dark: Theme = {
  name: 'dark',
  surface: '#161c24',
  text: '#e8ecf1',
  muted: '#9aa6b5',
  line: '#46515f',
  grid: '#252e39',
  series: ['#5cb0ec', '#ff8f4d', '#35c79a', '#e59ccb', '#efbb45', '#9ad4f7', '#9aa6b5'],
  field: [[27, 84, 126], [31, 38, 47], [133, 68, 22]],
  boundary: '#e8ecf1',
};

/** Without quotation marks: ECharts puts the names into an attribute of an SVG as they are. */
export const fontFamily = 'Inter, Segoe UI, -apple-system, system-ui, Roboto, Helvetica Neue, Arial, sans-serif';

/** Shapes say again what colours say. */
export const symbols = ['circle', 'triangle', 'diamond', 'rect', 'pin', 'roundRect', 'circle'];
