/** Files of a build that no page asks for. */
const NOT_FOR_PAGES = /^(_headers|sw\.js)$/;
const OF_EACH_MODEL = ['model.json', 'weights.bin', 'card.json', 'baselines.json'];
/** Without these there is no forecast, or a language is missing; by the names that the build gives them. */
const PARTS: Readonly<Record<string, RegExp>> = {
  'the page': /^index\.html$/,
  'the patient’s screen': /^display\.html$/,
  'the manifest': /^manifest\.webmanifest$/,
  'the list of models': /^models\/index\.json$/,
  'the demo recording': /^recordings\/.+\.stridelink$/,
  'the fused kernels': /^assets\/simd-[\w-]+\.wasm$/,
  'the relaxed kernels': /^assets\/relaxed-[\w-]+\.wasm$/,
  'TensorFlow.js kernels': /^assets\/tfjs-backend-wasm-simd-[\w-]+\.wasm$/,
  'the engine worker': /^assets\/worker-[\w-]+\.js$/,
  'the Chinese catalogue': /^assets\/zh-[\w-]+\.js$/,
};

/** Every address that a service worker stores when it is installed, as its build wrote them into it. */
export const precachedIn = (serviceWorker: string): string[] =>
  [...serviceWorker.matchAll(/["']?\burl["']?\s*:\s*["']([^"']+)["']/g)].map(([, url]) => url);

/**
 * What would be missing without a network; empty where nothing is. `files`: all files of the build, by path from its
 * root with `/`. `models`: ids of the list of models. A file that is stored but not there counts too: it would keep the
 * service worker from ever being installed.
 */
export function precacheGaps(
  serviceWorker: string,
  files: readonly string[],
  models: readonly string[],
): string[] {
  const stored = new Set(precachedIn(serviceWorker));
  const built = new Set(files);
  return [
    ...files.filter((file) => !NOT_FOR_PAGES.test(file) && !stored.has(file)).map((f) => `not stored: ${f}`),
    ...[...stored].filter((url) => !built.has(url)).map((url) => `stored, but not built: ${url}`),
    ...Object.entries(PARTS)
      .filter(([, name]) => ![...stored].some((url) => name.test(url)))
      .map(([part, name]) => `${part}: nothing like ${name.source}`),
    ...(models.length === 0 ? ['no model is listed'] : []),
    ...models
      .flatMap((id) => OF_EACH_MODEL.map((file) => `models/${id}/${file}`))
      .filter((url) => !stored.has(url))
      .map((url) => `of a listed model: ${url}`),
  ];
}
