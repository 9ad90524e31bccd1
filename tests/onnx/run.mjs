// Runs every model of a folder in ONNX Runtime and compares with what Florin computed.
//   node run.mjs FOLDER        for each NAME.onnx there is NAME.safetensors: the inputs by name, and "expected";
//                              or NAME.json: {unit, inputs: {name: {type, shape, data}}, outputs: {the same}}, null for NaN.
// Prints one line of JSON for each model: the largest difference, over several batch sizes; of arrays relative to max(1, |expected|),
// of JSON in its unit. Texts must be equal.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ort from 'onnxruntime-node';

const types = { F32: [Float32Array, 'float32'], I64: [BigInt64Array, 'int64'] };
const arrays = { float32: Float32Array, float64: Float64Array, string: Array };

/** The arrays of a safetensors file. */
function read(path) {
  const file = readFileSync(path);
  const length = Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.subarray(8, 8 + length).toString('utf8'));
  delete header.__metadata__;
  const found = {};
  for (const [name, { dtype, shape, data_offsets: [begin, end] }] of Object.entries(header)) {
    const [array, type] = types[dtype];
    const bytes = new Uint8Array(file.subarray(8 + length + begin, 8 + length + end));
    found[name] = { type, shape, data: new array(bytes.buffer) };
  }
  return found;
}

/** Rows first to first + count - 1. */
function rows({ type, shape, data }, first, count) {
  const size = data.length / shape[0];
  return { type, shape: [count, ...shape.slice(1)], data: data.slice(first * size, (first + count) * size) };
}

/** The values of a JSON file. */
function values(named) {
  return Object.fromEntries(Object.entries(named).map(([name, { type, shape, data }]) =>
    [name, { type, shape, data: arrays[type].from(data, (value) => value ?? NaN) }]));
}

function difference(found, expected, scale) {
  if (String(found.dims) !== String(expected.shape)) throw new Error(`shape ${found.dims}, expected ${expected.shape}`);
  let largest = 0;
  for (let i = 0; i < expected.data.length; i++) {
    const [a, b] = [found.data[i], expected.data[i]];
    if (Object.is(a, b)) continue;
    const relative = Math.abs(a - b) / scale(b);
    if (Number.isNaN(relative)) throw new Error(`${a} where ${b} was expected`);
    largest = Math.max(largest, relative);
  }
  return largest;
}

/** What a model is fed, what it must give, and what a difference is divided by. */
function situation(path) {
  if (existsSync(path + '.json')) {
    const { unit, inputs, outputs } = JSON.parse(readFileSync(path + '.json', 'utf8'));
    return { inputs: values(inputs), outputs: values(outputs), scale: () => unit };
  }
  const { expected, ...inputs } = read(path + '.safetensors');
  return { inputs, outputs: { prediction: expected }, scale: (value) => Math.max(1, Math.abs(value)) };
}

async function judge(folder, name) {
  const session = await ort.InferenceSession.create(join(folder, name + '.onnx'), { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const { inputs, outputs, scale } = situation(join(folder, name));
  if (String(session.outputNames) !== String(Object.keys(outputs))) throw new Error(`outputs ${session.outputNames}`);
  const all = Object.values(outputs)[0].shape[0];
  let largest = 0;
  for (const [first, count] of [[0, 1], [all - 1, 1], [1, Math.min(2, all - 1)], [0, all]]) {
    const feeds = {};
    for (const input of session.inputNames) {
      const { type, shape, data } = rows(inputs[input], first, count);
      feeds[input] = new ort.Tensor(type, data, shape);
    }
    const results = await session.run(feeds);
    for (const [output, expected] of Object.entries(outputs))
      largest = Math.max(largest, difference(results[output], rows(expected, first, count), scale));
  }
  return largest;
}

const [folder] = process.argv.slice(2);
for (const file of readdirSync(folder).filter((each) => each.endsWith('.onnx')).sort()) {
  const name = file.slice(0, -'.onnx'.length);
  try {
    console.log(JSON.stringify({ name, difference: await judge(folder, name) }));
  } catch (error) {
    console.log(JSON.stringify({ name, error: String(error.message ?? error) }));
  }
}
