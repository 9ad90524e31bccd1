import type { Option } from './chart';
import type { BandSeries } from './contract';

interface Api {
  value(dimension: number): number;
  coord(place: [number, number]): [number, number];
}

type Place = [number, number, number];

/** An area between two lines, or an upright line at every place. */
export function band(s: BandSeries, colour: string): Option {
  const places = s.x.map((x, i) => [x, s.y[i], s.upper[i]]).filter((p): p is Place => p.every(v => v !== null));
  const area = (api: Api) => ({
    type: 'polygon', silent: true, style: { fill: colour, opacity: 0.17 },
    shape: {
      points: [...places.map(([x, , high]) => api.coord([x, high])), ...[...places].reverse().map(([x, low]) => api.coord([x, low]))],
    },
  });
  const whisker = (api: Api) => {
    const [x, low] = api.coord([api.value(0), api.value(1)]), [, high] = api.coord([api.value(0), api.value(2)]), cap = 4;
    const line = (x1: number, y1: number, x2: number, y2: number) => (
      { type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke: colour, lineWidth: 1.5 } });
    return { type: 'group', children: [line(x, low, x, high), line(x - cap, low, x + cap, low), line(x - cap, high, x + cap, high)] };
  };
  return {
    type: 'custom', name: s.label, data: places, encode: { x: 0, y: [1, 2] }, clip: true, z: s.whiskers ? 2 : 1,
    itemStyle: { color: colour, opacity: s.whiskers ? 1 : 0.35 },
    // One area for all places: it is drawn with the first of them.
    renderItem: ({ dataIndex }: { dataIndex: number }, api: Api) => s.whiskers ? whisker(api) : dataIndex === 0 ? area(api) : undefined,
  };
}
