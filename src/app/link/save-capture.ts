import type { EngineEvent } from '../../engine/protocol';
import { useApp } from '../store/store';
import { saveFile } from './save-file';

/** Hands the captured bytes to the therapist as a file. */
export function saveCapture({ name, bytes, truncated }: Extract<EngineEvent, { type: 'capture' }>): void {
  useApp.getState().setCaptureTruncated(truncated);
  saveFile(name, new Uint8Array(bytes));
}
