import type { ChannelName, Side } from '../../gait/channels';
import { COMPARE, HIGH, LOW, MEAN, type TickBuffer } from './tick-buffer';

/** How a mark looks; the colours behind the words are in theme/tokens.css. */
export type Ink = 'ink' | 'left' | 'right';

interface OfJoint {
  joint: ChannelName;
  side: Side;
}

/** One curve or area of a strip, by what it shows. */
export type Mark = { /** What it is called to the reader. */ label: string } & (
  | { kind: 'measured'; channel: ChannelName; ink: Ink }
  /** The newest forecast, from now on; the baseline's where `baseline` is set. */
  | ({ kind: 'ahead'; baseline?: boolean } & OfJoint)
  | ({ kind: 'aheadBand' } & OfJoint)
  /** The forecast made `step` ticks before each moment. */
  | ({ kind: 'hindsight'; step: number; baseline?: boolean } & OfJoint)
  | ({ kind: 'hindsightBand'; step: number } & OfJoint)
  /** The area between what was forecast `step` ticks before and what came. */
  | ({ kind: 'error'; step: number } & OfJoint)
  /** An envelope as a share of its largest value so far, drawn on its own row. */
  | { kind: 'envelope'; channel: ChannelName; row: number }
);

/** A mark and its numbers on the strip's time axis; areas have an upper edge in `upper`. */
export interface Drawn {
  readonly mark: Mark;
  readonly values: Float64Array;
  readonly upper: Float64Array | null;
  /** Envelopes: the largest value so far. */
  largest: number;
}

export const isArea = (mark: Mark): boolean =>
  mark.kind === 'aheadBand' || mark.kind === 'hindsightBand' || mark.kind === 'error';

export const newDrawn = (mark: Mark, length: number): Drawn => ({
  mark,
  values: new Float64Array(length).fill(Number.NaN),
  upper: isArea(mark) ? new Float64Array(length).fill(Number.NaN) : null,
  largest: 0,
});

/** Share of its row that an envelope's largest value takes. */
const ROW_FILL = 0.9;

/** A drawn value in its own unit: envelopes are stacked and come back as a share of their largest. */
export const ownValue = ({ mark, values }: Drawn, index: number): number =>
  mark.kind === 'envelope' ? (values[index] - mark.row) / ROW_FILL : values[index];

/** Fills the numbers of `drawn` for the buffer's present: index `past` is now, what lies after it is ahead of now. */
export function readMark(buffer: TickBuffer, drawn: Drawn, past: number): void {
  const { mark, values, upper } = drawn;
  const now = buffer.head;
  const from = now - past;
  switch (mark.kind) {
    case 'measured':
      return buffer.readMeasured(mark.channel, from, values, past + 1);
    case 'envelope':
      buffer.readMeasured(mark.channel, from, values, past + 1);
      for (let i = 0; i <= past; i += 1) if (values[i] > drawn.largest) drawn.largest = values[i];
      for (let i = 0; i <= past; i += 1)
        values[i] = mark.row + (drawn.largest > 0 ? (ROW_FILL * values[i]) / drawn.largest : 0);
      return;
    case 'ahead':
      buffer.readAhead(mark.joint, mark.side, mark.baseline ? COMPARE : MEAN, values, past);
      // The line starts at what was measured now: a forecast is a change from the present.
      values[past] = Number.isNaN(values[past + 1]) ? Number.NaN : buffer.measuredAt(mark.joint, now);
      return;
    case 'aheadBand':
      buffer.readAhead(mark.joint, mark.side, LOW, values, past);
      return buffer.readAhead(mark.joint, mark.side, HIGH, upper!, past);
    case 'hindsight':
      return buffer.readHindsight(
        mark.joint,
        mark.side,
        mark.step,
        mark.baseline ? COMPARE : MEAN,
        from,
        values,
        past + 1,
      );
    case 'hindsightBand':
      buffer.readHindsight(mark.joint, mark.side, mark.step, LOW, from, values, past + 1);
      return buffer.readHindsight(mark.joint, mark.side, mark.step, HIGH, from, upper!, past + 1);
    case 'error':
      buffer.readHindsight(mark.joint, mark.side, mark.step, MEAN, from, values, past + 1);
      return buffer.readMeasured(mark.joint, from, upper!, past + 1);
  }
}

/** No forecast is to be shown ahead of now, whatever was forecast last. */
export function blankAhead(drawn: Drawn): void {
  if (drawn.mark.kind !== 'ahead' && drawn.mark.kind !== 'aheadBand') return;
  drawn.values.fill(Number.NaN);
  drawn.upper?.fill(Number.NaN);
}
