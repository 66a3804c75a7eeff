import type { NewPersonalModel } from '../personal-models';
import type { NewSession } from '../sessions';

export const BASE = { modelId: 'knee', baseSha256: 'b'.repeat(64) };

export function newModel(patientId: string, change: Partial<NewPersonalModel> = {}): NewPersonalModel {
  return {
    patientId,
    parentId: null,
    ...BASE,
    memorySha256: null,
    rate: 100,
    channels: ['knee_angle_r'],
    side: 'r',
    kind: 'network',
    peerId: null,
    method: 'closed_form',
    trainingStrides: [{ startTick: 100, endTick: 210 }],
    keptBackStrides: [{ startTick: 320, endTick: 430 }],
    rows: [
      {
        joint: 'knee_angle_r',
        ms: 100,
        before: 2,
        after: 1.5,
        seen: -0.25,
        expected: -0.2,
        low: -0.3,
        high: -0.1,
        better: 0.99,
        use: true,
        peers: { line: 3, ridge: Number.NaN },
      },
    ],
    decision: 'accept',
    accepted: true,
    who: 'AB',
    continuous: false,
    bytes: Uint8Array.from([1, 2, 3, 10, 0, 255]),
    ...change,
  };
}

export function newSession(startedAt: string, change: Partial<NewSession> = {}): NewSession {
  return {
    patientId: null,
    startedAt,
    endedAt: null,
    device: 'Exo',
    serial: 'SN1',
    source: 'serial',
    affectedSide: 'r',
    modelIds: ['knee'],
    logFile: null,
    logBytes: 0,
    durationS: 12,
    strides: 9,
    state: 'closed',
    summary: { mae100: 1.5 },
    ...change,
  };
}
