import { z } from '../../gait/schema';
import type { RecordShape } from './shape';

/** `block`: walking with feedback. */
export const BLOCK_KINDS = ['baseline', 'adapt', 'block', 'rest', 'retest'] as const;
export type BlockKind = (typeof BLOCK_KINDS)[number];

/** A step of the session's order as a marker names it: the n-th, from 1, of its kind. */
export interface MarkedBlock {
  readonly kind: BlockKind;
  readonly n: number;
}

/** How following ended: `done` after the last step, `left` by hand before. */
const ORDER_ENDS = ['done', 'left'] as const;
export type OrderEnd = (typeof ORDER_ENDS)[number];

/** What a marker says of the session's order. */
export interface OrderMark {
  /** This step begins here. */
  readonly block?: MarkedBlock;
  /** It is over here. */
  readonly orderEnd?: OrderEnd;
}

/** The same as it is stored, in the session's row as in its log. */
export const orderMarkSchema = z.object({
  block: z.object({ kind: z.enum(BLOCK_KINDS), n: z.number().int().min(1) }).optional(),
  orderEnd: z.enum(ORDER_ENDS).optional(),
});

const endSchema = z.discriminatedUnion('by', [
  /** Of both legs' strides, those of the affected one. */
  z.object({ by: z.literal('strides'), count: z.number().int().min(1).max(2000) }),
  z.object({ by: z.literal('seconds'), count: z.number().int().min(5).max(7200) }),
  /** When the therapist says so. */
  z.object({ by: z.literal('hand') }),
]);

const stepSchema = z.object({
  kind: z.enum(BLOCK_KINDS),
  /** In the therapist's words; empty for the usual name of its kind. */
  title: z.string().max(60),
  end: endSchema,
});

const schema = z.object({
  version: z.literal(1),
  steps: z.array(stepSchema).min(1).max(30).readonly(),
});

export type ProtocolStep = Readonly<z.infer<typeof stepSchema>>;
/** The order of a session, one for the clinic. */
export type Protocol = Readonly<z.infer<typeof schema>>;

export const protocolShape: RecordShape<Protocol> = { version: 1, migrations: {}, schema };

/** Where it lies in the store `meta`. */
export const PROTOCOL_KEY = 'protocol';

export const DEFAULT_PROTOCOL: Protocol = {
  version: 1,
  steps: [
    { kind: 'baseline', title: '', end: { by: 'strides', count: 30 } },
    { kind: 'adapt', title: '', end: { by: 'hand' } },
    { kind: 'block', title: '', end: { by: 'seconds', count: 180 } },
    { kind: 'rest', title: '', end: { by: 'seconds', count: 60 } },
    { kind: 'block', title: '', end: { by: 'seconds', count: 180 } },
    { kind: 'retest', title: '', end: { by: 'strides', count: 30 } },
  ],
};
