import { ProtobufWriter } from './protobuf';

/** Attribute of a node: whole numbers, a list of them, or a text. */
type Attribute = number | readonly number[] | string;

const FLOAT = 1;
const INT64 = 7;
/** Attribute types of ONNX. */
const AS_INT = 2;
const AS_STRING = 3;
const AS_INTS = 7;
const IR_VERSION = 8;
const OPSET = 13;

/** An ONNX graph that is put together node by node; field numbers are those of onnx.proto. */
export class OnnxGraph {
  readonly #nodes: Uint8Array[] = [];
  readonly #constants: Uint8Array[] = [];
  readonly #inputs: Uint8Array[] = [];
  #names = 0;

  input(name: string, shape: readonly number[]): string {
    this.#inputs.push(valueInfo(name, shape));
    return name;
  }

  floats(values: ArrayLike<number>, shape: readonly number[]): string {
    return this.#constant(shape, FLOAT, new Uint8Array(Float32Array.from(values).buffer));
  }

  ints(values: readonly number[]): string {
    return this.#constant([values.length], INT64, new Uint8Array(BigInt64Array.from(values, BigInt).buffer));
  }

  /** Adds a node and names its one output. */
  node(op: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    const name = this.#name();
    const node = new ProtobufWriter();
    for (const input of inputs) node.text(1, input);
    node.text(2, name).text(3, `${op}_${name}`).text(4, op);
    for (const [key, value] of Object.entries(attributes))
      node.message(5, (a) => {
        a.text(1, key);
        if (typeof value === 'number') a.int(3, value).int(20, AS_INT);
        else if (typeof value === 'string') a.text(4, value).int(20, AS_STRING);
        else {
          for (const v of value) a.int(8, v);
          a.int(20, AS_INTS);
        }
      });
    this.#nodes.push(node.done());
    return name;
  }

  /** The bytes of the model, whose one output is called `forecast`. */
  model(output: string, shape: readonly number[]): Uint8Array {
    const named = new ProtobufWriter()
      .text(1, output)
      .text(2, 'forecast')
      .text(3, 'named')
      .text(4, 'Identity');
    return new ProtobufWriter()
      .int(1, IR_VERSION)
      .message(7, (graph) => {
        for (const node of [...this.#nodes, named.done()]) graph.bytes(1, node);
        graph.text(2, 'network');
        for (const constant of this.#constants) graph.bytes(5, constant);
        for (const input of this.#inputs) graph.bytes(11, input);
        graph.bytes(12, valueInfo('forecast', shape));
      })
      .message(8, (opset) => opset.text(1, '').int(2, OPSET))
      .done();
  }

  #constant(shape: readonly number[], type: number, data: Uint8Array): string {
    const name = this.#name();
    const tensor = new ProtobufWriter();
    for (const size of shape) tensor.int(1, size);
    this.#constants.push(tensor.int(2, type).text(8, name).bytes(9, data).done());
    return name;
  }

  #name(): string {
    return `t${++this.#names}`;
  }
}

function valueInfo(name: string, shape: readonly number[]): Uint8Array {
  return new ProtobufWriter()
    .text(1, name)
    .message(2, (type) =>
      type.message(1, (tensor) =>
        tensor.int(1, FLOAT).message(2, (dims) => {
          for (const size of shape) dims.message(1, (dim) => dim.int(1, size));
        }),
      ),
    )
    .done();
}
