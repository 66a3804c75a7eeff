import { DetectingDecoder } from './detecting-decoder';
import type { ByteDecoder } from './events';
import { ASSUMED_TEXT_RATE } from './replay/wire-timeline';
import type { TransportKind } from './transport';

/** The decoder for what comes over a transport. A replay never counts arrivals: its pace is set on screen. */
export function decoderFor(kind: TransportKind): ByteDecoder {
  return new DetectingDecoder(kind === 'replay' ? { assumedRate: ASSUMED_TEXT_RATE } : {});
}
