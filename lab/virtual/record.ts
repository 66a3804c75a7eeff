import type { WalkerAction } from '../../src/device/virtual/activity';
import { Firmware, type FirmwareOptions } from '../../src/device/virtual/firmware';
import { HostEncoder } from '../../src/device/stridelink/host-encoder';

export interface ScriptStep {
  readonly atS: number;
  readonly action: WalkerAction;
}

/** The wire bytes that a host would read from the virtual exoskeleton from hello on. The same arguments give the same bytes. */
export function recordVirtual(
  options: FirmwareOptions,
  script: readonly ScriptStep[],
  seconds: number,
): Uint8Array {
  const chunks: Uint8Array[] = [];
  const firmware = new Firmware(options, (bytes) => chunks.push(bytes));
  const host = new HostEncoder();
  firmware.receive(host.hello(1));
  firmware.receive(host.start());
  for (const step of [...script].sort((a, b) => a.atS - b.atS)) {
    firmware.advance(Math.min(step.atS, seconds) * 1e6);
    if (step.atS < seconds) firmware.ask(step.action);
  }
  firmware.advance(seconds * 1e6);
  return concat(chunks);
}

/** `0:stand,2.5:knee_bend,15:walk` */
export function parseScript(text: string): ScriptStep[] {
  return text.split(',').map((part) => {
    const [at, action] = part.trim().split(':');
    const atS = Number(at);
    if (!Number.isFinite(atS) || atS < 0 || !isAction(action)) {
      throw new Error(`--script: '${part}' is not SECONDS:walk|stand|knee_bend|tense`);
    }
    return { atS, action };
  });
}

const isAction = (text: string | undefined): text is WalkerAction =>
  text === 'walk' || text === 'stand' || text === 'knee_bend' || text === 'tense';

function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(chunks.reduce((n, c) => n + c.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}
