import { contextLost } from '../tfjs/webgl-backend';

/**
 * Reads rows of RGBA floats from the GPU without blocking the thread: copy into a buffer, fence, look at the fence every
 * millisecond. Looking more often would take the core that a software renderer draws on.
 */
export class ReadBack {
  private readonly gl: WebGL2RenderingContext;
  private readonly free: { buffer: WebGLBuffer; bytes: number }[] = [];
  private readonly channel = new MessageChannel();
  private readonly waiting: (() => void)[] = [];
  private reading = 0;
  private disposed = false;

  constructor(gl: WebGL2RenderingContext) {
    this.gl = gl;
    this.channel.port1.onmessage = () => this.waiting.shift()?.();
  }

  /** Starts to read `floats` floats: copy from what is drawn so far, then finish. */
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
        this.reading += 1;
        await this.passed(fence).finally(() => this.leave());
        gl.deleteSync(fence);
        if (gl.isContextLost()) throw contextLost();
        gl.bindBuffer(gl.PIXEL_PACK_BUFFER, slot.buffer);
        gl.getBufferSubData(gl.PIXEL_PACK_BUFFER, 0, to, 0, floats);
        gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
        if (this.disposed) gl.deleteBuffer(slot.buffer);
        else this.free.push(slot);
      },
    };
  }

  dispose(): void {
    for (const { buffer } of this.free.splice(0)) this.gl.deleteBuffer(buffer);
    this.disposed = true;
    if (this.reading === 0) this.channel.port1.close();
  }

  private async passed(fence: WebGLSync): Promise<void> {
    const { gl } = this;
    for (;;) {
      const state = gl.clientWaitSync(fence, 0, 0);
      if (state === gl.ALREADY_SIGNALED || state === gl.CONDITION_SATISFIED) break;
      if (state === gl.WAIT_FAILED || gl.isContextLost()) throw contextLost();
      await this.shortSleep();
    }
  }

  /** One millisecond. From a message's task, because browsers slow down timers that timers set. */
  private async shortSleep(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.waiting.push(resolve);
      this.channel.port2.postMessage(null);
    });
    await new Promise((resolve) => setTimeout(resolve, 1));
  }

  private leave(): void {
    this.reading -= 1;
    if (this.disposed && this.reading === 0) this.channel.port1.close();
  }
}

export interface ReadBackJob {
  /** Copies the left `texels` texels of the first row of `source`. */
  copy(source: WebGLFramebuffer, texels: number): void;
  /** Resolves when all copies lie in `to`. Rejects when the context is lost. */
  finish(to: Float32Array): Promise<void>;
}
