import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { Line, LineChart, XAxis, YAxis } from 'recharts';
import { COMPARE, MEAN, type TickBuffer } from '../../plots/tick-buffer';
import type { PlotPeer } from './time-plots';
import { JOINTS, RATE } from './walk';

const POINTS = 1000;
const HORIZON_STEPS = 10;
const LINES = [
  ['measured', '#222222'],
  ['forecast', '#7048e8'],
  ['baseline', '#868e96'],
] as const;

/** The same pictures by recharts, as its manual has it for data that changes often: no animation, no dots. */
export function rechartsPeer(host: HTMLElement, height: number): PlotPeer {
  const root = createRoot(host);
  const width = Math.max(120, host.clientWidth);
  const draw = (buffer: TickBuffer): void => {
    const columns = [new Float64Array(POINTS), new Float64Array(POINTS), new Float64Array(POINTS)];
    const from = buffer.head - POINTS + 1;
    const charts = JOINTS.map((joint) => {
      buffer.readMeasured(joint, from, columns[0]);
      buffer.readHindsight(joint, 'r', HORIZON_STEPS, MEAN, from, columns[1], POINTS);
      buffer.readHindsight(joint, 'r', HORIZON_STEPS, COMPARE, from, columns[2], POINTS);
      const data = Array.from({ length: POINTS }, (_, i) => ({
        t: (i + 1 - POINTS) / RATE,
        measured: columns[0][i],
        forecast: columns[1][i],
        baseline: columns[2][i],
      }));
      return (
        <LineChart key={joint} width={width} height={height} data={data}>
          <XAxis dataKey="t" type="number" domain={[-POINTS / RATE, 0]} />
          <YAxis domain={[-20, 80]} />
          {LINES.map(([key, colour]) => (
            <Line key={key} dataKey={key} stroke={colour} dot={false} isAnimationActive={false} />
          ))}
        </LineChart>
      );
    });
    flushSync(() => root.render(charts));
  };
  return { draw, remove: () => root.unmount() };
}
