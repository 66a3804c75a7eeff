import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { ensureBrowser } from './ensure-browser';

/** `npm run icons`: draws public/icons/*.png from public/icon.svg; to be run when that has changed. */
const PUBLIC = join(import.meta.dirname, '../public');
const svg = readFileSync(join(PUBLIC, 'icon.svg'), 'utf8');
/** A mask may cut away all but the inner four fifths, and home screens of Apple have no transparency. */
const bare = svg.replace(/<rect[^>]*>/, '');
const back = /<rect[^>]*\bfill="([^"]+)"/.exec(svg)![1];

const ICONS: { name: string; size: number; masked: boolean }[] = [
  { name: 'icon-192', size: 192, masked: false },
  { name: 'icon-512', size: 512, masked: false },
  { name: 'maskable-512', size: 512, masked: true },
  { name: 'apple-touch-180', size: 180, masked: true },
];

const browser = await chromium.launch({ executablePath: ensureBrowser(), args: ['--no-sandbox'] });
try {
  const page = await browser.newPage();
  for (const { name, size, masked } of ICONS) {
    await page.setViewportSize({ width: size, height: size });
    const drawing = masked ? bare : svg;
    await page.setContent(
      `<style>body{margin:0;height:100vh;display:grid;place-items:center;background:${masked ? back : 'transparent'}}
       svg{width:${masked ? 80 : 100}%;height:${masked ? 80 : 100}%}</style>${drawing}`,
    );
    const path = join(PUBLIC, 'icons', `${name}.png`);
    writeFileSync(path, await page.screenshot({ omitBackground: !masked }));
    process.stderr.write(`${path}\n`);
  }
} finally {
  await browser.close();
}
