import 'uplot/dist/uPlot.min.css';
import type { Mark } from '../../plots/marks';
import { StripChart } from '../../plots/strip-chart';
import type { TickBuffer } from '../../plots/tick-buffer';
import type { PlotPeer } from './time-plots';
import { JOINTS, RATE } from './walk';

/** Seconds on the axis: 1000 points of each line, and the present. */
const WINDOW_S = 10;
const HORIZON_STEPS = 10;

/** The app's own strips: per joint what was measured, what had been forecast, and the baseline. */
export function stripsPeer(host: HTMLElement, height: number): PlotPeer {
  const charts = JOINTS.map((joint) => {
    const place = document.createElement('div');
    host.append(place);
    const of = { joint, side: 'r', step: HORIZON_STEPS, label: joint } as const;
    const marks: Mark[] = [
      { kind: 'measured', channel: joint, ink: 'ink', label: joint },
      { kind: 'hindsight', ...of },
      { kind: 'hindsight', ...of, baseline: true },
    ];
    return new StripChart(place, {
      marks,
      windowS: WINDOW_S,
      rate: RATE,
      ahead: 0,
      y: { low: -20, high: 80, step: 20 },
      height,
      nowLabel: '0',
    });
  });
  return {
    draw: (buffer: TickBuffer) => charts.forEach((chart) => chart.update(buffer)),
    remove: () => {
      charts.forEach((chart) => chart.destroy());
      host.replaceChildren();
    },
  };
}
