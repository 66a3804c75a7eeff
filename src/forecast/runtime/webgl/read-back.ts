import { contextLost } from '../tfjs/webgl-backend';

/**
 * Reads a row of RGBA floats from the GPU without blocking the thread: copy into a buffer, fence, look at the fence
 * between other work of the event loop. Sleeps for most of the usual time first, because looking costs the software
 * renderer a core.
 */
export class ReadBack {
  private readonly gl: WebGL2RenderingContext;
  private readonly free: { buffer: WebGLBuffer; bytes: number }[] = [];
  private usualMs = 0;

  constructor(gl: WebGL2RenderingContext) {
    this.gl = gl;
  }

  /** Starts a read of `texels` texels of each source, drawn so far, and resolves with their floats end to end in `to`. */
  begin(floats: number): ReadBackJob {
    const { gl } = this;
    const bytes = 4 * floats;
    const found = this.free.findIndex((b) => b.bytes === bytes);
    const slot = found >= 0 ? this.free.splice(found, 1)[0] : { buffer: gl.createBuffer(), bytes };
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, slot.buffer);
    if (found < 0) gl.bufferData(gl.PIXEL_PACK_BUFFER, bytes, gl.STREAM_READ);
    let at = 0;
    return {
      copy: (source, texels) => {
        gl.bindFramebuffer(gl.READ_FRAMEBUFFER, source);
        gl.readPixels(0, 0, texels, 1, gl.RGBA, gl.FLOAT, at);
        gl.bindFramebuffer(gl.READ_FRAMEBUFFER, null);
        at += 16 * texels;
      },
      finish: async (to) => {
        const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
        gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
        gl.flush();
        if (fence === null) throw contextLost();
        await this.passed(fence);
        gl.deleteSync(fence);
        if (gl.isContextLost()) throw contextLost();
        gl.bindBuffer(gl.PIXEL_PACK_BUFFER, slot.buffer);
        gl.getBufferSubData(gl.PIXEL_PACK_BUFFER, 0, to, 0, floats);
        gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
        this.free.push(slot);
      },
    };
  }

  dispose(): void {
    for (const { buffer } of this.free.splice(0)) this.gl.deleteBuffer(buffer);
  }

  private async passed(fence: WebGLSync): Promise<void> {
    const { gl } = this;
    const start = performance.now();
    if (this.usualMs > 2) await sleep(Math.floor(0.8 * this.usualMs - 0.5));
    for (;;) {
      const state = gl.clientWaitSync(fence, 0, 0);
      if (state === gl.ALREADY_SIGNALED || state === gl.CONDITION_SATISFIED) break;
      if (state === gl.WAIT_FAILED || gl.isContextLost()) throw contextLost();
      await nextTask();
    }
    this.usualMs += 0.1 * (performance.now() - start - this.usualMs);
  }
}

export interface ReadBackJob {
  /** Copies the left `texels` texels of the first row of `source`. */
  copy(source: WebGLFramebuffer, texels: number): void;
  /** Resolves when all copies lie in `to`. Rejects when the context is lost. */
  finish(to: Float32Array): Promise<void>;
}

/** setTimeout from a message's task is never slowed down as nested timers are. */
const sleep = (ms: number): Promise<void> =>
  nextTask().then(() => new Promise((resolve) => setTimeout(resolve, ms)));

const waiting: (() => void)[] = [];
const channel = new MessageChannel();
channel.port1.onmessage = () => waiting.shift()?.();

const nextTask = (): Promise<void> =>
  new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(null);
  });
