/** A texture of RGBA 32 bit floats; four neighbouring values in a texel. */
export interface Texture {
  readonly handle: WebGLTexture;
}

/** What one draw computes: GLSL for each texel of the output, from the textures named in `inputs`. */
export interface PassSource {
  readonly inputs: readonly string[];
  readonly ints?: readonly string[];
  /** Functions and `void main()`; writes the declared `out vec4`s. */
  readonly body: string;
  /** Outputs, `result` by default. */
  readonly outputs?: readonly string[];
}

interface Program {
  readonly handle: WebGLProgram;
  readonly ints: readonly (WebGLUniformLocation | null)[];
}

export interface Draw {
  readonly pass: PassSource;
  readonly inputs: readonly Texture[];
  readonly ints?: readonly number[];
  readonly target: WebGLFramebuffer;
  /** Texels of the target for one window of the batch, side by side; rows from `y` to `y + height`. */
  readonly itemWidth: number;
  readonly y: number;
  readonly height: number;
}

const VERTEX = `#version 300 es
void main() { gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0); }`;

/** Compiled passes of a GL context. */
export class Programs {
  private readonly gl: WebGL2RenderingContext;
  private readonly compiled = new Map<PassSource, Program>();

  constructor(gl: WebGL2RenderingContext) {
    this.gl = gl;
  }

  /** Compiles a pass at its first use. Throws with the compiler's message. */
  of(pass: PassSource): Program {
    let program = this.compiled.get(pass);
    if (program === undefined) this.compiled.set(pass, (program = compile(this.gl, pass)));
    return program;
  }

  dispose(): void {
    for (const { handle } of this.compiled.values()) this.gl.deleteProgram(handle);
    this.compiled.clear();
  }
}

/**
 * Draws passes on a GL context that TF.js uses too: sets all state that it needs, and leaves none that TF.js does not
 * set itself before each of its own draws. Owns the textures and targets that it makes.
 */
export class GlDevice {
  readonly gl: WebGL2RenderingContext;
  readonly maxSize: number;
  private readonly programs: Programs;
  private readonly corners: WebGLVertexArrayObject;
  private readonly owned: (() => void)[] = [];

  constructor(gl: WebGL2RenderingContext, programs: Programs) {
    this.gl = gl;
    this.programs = programs;
    this.maxSize = gl.getParameter(gl.MAX_TEXTURE_SIZE) as number;
    this.corners = gl.createVertexArray();
    this.owned.push(() => gl.deleteVertexArray(this.corners));
  }

  /** Texels start as `data`, else as zeros. Throws RangeError for one that the GPU cannot hold. */
  texture(width: number, height: number, data: Float32Array | null = null): Texture {
    const { gl } = this;
    if (Math.max(width, height) > this.maxSize)
      throw new RangeError(`texture ${width} x ${height} is too large`);
    const handle = gl.createTexture();
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, handle);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA32F, width, height);
    if (data !== null) gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, width, height, gl.RGBA, gl.FLOAT, data);
    this.owned.push(() => gl.deleteTexture(handle));
    return { handle };
  }

  /** Replaces the upper left `width` x `height` texels. */
  upload(texture: Texture, width: number, height: number, data: Float32Array): void {
    const { gl } = this;
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, texture.handle);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, width, height, gl.RGBA, gl.FLOAT, data);
  }

  /** A framebuffer that draws into these textures, in the order of the pass's outputs. */
  target(...textures: Texture[]): WebGLFramebuffer {
    const { gl } = this;
    const framebuffer = gl.createFramebuffer();
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
    textures.forEach(({ handle }, i) => {
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0 + i, gl.TEXTURE_2D, handle, 0);
    });
    gl.drawBuffers(textures.map((_, i) => gl.COLOR_ATTACHMENT0 + i));
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    this.owned.push(() => gl.deleteFramebuffer(framebuffer));
    return framebuffer;
  }

  /** Draws `batch` windows with each of `draws`, in order. */
  run(draws: readonly Draw[], batch: number): void {
    const { gl } = this;
    gl.bindVertexArray(this.corners);
    gl.disable(gl.SCISSOR_TEST);
    let pass: PassSource | null = null;
    let program: Program | null = null;
    const bound: (Texture | undefined)[] = [];
    for (const draw of draws) {
      if (draw.pass !== pass) {
        pass = draw.pass;
        program = this.programs.of(pass);
        gl.useProgram(program.handle);
      }
      // The target first: a texture must not be attached and bound for reading at once.
      gl.bindFramebuffer(gl.FRAMEBUFFER, draw.target);
      for (let i = 0; i < draw.inputs.length; i++) {
        const texture = draw.inputs[i];
        if (bound[i] === texture) continue;
        gl.activeTexture(gl.TEXTURE0 + i);
        gl.bindTexture(gl.TEXTURE_2D, texture.handle);
        bound[i] = texture;
      }
      if (draw.ints) for (let i = 0; i < draw.ints.length; i++) gl.uniform1i(program!.ints[i], draw.ints[i]);
      gl.viewport(0, draw.y, draw.itemWidth * batch, draw.height);
      gl.drawArrays(gl.TRIANGLES, 0, 3);
    }
    gl.enable(gl.SCISSOR_TEST);
    gl.bindVertexArray(null);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  }

  dispose(): void {
    for (const free of this.owned.splice(0)) free();
  }
}

function compile(
  gl: WebGL2RenderingContext,
  { inputs, ints = [], outputs = ['result'], body }: PassSource,
): Program {
  const fragment = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
${inputs.map((name) => `uniform sampler2D ${name};`).join('\n')}
${ints.map((name) => `uniform int ${name};`).join('\n')}
${outputs.map((name, i) => `layout(location = ${i}) out vec4 ${name};`).join('\n')}
${body}`;
  const handle = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(type)!;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(handle, shader);
    gl.deleteShader(shader);
  }
  gl.linkProgram(handle);
  if (gl.getProgramParameter(handle, gl.LINK_STATUS) !== true && !gl.isContextLost()) {
    const logs = (gl.getAttachedShaders(handle) ?? []).map((shader) => gl.getShaderInfoLog(shader));
    throw new Error(`GL program: ${[...logs, gl.getProgramInfoLog(handle)].join(' ').trim()}`);
  }
  gl.useProgram(handle);
  inputs.forEach((name, i) => gl.uniform1i(gl.getUniformLocation(handle, name), i));
  return { handle, ints: ints.map((name) => gl.getUniformLocation(handle, name)) };
}
