// Scores the raw rows of a file in ONNX Runtime and compares with a file of scores.
//   node csv.mjs MODEL.onnx DATA SCORED.csv DELIMITER HEADER      DATA packed or not, without quotes; HEADER 0: columns are c1, c2, …
// A cell of a column of numbers is a number, a day (2024-05-31), or missing. Prints {rows, difference}.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import ort from 'onnxruntime-node';

const [model, data, scored, delimiter, header] = process.argv.slice(2);

function lines(path, mark) {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text.split(/\r?\n/).filter((line) => line !== '').map((line) => line.split(mark).map((cell) => cell.trim()));
}

function number(cell) {
  if (cell === '') return NaN;
  return /^\d{4}-\d\d-\d\d/.test(cell) ? Date.parse(cell) / 86_400_000 : Number(cell);
}

const rows = lines(data, delimiter);
const names = header === '1' ? rows.shift() : rows[0].map((_, at) => `c${at + 1}`);
const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1, logSeverityLevel: 3 });
const feeds = {};
for (const { name, type } of session.inputMetadata) {
  const at = names.indexOf(name);
  if (at < 0) throw new Error(`no column ${name}`);
  const cells = rows.map((row) => row[at]);
  const values = type === 'string' ? cells : Float64Array.from(cells, number);
  feeds[name] = new ort.Tensor(type, values, [rows.length, 1]);
}
const { score } = await session.run(feeds);
const found = lines(scored, ',');
const at = found.shift().indexOf('score');
if (found.length !== rows.length) throw new Error(`${found.length} scores of ${rows.length} rows`);
const difference = found.reduce((largest, row, i) => {
  const own = row[at] === '' ? NaN : Math.abs(Number(row[at]) - score.data[i]);
  return Number.isNaN(own) ? Infinity : Math.max(largest, own);
}, 0);
console.log(JSON.stringify({ rows: rows.length, difference }));
