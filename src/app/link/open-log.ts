import { LogReader } from '../../records/log/log-reader';
import { readRun } from '../../records/log/logged-run';
import { TransportError } from '../../device/transport';
import type { SourceRequest } from '../../engine/protocol';

/** The first bytes of every MCAP file. */
const MAGIC = [0x89, 0x4d, 0x43, 0x41, 0x50, 0x30, 0x0d, 0x0a];

export async function isLog(file: Blob): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, MAGIC.length).arrayBuffer());
  return MAGIC.every((byte, i) => head[i] === byte);
}

/** A session's log as a source that runs it again. Rejects with TransportError `bad_file`. */
export async function replayOf(name: string, file: Blob): Promise<SourceRequest> {
  try {
    const { bytes, run } = await readRun(await LogReader.open(file));
    return { kind: 'replay', name, bytes, log: run };
  } catch (error) {
    throw new TransportError(
      'bad_file',
      `${name}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
