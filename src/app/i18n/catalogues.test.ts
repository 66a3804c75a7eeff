import { expect, test } from 'vitest';
import { en } from './en';
import { browserLanguage } from './index';
import { zh } from './zh';

type Tree = { readonly [key: string]: string | readonly string[] | Tree };

function leaves(tree: Tree, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const here = path ? `${path}.${key}` : key;
    if (typeof value === 'string') found.set(here, value);
    else if (Array.isArray(value)) value.forEach((text: string, i) => found.set(`${here}.${i}`, text));
    else for (const [k, v] of leaves(value as Tree, here)) found.set(k, v);
  }
  return found;
}

const english = leaves(en);
const chinese = leaves(zh);
const holes = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).sort();

test('both catalogues have the same keys, lists of the same length included', () => {
  expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
});

test('a text has the same holes in both, but for a counted singular', () => {
  for (const [key, text] of english) {
    if (key.endsWith('_one')) continue;
    expect(holes(chinese.get(key)!), key).toEqual(holes(text));
  }
});

test('Chinese is Chinese, but for names and signs', () => {
  const named =
    /^(app\.name|source\.\w+|executors\.[\w-]+|setup\.languages\.en|setup\.ppm|scores\.(rmse|nmae))$/;
  for (const [key, text] of chinese) {
    expect(text.trim(), key).not.toBe('');
    const words = text.replace(/\{\{\w+\}\}/g, '');
    if (!named.test(key) && /[a-z]{3}/i.test(words)) expect(words, key).toMatch(/\p{Script=Han}/u);
  }
});

test.each([
  [['zh-TW', 'en'], 'zh'],
  [['de', 'en-GB', 'zh'], 'en'],
  [['de'], 'en'],
  [[], 'en'],
])('a browser that reads %s is answered in %s', (languages, expected) => {
  expect(browserLanguage(languages)).toBe(expected);
});
