/** The house (docs/architecture.md): arrows run downward only. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  comment: `${from} may use: ${allowed.join(', ') || 'nothing of the project'}`,
  from: { path: `^src/${from}/` },
  to: {
    path: '^(src|lab|e2e|bench)/',
    // The reference network is a figure that tests of the runtime read.
    pathNot: [`^src/${from}/`, '^bench/reference.json$', ...allowed.map((a) => `^src/${a}/`)],
  },
});

module.exports = {
  forbidden: [
    only('gait-is-pure', 'gait', []),
    only('device-uses-gait', 'device', ['gait']),
    only('forecast-uses-gait', 'forecast', ['gait']),
    only('adapt-uses-forecast-gait', 'adapt', ['forecast', 'gait']),
    only('records-uses-gait', 'records', ['gait']),
    only('engine-below-app', 'engine', ['adapt', 'device', 'forecast', 'records', 'gait']),
    only('app-is-on-top', 'app', ['engine', 'adapt', 'device', 'forecast', 'records', 'gait']),
    {
      name: 'lab-below-app',
      severity: 'error',
      from: { path: '^lab/' },
      to: { path: '^(src/app|e2e|bench)/' },
    },
    // Types may refer to each other (a store and its slices); code may not.
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'react-only-in-app',
      severity: 'error',
      from: { pathNot: '^src/app/' },
      to: { path: 'node_modules/(react|react-dom|@mantine|recharts|react-i18next)/' },
    },
    {
      name: 'tfjs-behind-one-door',
      severity: 'error',
      from: { path: '^(src|lab|bench)/', pathNot: '^src/forecast/' },
      to: { path: 'node_modules/@tensorflow/' },
    },
    {
      name: 'tfjs-in-runtime-only',
      severity: 'error',
      from: { path: '^src/forecast/', pathNot: '^src/forecast/runtime/' },
      to: { path: 'node_modules/@tensorflow/' },
    },
    {
      name: 'zod-behind-one-door',
      severity: 'error',
      comment: 'src/gait/schema.ts keeps it from trying to compile, which the policy of the page forbids',
      from: { path: '^(src|lab|bench)/', pathNot: '^src/gait/schema[.]ts$' },
      to: { path: 'node_modules/zod/' },
    },
    {
      name: 'not-to-dev-dep',
      severity: 'error',
      from: { path: '^src/', pathNot: '[.]test[.]tsx?$|/testing/' },
      to: { dependencyTypes: ['npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'src/forecast/runtime/wasm/(assembly|build)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
