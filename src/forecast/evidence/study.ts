import { z } from '../../gait/schema';

/**
 * `docs/evidence/<id>.json`: what a study of the command line found, as tables and curves. The Evidence screen and
 * docs/evidence.md are both drawn from it, so they cannot differ.
 */

/** A code for the screen's catalogues (`evidence.phrases.<code>`, filled with `values`); its English for the reader of files. */
const phraseSchema = z.object({
  code: z.string().regex(/^[a-z][a-z0-9_]*$/),
  text: z.string().min(1),
  values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

/** A name such as `uci:3A`, `ridge`, `normal`; a number; or nothing known. */
const cellSchema = z.union([z.string(), z.number(), z.null()]);

const columnSchema = phraseSchema.extend({
  /** Digits after the point of its numbers; default 2. */
  digits: z.number().int().min(0).max(6).optional(),
});

const tableSchema = z
  .object({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
    title: phraseSchema,
    /** What is counted, in which unit, and which way is better. */
    caption: phraseSchema.optional(),
    columns: z.array(columnSchema).min(1),
    rows: z.array(z.array(cellSchema)),
    /** What to know when reading it: numbers of windows and people, where it falls short. */
    notes: z.array(phraseSchema).default([]),
  })
  .refine(
    (t) => t.rows.every((r) => r.length === t.columns.length),
    'a row has not one cell for each column',
  );

const curveSchema = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  title: phraseSchema,
  x: phraseSchema,
  y: phraseSchema,
  logX: z.boolean().optional(),
  /** `kind`: the product's own forecast, a baseline to be beaten, or a goal. */
  series: z
    .array(
      z.object({
        name: z.string(),
        kind: z.enum(['forecast', 'baseline', 'goal']),
        points: z.array(z.tuple([z.number(), z.number()])),
      }),
    )
    .min(1),
});

export const studySchema = z.object({
  version: z.literal(1),
  /** The file's name. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  title: phraseSchema,
  /** What it says, in a sentence or two: the finding, good or bad. */
  findings: z.array(phraseSchema).default([]),
  /** The command that makes it again. */
  command: z.string().min(1),
  seed: z.number().int(),
  /** ISO date. */
  generated: z.iso.date(),
  tables: z.array(tableSchema),
  curves: z.array(curveSchema).default([]),
});

export type Phrase = z.infer<typeof phraseSchema>;
export type StudyTable = z.infer<typeof tableSchema>;
export type StudyCurve = z.infer<typeof curveSchema>;
export type Study = z.infer<typeof studySchema>;
/** A study as it is written: what has a default may be left out. */
export type StudyInput = z.input<typeof studySchema>;
