import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { type BenchFigure, figuresOf, type NetworkResult } from '../src/app/bench/results';
import { type Figure, figure, note, printFigures } from '../lab/figures';
import { measureApp } from './measure-app';
import { measurePage } from './measure-page';

/**
 * `npm run bench [-- --effort 0.2] [-- --json]`: every claim about speed, measured here and now in a real browser, ours
 * beside its peers. `--effort` below 1 takes fewer rounds, for a look.
 */
const { values } = parseArgs({
  options: { effort: { type: 'string', default: '1' }, json: { type: 'boolean', default: false } },
});
const effort = Number(values.effort);
if (!(effort > 0 && effort <= 1)) throw new Error('--effort takes a number above 0, at most 1');

const loadBefore = loadavg()[0];
const { bench, endurance } = await measurePage(effort, 'public/models');
const app = await measureApp();
const machine = {
  ...bench.machine,
  cpu: cpus()[0]?.model ?? 'unknown',
  cpus: cpus().length,
  memoryGb: Math.round(totalmem() / 1e9),
  loadBefore,
  loadAfter: loadavg()[0],
};

const rows = [
  ...figuresOf(bench).map(asFigure),
  figure('forecast.p99_ms_under_load', app.forecastMs.p99, 'ms', 2),
  figure('forecast.p99_ms_page_still', app.pageStillMs.p99, 'ms'),
  figure('forecast.tick_cpu_p99_ms', app.engineTasks.cpuP99Ms, 'ms'),
  figure('forecast.tick_wall_p99_ms', app.engineTasks.wallP99Ms, 'ms'),
  figure('forecast.arrival_p99_ms_under_load', app.arrivalToForecastMs.p99, 'ms'),
  figure('load.first_forecast_s', app.firstForecastS, 's', 3),
  figure('load.initial_js_kb_gz', app.initialJsKb, 'kB', 400),
];
if (!values.json) {
  for (const [name, network] of Object.entries(bench.networks)) describe(name, network);
  note(`plots, ms of main thread a frame: ${JSON.stringify(bench.plots)}`);
  note(`endurance: ${JSON.stringify(endurance)}`);
  note(`machine: ${JSON.stringify(machine)}`);
  if (machine.software) note('WebGL is drawn by software here: its times say nothing of a GPU');
}
printFigures(
  rows,
  { machine, effort, networks: bench.networks, plots: bench.plots, endurance, app },
  values.json,
);

function asFigure({ name, value, unit, goal, better }: BenchFigure): Figure {
  return figure(name, value ?? Number.NaN, unit, goal, better);
}

/** A table of everything that was timed on one network, on stderr. */
function describe(name: string, { parameters, forecasts, batches, steps, jobS }: NetworkResult): void {
  note(`\n${name} network, ${parameters} weights`);
  const line = (
    what: string,
    outcome: NetworkResult['forecasts'][string] | NetworkResult['steps'][string],
  ) => {
    if ('reason' in outcome) return note(`  ${what.padEnd(34)} ${outcome.reason}`);
    const more = 'draws' in outcome && outcome.draws !== null ? `, ${outcome.draws} draws` : '';
    note(
      `  ${what.padEnd(34)} ${outcome.medianMs.toFixed(3).padStart(10)} ms, p99 ${outcome.p99Ms.toFixed(1)}${more}`,
    );
  };
  for (const [peer, outcome] of Object.entries(forecasts)) line(`forecast, ${peer}`, outcome);
  for (const [peer, outcome] of Object.entries(batches)) line(`batch of 128, ${peer}`, outcome);
  for (const [peer, outcome] of Object.entries(steps)) line(`training step, ${peer}`, outcome);
  note(`  600 windows x 20 epochs: ${jobS.one.toFixed(1)} s, with two workers ${jobS.two.toFixed(1)} s`);
}
