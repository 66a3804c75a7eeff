import { spawnSync } from 'node:child_process';

/** Builds with the app's configuration, or with another, into `outDir`. In a process of its own: builds share state. */
export function buildInto(outDir: string, config?: string): void {
  const args = ['build', '--logLevel', 'error', '--outDir', outDir, '--emptyOutDir'];
  if (config !== undefined) args.push('--config', config);
  const { status, stderr, stdout } = spawnSync('node_modules/.bin/vite', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the build failed:\n${stdout}\n${stderr}`);
}
