import { tsImport } from 'tsx/esm/api';

// A thread of Node does not inherit the loader that reads TypeScript.
await tsImport('./node-worker.ts', import.meta.url);
