import { inflateSync } from 'node:zlib';

/**
 * The text of each page of a PDF as Chromium writes it, without white space: fonts by glyph with a ToUnicode map, hexadecimal
 * strings (ISO 32000-1, 9.4 and 9.10.3). Enough to see that what a page says is on the paper as text, and on how many pages.
 */
export function pagesOfPdf(pdf: Uint8Array): string[] {
  const objects = objectsOf(Buffer.from(pdf).toString('latin1'));
  const pages = [...objects.values()].filter((body) => /\/Type\s*\/Page\b(?!s)/.test(body));
  return pages.map((page) => {
    const fonts = new Map(
      [...(/\/Font\s*<<(.*?)>>/s.exec(page)?.[1] ?? '').matchAll(/\/(\w+)\s+(\d+) 0 R/g)].map(
        ([, name, font]) => [name, glyphsOf(objects, objects.get(Number(font)) ?? '')],
      ),
    );
    const contents = /\/Contents\s+(\d+) 0 R/.exec(page)?.[1];
    return shown(streamOf(objects.get(Number(contents)) ?? ''), fonts);
  });
}

function objectsOf(text: string): Map<number, string> {
  return new Map(
    [...text.matchAll(/(?:^|\n)(\d+) 0 obj(.*?)\nendobj/gs)].map(([, id, body]) => [Number(id), body]),
  );
}

function streamOf(body: string): string {
  const found = /stream\r?\n(.*)\r?\nendstream/s.exec(body)?.[1];
  if (found === undefined) return '';
  return body.includes('/FlateDecode') ? inflateSync(Buffer.from(found, 'latin1')).toString('latin1') : found;
}

function glyphsOf(objects: ReadonlyMap<number, string>, font: string): Map<number, string> {
  const map = streamOf(objects.get(Number(/\/ToUnicode\s+(\d+) 0 R/.exec(font)?.[1])) ?? '');
  const glyphs = new Map<number, string>();
  for (const [, chars] of map.matchAll(/beginbfchar(.*?)endbfchar/gs))
    for (const [, glyph, text] of chars.matchAll(/<(\w+)>\s*<(\w+)>/g))
      glyphs.set(Number.parseInt(glyph, 16), utf16(text));
  for (const [, ranges] of map.matchAll(/beginbfrange(.*?)endbfrange/gs))
    for (const [, from, to, text] of ranges.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g)) {
      const first = Number.parseInt(from, 16);
      for (let glyph = first; glyph <= Number.parseInt(to, 16); glyph++)
        glyphs.set(glyph, String.fromCodePoint(utf16(text).codePointAt(0)! + glyph - first));
    }
  return glyphs;
}

const utf16 = (hex: string): string =>
  hex.replace(/.{4}/g, (code) => String.fromCharCode(Number.parseInt(code, 16)));

function shown(contents: string, fonts: ReadonlyMap<string, ReadonlyMap<number, string>>): string {
  let glyphs: ReadonlyMap<number, string> | undefined;
  let text = '';
  for (const [, font, hex] of contents.matchAll(/\/(\w+)\s+[\d.]+\s+Tf|<([\da-fA-F]+)>/g)) {
    if (font !== undefined) glyphs = fonts.get(font);
    else for (const [glyph] of hex.matchAll(/.{4}/g)) text += glyphs?.get(Number.parseInt(glyph, 16)) ?? '';
  }
  return text.replace(/\s+/g, '');
}
