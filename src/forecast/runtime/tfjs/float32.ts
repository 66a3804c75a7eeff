/** Bits of a 32 bit float behind its leading one. */
const MANTISSA_BITS = 23;

/**
 * Why a GPU cannot compute in 32 bit floats, or null where it can: TF.js would fall back to 16 bits without a word, and
 * gradients drown in those.
 */
export function float32Problem(gl: WebGL2RenderingContext): string | null {
  if (gl.getExtension('EXT_color_buffer_float') === null || !drawsInto32Bits(gl))
    return 'no 32 bit float textures here';
  const { precision } = gl.getShaderPrecisionFormat(gl.FRAGMENT_SHADER, gl.HIGH_FLOAT) ?? { precision: 0 };
  return precision < MANTISSA_BITS ? 'no 32 bit float arithmetic here' : null;
}

/** The extension is a promise; a frame buffer shows whether it is kept. */
function drawsInto32Bits(gl: WebGL2RenderingContext): boolean {
  const texture = gl.createTexture();
  const framebuffer = gl.createFramebuffer();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA32F, 1, 1);
  gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
  const complete = gl.checkFramebufferStatus(gl.FRAMEBUFFER) === gl.FRAMEBUFFER_COMPLETE;
  gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  gl.bindTexture(gl.TEXTURE_2D, null);
  gl.deleteFramebuffer(framebuffer);
  gl.deleteTexture(texture);
  return complete;
}
