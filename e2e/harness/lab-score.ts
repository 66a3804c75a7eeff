import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { EngineState, ScoreTable } from '../../src/engine/protocol';
import { LEAVE_OUT_MODELS } from './test-bench';

interface LabResult {
  ticks: number;
  forecasts: number;
  scores: ScoreTable;
}

export interface LabComparison {
  /** Largest |live - lab| / lab of all forecasters', joints' and horizons' RMSE since the start of the stream. */
  relativeDifference: number;
  tickDifference: number;
  forecastDifference: number;
  /** Truths scored: largest difference of any cell. */
  countDifference: number;
  rows: {
    forecaster: string;
    joint: string;
    horizonMs: number;
    n: number;
    live: number;
    lab: number;
    nmae: number;
  }[];
}

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Scores the same bytes in the lab (`npm run lab -- score`), calibrated as live, and sets both side by side. */
export async function compareWithLab(
  wire: Uint8Array,
  live: ScoreTable,
  state: EngineState,
): Promise<LabComparison> {
  const lab = await scoreInLab(wire, state);
  const rows = live.rows.flatMap((row) => {
    const there = lab.scores.rows.find((r) => r.forecaster === row.forecaster && r.joint === row.joint);
    if (there === undefined) throw new Error(`the lab has no ${row.forecaster} on ${row.joint}`);
    return live.horizonsMs.map((horizonMs, h) => {
      const [here, inLab] = [row.total[h], there.total[lab.scores.horizonsMs.indexOf(horizonMs)]];
      return {
        forecaster: row.forecaster,
        joint: row.joint,
        horizonMs,
        n: here.n,
        labN: inLab.n,
        live: here.rmse,
        lab: inLab.rmse,
        nmae: here.nmae,
      };
    });
  });
  if (rows.length === 0) throw new Error('nothing was scored live');
  return {
    relativeDifference: Math.max(...rows.map((row) => Math.abs(row.live - row.lab) / row.lab)),
    tickDifference: Math.abs(state.ticks - lab.ticks),
    forecastDifference: Math.abs(state.forecasts - lab.forecasts),
    countDifference: Math.max(...rows.map((row) => Math.abs(row.n - row.labN))),
    rows,
  };
}

async function scoreInLab(wire: Uint8Array, state: EngineState): Promise<LabResult> {
  const dir = mkdtempSync(join(tmpdir(), 'stridecast-lab-'));
  try {
    const file = join(dir, 'live.stridelink');
    writeFileSync(file, wire);
    const args = ['lab/cli.ts', 'score', '--wire', file, '--models', LEAVE_OUT_MODELS, '--json'];
    if (state.model.id !== null) args.push('--model', state.model.id);
    args.push(
      '--side',
      state.lanes[0].side,
      '--stride',
      String(Math.round(state.modelRate / state.forecastRate)),
    );
    if (state.calibration !== null) {
      const calibration = join(dir, 'calibration.json');
      writeFileSync(calibration, JSON.stringify(state.calibration));
      args.push('--calibration', calibration);
    }
    const { stdout } = await promisify(execFile)(join(repository, 'node_modules/.bin/tsx'), args, {
      cwd: repository,
      maxBuffer: 1 << 26,
    });
    return JSON.parse(stdout) as LabResult;
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** RMSE by forecaster and horizon, live beside lab, for a person to read. */
export function comparisonTable({ rows }: LabComparison): string {
  const lines = rows.map(
    (row) =>
      `${row.joint.padEnd(14)} ${row.forecaster.padEnd(14)} ${String(row.horizonMs).padStart(4)} ms  ` +
      `live ${row.live.toFixed(3)} deg  lab ${row.lab.toFixed(3)} deg  NMAE ${row.nmae.toFixed(2)} %  n ${row.n}`,
  );
  return lines.join('\n');
}
