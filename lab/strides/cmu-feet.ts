import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type Side, SIDES } from '../../src/gait/channels';
import { parseAmc } from '../data/cmu-skeleton';
import { fixedXyz, multiply, type Rotation, transpose } from '../data/rotation';
import { smoothOffline } from '../virtual/cycles';

/** Where a foot is over the recording, inches of the skeleton (all that is used is what is larger or later). */
export interface FootPath {
  /** Ankle joint and toe tip ahead of the pelvis, along the way that the pelvis goes. */
  readonly ankleAhead: Float64Array;
  readonly toeAhead: Float64Array;
}

interface Segment {
  readonly name: string;
  readonly axis: Rotation;
  /** Direction times length, skeleton frame. */
  readonly offset: Vector;
  readonly dof: readonly ('rx' | 'ry' | 'rz')[];
}
type Vector = readonly [number, number, number];

const RATE = 120;
/** Smoothing of positions and of the pelvis' course, Hz: this looks ahead and serves as reference only. */
const FOOT_HZ = 12;
const COURSE_HZ = 0.8;

/**
 * Forward kinematics of the legs of a CMU trial: where ankle and toe are relative to the pelvis, along its course. Shares nothing with
 * the joint angles that the detectors see but the file. Throws Error where a bone is missing.
 */
export function cmuFeet(asfPath: string, amcPath: string): Record<Side, FootPath> {
  const segments = parseSegments(text(asfPath));
  const frames = parseAmc(text(amcPath));
  const n = frames.length;
  const track = (): [Float64Array, Float64Array] => [new Float64Array(n), new Float64Array(n)];
  const pelvis = track();
  const parts = { r: { ankle: track(), toe: track() }, l: { ankle: track(), toe: track() } };
  frames.forEach((frame, i) => {
    const root = frame.get('root');
    if (root === undefined || root.length < 6) throw new Error(`${amcPath}: frame ${i + 1} has no root`);
    put(pelvis, i, [root[0], root[1], root[2]]);
    for (const side of SIDES) {
      let turn = fixedXyz(root[3], root[4], root[5]);
      let at: Vector = [root[0], root[1], root[2]];
      for (const bone of ['hipjoint', 'femur', 'tibia', 'foot', 'toes']) {
        const s = segments.get(`${side}${bone}`);
        if (s === undefined) throw new Error(`${asfPath}: no bone ${side}${bone}`);
        turn = multiply(turn, localTurn(s, frame.get(s.name)));
        at = add(at, apply(turn, s.offset));
        if (bone === 'tibia') put(parts[side].ankle, i, at);
      }
      put(parts[side].toe, i, at);
    }
  });
  const course = courseOf(pelvis);
  const ahead = (path: [Float64Array, Float64Array]): Float64Array =>
    smoothOffline(
      Float64Array.from({ length: n }, (_, i) =>
        course[i].reduce((sum, c, k) => sum + c * (path[k][i] - pelvis[k][i]), 0),
      ),
      FOOT_HZ,
      RATE,
    );
  const path = (side: Side): FootPath => ({
    ankleAhead: ahead(parts[side].ankle),
    toeAhead: ahead(parts[side].toe),
  });
  return { r: path('r'), l: path('l') };
}

/** Horizontal (x left, z forward) unit vectors of where the pelvis goes. */
function courseOf(pelvis: [Float64Array, Float64Array]): [number, number][] {
  const [x, z] = pelvis.map((p) => smoothOffline(p, COURSE_HZ, RATE));
  return Array.from(x, (_, i) => {
    const [a, b] = [Math.max(0, i - 12), Math.min(x.length - 1, i + 12)];
    const [dx, dz] = [x[b] - x[a], z[b] - z[a]];
    const length = Math.hypot(dx, dz) || 1;
    return [dx / length, dz / length];
  });
}

function put(track: [Float64Array, Float64Array], i: number, [x, , z]: Vector): void {
  track[0][i] = x;
  track[1][i] = z;
}

function localTurn(s: Segment, values: readonly number[] | undefined): Rotation {
  const out = { rx: 0, ry: 0, rz: 0 };
  s.dof.forEach((d, i) => (out[d] = values?.[i] ?? 0));
  return multiply(multiply(s.axis, fixedXyz(out.rx, out.ry, out.rz)), transpose(s.axis));
}

const apply = (m: Rotation, [x, y, z]: Vector): Vector => [
  m[0] * x + m[1] * y + m[2] * z,
  m[3] * x + m[4] * y + m[5] * z,
  m[6] * x + m[7] * y + m[8] * z,
];
const add = (a: Vector, b: Vector): Vector => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];

function parseSegments(asf: string): Map<string, Segment> {
  const out = new Map<string, Segment>();
  for (const [, body] of asf.matchAll(/^\s*begin\s*$([\s\S]*?)^\s*end\s*$/gm)) {
    const name = /^\s*name\s+(\S+)/m.exec(body)?.[1];
    const numbers = (key: string): number[] =>
      (new RegExp(`^\\s*${key}\\s+(.*)$`, 'm').exec(body)?.[1] ?? '').trim().split(/\s+/).map(Number);
    if (name === undefined || !/^\s*direction\s/m.test(body)) continue;
    const [x, y, z] = numbers('direction');
    const [length] = numbers('length');
    const axis = numbers('axis');
    const dof = (/^\s*dof\s+(.*)$/m.exec(body)?.[1] ?? '').trim().split(/\s+/);
    out.set(name, {
      name,
      axis: fixedXyz(axis[0], axis[1], axis[2]),
      offset: [x * length, y * length, z * length],
      dof: dof.filter((d): d is 'rx' | 'ry' | 'rz' => d === 'rx' || d === 'ry' || d === 'rz'),
    });
  }
  return out;
}

function text(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
}
