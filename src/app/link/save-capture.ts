import type { EngineEvent } from '../../engine/protocol';

/** Hands the captured bytes to the therapist as a file. */
export function saveCapture({ name, bytes }: Extract<EngineEvent, { type: 'capture' }>): void {
  const url = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'application/octet-stream' }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  // The download has its own hold on the bytes by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
