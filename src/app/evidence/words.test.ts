import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import i18next from 'i18next';
import { studySchema } from '../../forecast/evidence/study';
import { modelCardSchema } from '../../forecast/model-card';
import { startI18n } from '../i18n';
import { en } from '../i18n/en';
import { zh } from '../i18n/zh';
import { wordsOf } from './words';

const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const studies = readdirSync('docs/evidence')
  .filter((name) => name.endsWith('.json'))
  .map((name) => studySchema.parse(json(join('docs/evidence', name))));
const cards = readdirSync('public/models', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => modelCardSchema.parse(json(join('public/models', name, 'card.json'))));

/** Every phrase of a file, wherever it stands. */
function phrasesIn(value: unknown): { code: string; values?: Record<string, unknown> }[] {
  if (Array.isArray(value)) return value.flatMap(phrasesIn);
  if (typeof value !== 'object' || value === null) return [];
  const own = 'code' in value && 'text' in value ? [value as { code: string }] : [];
  return [...own, ...Object.values(value).flatMap(phrasesIn)];
}

const holes = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]);

describe('words of the evidence', () => {
  const catalogue: Record<string, string> = { ...en.evidence.names, ...en.evidence.phrases };

  it.each(studies.map((s) => [s.id, s] as const))(
    'every phrase of the study %s has its words',
    (_, study) => {
      for (const { code, values = {} } of phrasesIn(study)) {
        expect(Object.keys(catalogue)).toContain(code);
        for (const hole of holes(catalogue[code])) expect(Object.keys(values), code).toContain(hole);
      }
    },
  );

  it('every model and each of its limits has its words', () => {
    for (const card of cards) {
      expect(Object.keys(en.evidence.names)).toContain(card.id);
      for (const { code } of card.limits) expect(Object.keys(catalogue)).toContain(code);
      for (const { forecaster, group } of card.scores.flatMap((s) => s.rows)) {
        expect(Object.keys(en.evidence.names)).toContain(forecaster);
        expect(Object.keys(en.evidence.names)).toContain(group);
      }
    }
  });
});

describe('wordsOf', () => {
  beforeAll(async () => {
    vi.stubGlobal('document', { documentElement: {} });
    await startI18n('zh');
  });
  afterAll(() => void vi.unstubAllGlobals());

  it('says codes in the language of the screen, with their values', () => {
    const words = wordsOf(i18next.t);
    expect(words.phrase({ code: 'at_ms', text: '100 ms', values: { ms: 100 } })).toBe('100 毫秒');
    expect(words.name('ridge')).toBe(zh.evidence.names.ridge);
  });

  it('leaves what it does not know as the file has it', () => {
    const words = wordsOf(i18next.t);
    expect(words.phrase({ code: 'never_heard_of', text: 'As the file says.' })).toBe('As the file says.');
    expect(words.name('uci:3A')).toBe('uci:3A');
    expect(words.name('toString')).toBe('toString');
  });
});
