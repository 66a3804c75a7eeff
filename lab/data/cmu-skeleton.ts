import { fixedXyz, type Rotation } from './rotation';

/** What an ASF file says of one bone: the frame its angles are told in, and which angles it has. */
export interface Bone {
  readonly name: string;
  /** Turns the skeleton's frame (x left, y up, z forward) into the bone's own. */
  readonly axis: Rotation;
  readonly dof: readonly ('rx' | 'ry' | 'rz')[];
}

/** Reads the bones of an ASF file. Throws Error with the bone's name where the file is malformed. */
export function parseAsf(text: string): Map<string, Bone> {
  const bones = new Map<string, Bone>();
  const section = /^:bonedata\s*$([\s\S]*?)(?=^:)/m.exec(text)?.[1];
  if (section === undefined) throw new Error('not an ASF file: no :bonedata');
  if (/^\s*angle\s+rad/m.test(text)) throw new Error('ASF angles in radians are not supported');
  for (const [, body] of section.matchAll(/^\s*begin\s*$([\s\S]*?)^\s*end\s*$/gm)) {
    const name = /^\s*name\s+(\S+)/m.exec(body)?.[1];
    const axis = /^\s*axis\s+(\S+)\s+(\S+)\s+(\S+)\s+(\w+)/m.exec(body);
    if (name === undefined || axis === null) throw new Error(`ASF bone ${name ?? '?'} has no axis`);
    if (axis[4] !== 'XYZ') throw new Error(`ASF bone ${name} has axis order ${axis[4]}`);
    const angles = axis.slice(1, 4).map(Number);
    if (angles.some((a) => !Number.isFinite(a))) throw new Error(`ASF bone ${name} has a bad axis`);
    const dof = (/^\s*dof\s+(.*)$/m.exec(body)?.[1] ?? '').trim().split(/\s+/);
    bones.set(name, {
      name,
      axis: fixedXyz(angles[0], angles[1], angles[2]),
      dof: dof.filter((d): d is 'rx' | 'ry' | 'rz' => d === 'rx' || d === 'ry' || d === 'rz'),
    });
  }
  return bones;
}

/** Frames of an AMC file: for each bone its numbers, in the order of the bone's dof. */
export function parseAmc(text: string): Map<string, number[]>[] {
  const frames: Map<string, number[]>[] = [];
  let frame: Map<string, number[]> | undefined;
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith(':')) {
      if (/^:RADIANS/i.test(line)) throw new Error('AMC angles in radians are not supported');
      continue;
    }
    const [name, ...values] = line.split(/\s+/);
    if (/^\d+$/.test(name) && values.length === 0) {
      frame = new Map();
      frames.push(frame);
      continue;
    }
    if (frame === undefined) throw new Error(`AMC line before the first frame: ${line.slice(0, 40)}`);
    const numbers = values.map(Number);
    if (numbers.some((v) => !Number.isFinite(v)))
      throw new Error(`AMC frame ${frames.length}: bad number for ${name}`);
    frame.set(name, numbers);
  }
  return frames;
}
