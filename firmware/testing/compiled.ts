import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a firmware is compiled with: nothing of a host's library, and no warning of any kind. */
export const FIRMWARE_FLAGS = [
  '-std=c99',
  '-Os',
  '-Wall',
  '-Wextra',
  '-Wconversion',
  '-Wshadow',
  '-Werror',
  '-pedantic',
  '-ffreestanding',
] as const;

const HOST_FLAGS = ['-std=c99', '-O1', '-Wall', '-Wextra', '-Werror', '-pedantic'] as const;

/** As an Arduino compiles a sketch: all of it C++, with Arduino.h before the first line. */
export const SKETCH_FLAGS = [
  '-std=c++11',
  '-O1',
  '-Wall',
  '-Wextra',
  '-Werror',
  '-pedantic',
  '-Itesting/arduino',
  '-include',
  'Arduino.h',
  '-x',
  'c++',
] as const;

const firmware = fileURLToPath(new URL('..', import.meta.url));

/** A C compiler with a folder of its own for what it makes. */
export class Compiled {
  readonly #compiler: string;
  readonly #dir = mkdtempSync(join(tmpdir(), 'stridecast-firmware-'));

  constructor(compiler: string) {
    this.#compiler = compiler;
  }

  /** Compiles files of firmware/ with the given flags; returns the path of the result. Throws with what it said. */
  make(name: string, sources: readonly string[], flags: readonly string[] = HOST_FLAGS): string {
    const made = join(this.#dir, name);
    execFileSync(this.#compiler, ['-I.', ...flags, ...sources, '-o', made], { cwd: firmware, stdio: 'pipe' });
    return made;
  }

  dispose(): void {
    rmSync(this.#dir, { recursive: true });
  }
}
