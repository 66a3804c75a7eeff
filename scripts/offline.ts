import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import type { Plugin, PluginOption } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { precacheGaps } from './precache-gaps';

const NAME = 'Stridecast';
/** `--paper` of the dark theme: what is behind the icon while the installed app opens. */
const BACK = '#10141a';

/**
 * The service worker and the manifest: the whole build is stored when the page is first idle (src/app/pwa), and runs
 * without a network from then on, under whatever path it was put. Workbox leaves out large files with a mere warning, so
 * the build is checked afterwards and fails when anything is missing.
 */
export function offline(): PluginOption[] {
  return [
    VitePWA({
      registerType: 'prompt',
      injectRegister: false,
      manifest: {
        name: NAME,
        short_name: NAME,
        description: 'Gait forecasts for a lower-limb exoskeleton, in the browser. Research use only.',
        id: './',
        start_url: './',
        scope: './',
        display: 'standalone',
        theme_color: BACK,
        background_color: BACK,
        categories: ['health', 'medical', 'education'],
        // A second window would meet a port that is in use.
        launch_handler: { client_mode: ['focus-existing', 'auto'] },
        icons: [
          { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' },
          { src: 'icons/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: 'icons/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: 'icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
      includeManifestIcons: false,
      workbox: {
        cacheId: 'stridecast',
        globPatterns: ['**/*'],
        globIgnores: ['_headers', 'manifest.webmanifest'],
        maximumFileSizeToCacheInBytes: 256e6,
        // Their names change with their content.
        dontCacheBustURLsMatching: /^assets\//,
        // `?demo` and `?lang=zh` are the same page.
        ignoreURLParametersMatching: [/./],
        navigateFallback: null,
        inlineWorkboxRuntime: true,
        // The first visit is served as well once all is stored: what it has not yet loaded is there too.
        clientsClaim: true,
        cleanupOutdatedCaches: true,
        sourcemap: false,
      },
    }),
    nothingMissing(),
  ];
}

function nothingMissing(): Plugin {
  let dist = '';
  return {
    name: 'nothing-missing-offline',
    apply: 'build',
    configResolved: (config) => {
      dist = resolve(config.root, config.build.outDir);
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      handler(error) {
        if (error) return;
        const read = (name: string): string => readFileSync(join(dist, name), 'utf8');
        const { models } = JSON.parse(read('models/index.json')) as { models: { id: string }[] };
        const ids = models.map(({ id }) => id);
        const gaps = precacheGaps(read('sw.js'), filesIn(dist), ids);
        if (gaps.length > 0)
          throw new Error(`the app would not run without a network:\n  ${gaps.join('\n  ')}`);
      },
    },
  };
}

const filesIn = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(directory, name)).isFile())
    .map((name) => name.split(sep).join('/'));
