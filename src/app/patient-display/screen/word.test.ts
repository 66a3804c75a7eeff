import { describe, expect, it } from 'vitest';
import type { DisplayScene } from '../../../engine/feedback/display-protocol';
import { wordOf } from './word';

const SCENE: DisplayScene = {
  type: 'scene',
  session: 'on',
  look: { language: 'en', scheme: 'light' },
  joint: 'knee',
  side: 'r',
  target: { low: 50, high: 60, aim: { from: 62, to: 86, extreme: 'max' } },
  range: [0, 70],
  steps: [],
  lastValue: null,
  judged: 0,
  inTarget: 0,
  wanted: 3,
};
const word = (change: Partial<DisplayScene>, silentMs: number | null = 10, walking = true) =>
  wordOf({ scene: { ...SCENE, ...change }, silentMs, walking });

describe('the one word', () => {
  it.each([
    [['in'], 'good'],
    [['in', 'below'], 'higher'],
    [['below', 'above'], 'lower'],
    [[], 'walk'],
  ] as const)('after steps %j: %s', (steps, expected) => {
    expect(word({ steps })).toEqual({ word: expected, moving: true });
  });

  it('praises once all steps that were asked for are done, and not before', () => {
    expect(word({ steps: ['in', 'in'], inTarget: 2 }).word).toBe('good');
    expect(word({ steps: ['in', 'in', 'in'], inTarget: 3 }).word).toBe('reached');
    expect(word({ steps: ['below'], inTarget: 3 }).word).toBe('reached');
    expect(word({ steps: ['in'], inTarget: 30, wanted: null }).word).toBe('good');
  });

  it('asks for nothing while the patient stands, nor without a target', () => {
    expect(word({ steps: ['below'] }, 10, false).word).toBe('ready');
    expect(word({ steps: ['below'], target: null }).word).toBe('walk');
  });

  it('shows no movement half a second after the last update, and goes on by itself', () => {
    expect(word({ steps: ['in'] }, 500)).toEqual({ word: 'good', moving: true });
    expect(word({ steps: ['in'] }, 501)).toEqual({ word: 'pause', moving: false });
    expect(word({ steps: ['in'] }, 0)).toEqual({ word: 'good', moving: true });
  });

  it('ends with the session; before anything came there is nothing to end', () => {
    expect(word({ session: 'off' }, 100)).toEqual({ word: 'finished', moving: false });
    expect(word({ session: 'off' }, null)).toEqual({ word: 'ready', moving: false });
    expect(wordOf({ scene: null, silentMs: null, walking: false }).word).toBe('ready');
  });
});
