/**
 * Matrices in double precision that remember how they were made, so that gradients follow by going back (reverse-mode
 * differentiation). Slow and plain: the yardstick for the fast executors.
 */
export class Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
  readonly gradient: Float64Array;

  /** Throws RangeError where `data` does not fill it. */
  constructor(rows: number, columns: number, data?: ArrayLike<number>) {
    this.rows = rows;
    this.columns = columns;
    this.data = data === undefined ? new Float64Array(rows * columns) : Float64Array.from(data);
    if (this.data.length !== rows * columns)
      throw new RangeError(`${this.data.length} values for ${rows} x ${columns}`);
    this.gradient = new Float64Array(rows * columns);
  }
}

/** A function of one number, and its slope from argument and value. */
interface Curve {
  readonly value: (x: number) => number;
  readonly slope: (x: number, y: number) => number;
}

const CURVES = {
  linear: { value: (x: number) => x, slope: () => 1 },
  relu: { value: (x: number) => Math.max(0, x), slope: (x: number) => (x > 0 ? 1 : 0) },
  tanh: { value: Math.tanh, slope: (_x: number, y: number) => 1 - y * y },
  sigmoid: { value: (x: number) => 1 / (1 + Math.exp(-x)), slope: (_x: number, y: number) => y * (1 - y) },
} satisfies Record<string, Curve>;

export class Tape {
  private readonly made: (() => void)[] = [];

  /** Goes back from the matrices whose gradients the caller has set; gradients add up in all that they were made of. */
  back(): void {
    for (const step of this.made.toReversed()) step();
  }

  product(a: Matrix, b: Matrix): Matrix {
    if (a.columns !== b.rows) throw new RangeError(`${a.columns} columns by ${b.rows} rows`);
    const y = new Matrix(a.rows, b.columns);
    const n = b.columns;
    for (let r = 0; r < a.rows; r++)
      for (let k = 0; k < a.columns; k++) {
        const factor = a.data[r * a.columns + k];
        for (let c = 0; c < n; c++) y.data[r * n + c] += factor * b.data[k * n + c];
      }
    this.made.push(() => {
      for (let r = 0; r < a.rows; r++)
        for (let k = 0; k < a.columns; k++)
          for (let c = 0; c < n; c++) {
            a.gradient[r * a.columns + k] += y.gradient[r * n + c] * b.data[k * n + c];
            b.gradient[k * n + c] += y.gradient[r * n + c] * a.data[r * a.columns + k];
          }
    });
    return y;
  }

  /** a + b; b may be one row that is added to all. */
  add(a: Matrix, b: Matrix): Matrix {
    const y = new Matrix(a.rows, a.columns);
    const n = b.data.length;
    for (let i = 0; i < y.data.length; i++) y.data[i] = a.data[i] + b.data[i % n];
    this.made.push(() => {
      for (let i = 0; i < y.data.length; i++) {
        a.gradient[i] += y.gradient[i];
        b.gradient[i % n] += y.gradient[i];
      }
    });
    return y;
  }

  /** a * b by elements; b may be one column that multiplies all. */
  times(a: Matrix, b: Matrix): Matrix {
    const y = new Matrix(a.rows, a.columns);
    const share = a.columns / b.columns;
    for (let i = 0; i < y.data.length; i++) y.data[i] = a.data[i] * b.data[Math.floor(i / share)];
    this.made.push(() => {
      for (let i = 0; i < y.data.length; i++) {
        const j = Math.floor(i / share);
        a.gradient[i] += y.gradient[i] * b.data[j];
        b.gradient[j] += y.gradient[i] * a.data[i];
      }
    });
    return y;
  }

  scale(a: Matrix, factor: number): Matrix {
    return this.times(a, new Matrix(a.rows, 1, new Float64Array(a.rows).fill(factor)));
  }

  apply(name: keyof typeof CURVES, a: Matrix): Matrix {
    const curve: Curve = CURVES[name];
    const y = new Matrix(a.rows, a.columns, a.data.map(curve.value));
    this.made.push(() => {
      for (let i = 0; i < y.data.length; i++)
        a.gradient[i] += y.gradient[i] * curve.slope(a.data[i], y.data[i]);
    });
    return y;
  }

  /** Softmax over all elements. */
  softmax(a: Matrix): Matrix {
    const top = a.data.reduce((x, v) => Math.max(x, v), -Infinity);
    const e = a.data.map((v) => Math.exp(v - top));
    const sum = e.reduce((s, v) => s + v, 0);
    const y = new Matrix(
      a.rows,
      a.columns,
      e.map((v) => v / sum),
    );
    this.made.push(() => {
      const mean = y.data.reduce((s, v, i) => s + v * y.gradient[i], 0);
      for (let i = 0; i < y.data.length; i++) a.gradient[i] += y.data[i] * (y.gradient[i] - mean);
    });
    return y;
  }

  /** A matrix whose element i is element `from[i]` of `parts` laid end to end, or 0 where that is -1. */
  pick(rows: number, columns: number, parts: readonly Matrix[], from: readonly number[]): Matrix {
    const joined = new Float64Array(parts.reduce((sum, part) => sum + part.data.length, 0));
    let start = 0;
    for (const { data } of parts) {
      joined.set(data, start);
      start += data.length;
    }
    const y = new Matrix(
      rows,
      columns,
      from.map((f) => (f < 0 ? 0 : joined[f])),
    );
    this.made.push(() => {
      joined.fill(0);
      for (let i = 0; i < from.length; i++) if (from[i] >= 0) joined[from[i]] += y.gradient[i];
      let at = 0;
      for (const { gradient } of parts)
        for (let i = 0; i < gradient.length; i++, at++) gradient[i] += joined[at];
    });
    return y;
  }

  transpose(a: Matrix): Matrix {
    const from = range(a.data.length).map((i) => (i % a.rows) * a.columns + Math.floor(i / a.rows));
    return this.pick(a.columns, a.rows, [a], from);
  }

  row(a: Matrix, r: number): Matrix {
    return this.pick(1, a.columns, [a], range(a.columns, r * a.columns));
  }

  /** Columns [from, from + count) of one row. */
  part(a: Matrix, from: number, count: number): Matrix {
    return this.pick(1, count, [a], range(count, from));
  }

  /** All elements one after another, in a row. */
  join(parts: readonly Matrix[]): Matrix {
    const total = parts.reduce((s, p) => s + p.data.length, 0);
    return this.pick(1, total, parts, range(total));
  }

  stack(rows: readonly Matrix[]): Matrix {
    return this.pick(rows.length, rows[0].columns, rows, range(rows.length * rows[0].columns));
  }
}

const range = (count: number, from = 0): number[] => Array.from({ length: count }, (_, i) => from + i);
