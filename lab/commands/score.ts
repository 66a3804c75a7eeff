import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type Calibration,
  defaultCalibration,
  isCalibration,
  parseCalibration,
} from '../../src/device/calibration';
import type { RunnableModel } from '../../src/engine/models/lane-planner';
import { ModelLibrary } from '../../src/forecast/model-library';
import { tfjsCpu } from '../../src/forecast/runtime/tfjs/tfjs-executors';
import { wasmSimd } from '../../src/forecast/runtime/wasm/wasm-executor';
import type { Side } from '../../src/gait/channels';
import { type Figure, figure, note, printFigures } from '../figures';
import { scoreWire } from '../score/score-wire';
import { understood } from '../score/understood';

const EXECUTORS = { 'wasm-simd': wasmSimd, 'tfjs-cpu': tfjsCpu } as const;

const USAGE = `npm run lab -- score --wire FILE [--models DIR] [--model ID] [--executor ${Object.keys(EXECUTORS).join('|')}]
  [--side r|l] [--calibration FILE.json] [--stride N] [--json]
Scores the forecasts on recorded wire bytes with the code of the live pipeline.`;

/** `npm run lab -- score`: figures of network and baselines for a wire recording, as the Live screen shows them. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      wire: { type: 'string' },
      models: { type: 'string', default: 'public/models' },
      model: { type: 'string' },
      executor: { type: 'string', default: 'wasm-simd' },
      side: { type: 'string', default: 'r' },
      calibration: { type: 'string' },
      stride: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  if (values.wire === undefined) throw new Error(USAGE);
  const side = sideOf(values.side);
  const model = await runnable(resolve(values.models), values.model, values.executor);
  const bytes = new Uint8Array(await readFile(values.wire));
  const given = values.calibration === undefined ? null : await readCalibration(values.calibration);
  const result = await scoreWire(bytes, {
    model,
    affectedSide: side,
    calibration: given,
    stride: Math.max(1, Number.parseInt(values.stride, 10) || 1),
  });
  const { card } = model.loaded;
  for (const line of understood(
    result.device,
    given ?? defaultCalibration(result.device, side),
    result.counters,
  ))
    note(line);
  if (card.trainingPeople.includes(result.device.serial)) {
    note(`NOTE: ${card.id} was trained on ${result.device.serial}: these scores flatter it.`);
  }
  const figures: Figure[] = [
    figure('score.ticks', result.ticks, 'ticks'),
    figure('score.forecasts', result.forecasts, 'ticks'),
  ];
  for (const row of result.scores.rows) {
    row.total.forEach((cell, i) => {
      const name = `score.${row.joint}.${row.forecaster}.${result.scores.horizonsMs[i]}ms`;
      figures.push(figure(`${name}.rmse`, cell.rmse, 'deg'), figure(`${name}.nmae`, cell.nmae, '%'));
      if (cell.coverage !== null) figures.push(figure(`${name}.coverage`, cell.coverage, ''));
    });
  }
  printFigures(figures, { executor: values.executor, model: card.id, ...result }, values.json);
}

async function runnable(dir: string, id: string | undefined, executor: string): Promise<RunnableModel> {
  if (!(executor in EXECUTORS)) throw new Error(`Unknown executor ${executor}\n${USAGE}`);
  const library = await ModelLibrary.open(async (path) => new Uint8Array(await readFile(join(dir, path))));
  const chosen = id ?? library.cards[0]?.id;
  if (chosen === undefined) throw new Error(`No models in ${dir}`);
  const loaded = await library.load(chosen);
  const make = EXECUTORS[executor as keyof typeof EXECUTORS];
  return { loaded, executor: await make(loaded.card.architecture, loaded.weights, 1) };
}

async function readCalibration(path: string): Promise<Calibration> {
  const parsed = parseCalibration(JSON.parse(await readFile(path, 'utf8')));
  if (!isCalibration(parsed)) throw new Error(`${path} is not a calibration: ${parsed.detail}`);
  return parsed;
}

function sideOf(text: string): Side {
  if (text !== 'r' && text !== 'l') throw new Error(`--side is r or l, not ${text}`);
  return text;
}
