import type { EngineEvent } from '../../engine/protocol';
import { useApp } from '../store/store';

/** Hands the captured bytes to the therapist as a file. */
export function saveCapture({ name, bytes, truncated }: Extract<EngineEvent, { type: 'capture' }>): void {
  useApp.getState().setCaptureTruncated(truncated);
  const url = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'application/octet-stream' }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  // The download has its own hold on the bytes by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
