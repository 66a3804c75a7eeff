import { expect, it } from 'vitest';
import { verdictOf } from './advisory-verdict';

const metadata = { dependencies: { prod: 171, dev: 500, total: 671 } };

it('says that nothing is known only where a whole report says so', () => {
  expect(verdictOf(JSON.stringify({ vulnerabilities: {}, metadata }))).toEqual({
    kind: 'clean',
    packages: 671,
  });
});

it('names what is vulnerable itself, not what brings it along', () => {
  const vulnerabilities = {
    crc: { severity: 'high', range: '<4.3.3', via: [{ source: 1, name: 'crc' }], effects: ['maker'] },
    maker: { severity: 'high', range: '*', via: ['crc'], effects: [] },
  };
  expect(verdictOf(JSON.stringify({ vulnerabilities, metadata }))).toEqual({
    kind: 'vulnerable',
    packages: [{ name: 'crc', severity: 'high', range: '<4.3.3' }],
  });
});

it.each([
  ['', 'no output'],
  ['npm error network', 'npm error network'],
  [JSON.stringify({ message: '405 Method Not Allowed', statusCode: 405 }), '405 Method Not Allowed'],
  [JSON.stringify({ vulnerabilities: {} }), 'not a report'],
  [JSON.stringify({ vulnerabilities: {}, metadata: { dependencies: { total: 0 } } }), 'not a report'],
  ['null', 'not a report'],
])('anything else is no answer: %s', (output, why) => {
  expect(verdictOf(output)).toEqual({ kind: 'not_asked', why });
});
