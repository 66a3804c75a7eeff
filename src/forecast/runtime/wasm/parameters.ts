import type { NetworkSpec } from '../../network-spec';
import type { WeightTensor } from '../executor';
import { orderWeights, sizeOf, weightShapes } from '../weights';
import type { Arena } from './memory';
import { padded } from './memory';

/** Where the weights of a network lie for the kernels: matrices in panels of 8 columns, widths padded with zeros. */
export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly trainable: boolean;
  /** Floats from the start of the parameter block, and how many. */
  readonly offset: number;
  readonly floats: number;
  /** Place of each natural element within the parameter, floats. */
  readonly places: Int32Array;
}

/** Natural index -> padded index along one side of a matrix. */
export type Placement = (index: number) => number;

/** One side made of parts that are padded one by one. */
export interface Part {
  readonly size: number;
  readonly width: number;
}

export const inOrder: Placement = (index) => index;

export function inParts(parts: readonly Part[]): Placement {
  const places: number[] = [];
  let start = 0;
  for (const { size, width } of parts) {
    for (let i = 0; i < size; i++) places.push(start + i);
    start += width;
  }
  return (index) => places[index];
}

/** Collects the layout while layers are made; addresses are known from the start, data is written later. */
export class Parameters {
  readonly list: Parameter[] = [];
  private floats = 0;
  private readonly shapes: Map<string, { shape: readonly number[]; trainable: boolean }>;

  constructor(spec: NetworkSpec) {
    this.shapes = new Map(weightShapes(spec).map((w) => [w.name, w]));
  }

  /** A matrix of `rows` x `width` (padded); 3-D kernels count all but the last dimension as rows. */
  matrix(name: string, rows: number, width: number, row: Placement, column: Placement): Parameter {
    const columns = this.shapes.get(name)!.shape.at(-1)!;
    return this.add(name, rows * width, (i) => {
      const c = column(i % columns);
      return ((c >> 3) * rows + row(Math.floor(i / columns))) * 8 + (c & 7);
    });
  }

  /** A bias or a score vector. */
  vector(name: string, width: number, place: Placement): Parameter {
    return this.add(name, width, place);
  }

  private add(name: string, floats: number, place: Placement): Parameter {
    const { shape, trainable } = this.shapes.get(name)!;
    const places = Int32Array.from({ length: sizeOf(shape) }, (_, i) => place(i));
    const parameter = { name, shape, trainable, offset: this.floats, floats: padded(floats), places };
    this.floats += parameter.floats;
    this.list.push(parameter);
    return parameter;
  }

  /** Room for one value per parameter float: the weights, their gradients, a moment. Call when all are added. */
  block(arena: Arena): number {
    return arena.floats(this.floats);
  }

  /** Floats in a block. */
  get size(): number {
    return this.floats;
  }

  write(heap: Float32Array, block: number, spec: NetworkSpec, weights: readonly WeightTensor[]): void {
    const byName = new Map(orderWeights(spec, weights).map((w) => [w.name, w.data]));
    for (const { name, offset, places } of this.list) {
      const data = byName.get(name)!;
      const start = block / 4 + offset;
      for (let i = 0; i < places.length; i++) heap[start + places[i]] = data[i];
    }
  }

  /** Copies of all tensors, in the order of `weightShapes`. */
  read(heap: Float32Array, block: number): WeightTensor[] {
    const byName = new Map(this.list.map((p) => [p.name, p]));
    return [...this.shapes.keys()].map((name) => {
      const { shape, offset, places } = byName.get(name)!;
      const start = block / 4 + offset;
      return { name, shape, data: Float32Array.from(places, (place) => heap[start + place]) };
    });
  }
}
