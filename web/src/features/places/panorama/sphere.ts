/** Draws the inside of a sphere on which a picture lies: each point of the screen looks up where its ray meets it. */

import type { View } from './view'

const CORNERS = 'attribute vec2 corner; void main() { gl_Position = vec4(corner, 0.0, 1.0); }'
const RAYS = `
precision highp float;
uniform vec2 size;
uniform vec3 look; // yaw, pitch, half of what is in sight from top to bottom; radians
uniform sampler2D picture;
const float PI = 3.141592653589793;
void main() {
  vec3 ray = normalize(vec3((gl_FragCoord.xy * 2.0 - size) / size.y, 1.0 / tan(look.z)));
  float up = ray.y * cos(look.y) + ray.z * sin(look.y);
  float ahead = ray.z * cos(look.y) - ray.y * sin(look.y);
  float turn = atan(ray.x, ahead) + look.x;
  gl_FragColor = texture2D(picture, vec2(fract(turn / (2.0 * PI) + 0.5), 0.5 - asin(clamp(up, -1.0, 1.0)) / PI));
}`

const radians = (degrees: number) => (degrees * Math.PI) / 180

/** Give a function that draws a view, or null where the device has no WebGL. */
export function sphere(canvas: HTMLCanvasElement, picture: HTMLImageElement): ((view: View) => void) | null {
  const gl = canvas.getContext('webgl2', { antialias: false, preserveDrawingBuffer: true })
  if (!gl) return null
  const program = gl.createProgram()
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, CORNERS],
    [gl.FRAGMENT_SHADER, RAYS],
  ] as const) {
    const shader = gl.createShader(kind)
    if (!shader) return null
    gl.shaderSource(shader, source)
    gl.compileShader(shader)
    gl.attachShader(program, shader)
  }
  gl.linkProgram(program)
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) return null
  gl.useProgram(program)

  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer())
  gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([-1, -1, 3, -1, -1, 3]), gl.STATIC_DRAW)
  gl.enableVertexAttribArray(gl.getAttribLocation(program, 'corner'))
  gl.vertexAttribPointer(gl.getAttribLocation(program, 'corner'), 2, gl.FLOAT, false, 0, 0)

  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture())
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, picture)
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR)
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.REPEAT)
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE)

  const size = gl.getUniformLocation(program, 'size')
  const look = gl.getUniformLocation(program, 'look')
  return ({ yaw_deg, pitch_deg, high_deg }) => {
    const sharp = Math.min(2, window.devicePixelRatio)
    canvas.width = Math.round(canvas.clientWidth * sharp)
    canvas.height = Math.round(canvas.clientHeight * sharp)
    gl.viewport(0, 0, canvas.width, canvas.height)
    gl.uniform2f(size, canvas.width, canvas.height)
    gl.uniform3f(look, radians(yaw_deg), radians(pitch_deg), radians(high_deg / 2))
    gl.drawArrays(gl.TRIANGLES, 0, 3)
  }
}
