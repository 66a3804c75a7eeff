import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { responseHeaders } from './response-headers';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(`${root}/${path}`, 'utf8');

describe('response headers', () => {
  const headers = responseHeaders(`${root}/public`);

  it.each(['index.html', 'display.html'])('carry the policy of %s, and that nobody may frame it', (page) => {
    const [, meta] = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(read(page))!;
    expect(headers['content-security-policy']).toBe(`${meta}; frame-ancestors 'none'`);
  });

  it('allow no inline script, no eval and no other origin', () => {
    const policy = new Map(
      headers['content-security-policy'].split('; ').map((d) => {
        const [name, ...sources] = d.split(' ');
        return [name, sources] as const;
      }),
    );
    expect(policy.get('default-src')).toEqual(["'none'"]);
    expect(policy.get('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"]);
    expect(policy.get('connect-src')).toEqual(["'self'"]);
    for (const [name, sources] of policy)
      for (const source of sources)
        expect(
          ["'self'", "'none'", "'wasm-unsafe-eval'", "'unsafe-inline'", 'data:', 'blob:'],
          name,
        ).toContain(source);
    for (const [name, sources] of policy)
      if (sources.includes("'unsafe-inline'")) expect(name).toBe('style-src');
  });

  it('are told to whoever puts it on a server, for each kind of server that is named', () => {
    const examples = read('docs/deployment.md').match(/```(nginx|apache|caddy)\n[\s\S]*?```/g) ?? [];
    expect(examples).toHaveLength(3);
    for (const example of examples)
      for (const [name, value] of Object.entries(headers)) {
        const line = example.split('\n').find((l) => l.toLowerCase().includes(`${name} "`));
        expect(line, `${name} in ${example.slice(3, 9)}`).toContain(`"${value}"`);
      }
  });

  it('are none where a build has none', () => {
    expect(responseHeaders(`${root}/src`)).toEqual({});
  });
});
