import { init } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { chartOption, fileName } from './chart';
import type { Page } from './contract';
import { useParts } from './echarts';
import { imagesHeight, imagesOption } from './images';
import { light } from './theme';

useParts(SVGRenderer);

/** The page's charts as SVG pictures, by file name. */
export function pictures(page: Page, width = 720): Map<string, string> {
  const made = new Map<string, string>();
  for (const block of page.blocks) {
    if (block.kind !== 'chart' && block.kind !== 'images') continue;
    const size = { width, height: block.kind === 'chart' ? Math.round(width * 0.58) : imagesHeight(block, light, width) };
    const option = block.kind === 'chart' ? chartOption(block, light, size) : imagesOption(block, light, size);
    const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
    chart.setOption(option);
    made.set(unused(fileName(block.title), made) + '.svg', framed(chart.renderToSVGString(), size.width, size.height));
    chart.dispose();
  }
  return made;
}

/** Room at the edges. A field's picture is stretched over its axes, which an SVG does only when it is told to. */
function framed(svg: string, width: number, height: number): string {
  const edge = 16, w = width + 2 * edge, h = height + 2 * edge;
  return svg
    .replace(/<svg width="\d+" height="\d+"/, `<svg width="${w}" height="${h}"`)
    .replace(/viewBox="[^"]*"/, `viewBox="${-edge} ${-edge} ${w} ${h}"`)
    .replace(/<rect width="\d+" height="\d+" x="0" y="0"/, `<rect width="${w}" height="${h}" x="${-edge}" y="${-edge}"`)
    .replace(/\d+\.\d{3,}/g, digits => String(Number(Number(digits).toFixed(2))))
    .replace(/ (pointer-events|class|ecmeta_\w+)="[^"]*"/g, '').replace(/<style ?>.*?<\/style>/gs, '')
    .replaceAll('<image ', '<image preserveAspectRatio="none" ');
}

function unused(name: string, taken: Map<string, string>): string {
  for (let i = 2, next = name; ; next = `${name}-${i++}`) if (!taken.has(next + '.svg')) return next;
}
