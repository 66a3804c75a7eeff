import { DetectingDecoder } from './detecting-decoder';
import type { ByteDecoder } from './events';
import { ASSUMED_TEXT_RATE } from './replay/wire-timeline';
import type { TransportKind } from './transport';

/** The decoder for what comes over a transport. A replay never counts arrivals: its pace is set on screen. `rate`: of its text lines, Hz. */
export function decoderFor(kind: TransportKind, rate: number = ASSUMED_TEXT_RATE): ByteDecoder {
  return new DetectingDecoder(kind === 'replay' ? { assumedRate: rate } : {});
}
