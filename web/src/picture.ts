import type { Grid } from './contour';
import type { Rgb } from './theme';

/** PNG pictures as data addresses, made without a canvas so that a browser and Node make the same ones. */
export function png(width: number, height: number, samples: Uint8Array, grey = false): string {
  const row = grey ? width : 3 * width, raw = new Uint8Array(height * (1 + row));
  for (let y = 0; y < height; y++) raw.set(samples.subarray(y * row, (y + 1) * row), y * (1 + row) + 1);
  const head = new Uint8Array([...word(width), ...word(height), 8, grey ? 0 : 2, 0, 0, 0]);
  const signature = [137, 80, 78, 71, 13, 10, 26, 10];
  const bytes = [signature, chunk('IHDR', head), chunk('IDAT', stored(raw)), chunk('IEND', new Uint8Array())];
  return 'data:image/png;base64,' + base64(bytes.flatMap(part => Array.from(part)));
}

/** The field's values as colours; the first row of the picture is the last of the grid. */
export function fieldPicture(grid: Grid, low: number, high: number, colours: [Rgb, Rgb, Rgb]): string {
  const width = grid.x.length, height = grid.y.length, rgb = new Uint8Array(width * height * 3);
  for (let i = 0; i < height; i++)
    for (let j = 0; j < width; j++)
      rgb.set(mix(((grid.values[i * width + j] ?? NaN) - low) / (high - low), colours), ((height - 1 - i) * width + j) * 3);
  return png(width, height, rgb);
}

/** Grey pixels, each drawn as a square of several so that no viewer blurs it. */
export function greyPicture(width: number, height: number, pixels: Uint8Array, zoom = 4): string {
  const grey = new Uint8Array(width * zoom * height * zoom);
  for (let y = 0; y < height * zoom; y++)
    for (let x = 0; x < width * zoom; x++)
      grey[y * width * zoom + x] = pixels[Math.floor(y / zoom) * width + Math.floor(x / zoom)];
  return png(width * zoom, height * zoom, grey, true);
}

export function mix(share: number, [low, middle, high]: [Rgb, Rgb, Rgb]): Rgb {
  if (!Number.isFinite(share)) return middle;
  const at = Math.min(1, Math.max(0, share)) * 2;
  const [a, b, t] = at < 1 ? [low, middle, at] : [middle, high, at - 1];
  return [0, 1, 2].map(k => Math.round(a[k] + (b[k] - a[k]) * t)) as Rgb;
}

export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(atob(text), c => c.charCodeAt(0));
}

function base64(bytes: number[]): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.slice(i, i + 4096));
  return btoa(text);
}

function word(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const body = new Uint8Array(4 + data.length);
  body.set([...name].map(c => c.charCodeAt(0)));
  body.set(data, 4);
  return new Uint8Array([...word(data.length), ...body, ...word(crc(body))]);
}

/** A zlib stream of stored blocks: the pictures are small, a compressor would be longer than they are. */
function stored(data: Uint8Array): Uint8Array {
  const parts: number[] = [0x78, 0x01];
  for (let at = 0; at < data.length; at += 65535) {
    const block = data.subarray(at, at + 65535), n = block.length;
    parts.push(at + 65535 >= data.length ? 1 : 0, n & 255, n >>> 8, ~n & 255, (~n >>> 8) & 255);
    for (const byte of block) parts.push(byte);
  }
  let a = 1, b = 0;
  for (const byte of data) b = (b + (a = (a + byte) % 65521)) % 65521;
  return new Uint8Array([...parts, ...word(((b << 16) | a) >>> 0)]);
}

function crc(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let k = 0; k < 8; k++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}
