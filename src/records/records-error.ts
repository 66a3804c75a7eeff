/**
 * `full`: the browser has no room left; nothing was half-written.
 * `other_tab`: another tab runs a newer version of the program, or keeps an old one open; a reload helps.
 * `newer_version`: what is stored here was written by a newer version of the program.
 * `unavailable`: this browser (or its private window) keeps nothing.
 * `not_found`, `code_taken`, `damaged`: about one record.
 */
export type RecordsErrorCode =
  | 'full'
  | 'other_tab'
  | 'newer_version'
  | 'unavailable'
  | 'not_found'
  | 'code_taken'
  | 'damaged'
  | 'internal';

export class RecordsError extends Error {
  readonly code: RecordsErrorCode;

  constructor(code: RecordsErrorCode, detail = '') {
    super(detail === '' ? code : `${code}: ${detail}`);
    this.name = 'RecordsError';
    this.code = code;
  }
}

/** What a storage call failed with, as one of our codes. */
export function toRecordsError(error: unknown): RecordsError {
  if (error instanceof RecordsError) return error;
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  const detail = error instanceof Error || error instanceof DOMException ? error.message : String(error);
  switch (name) {
    case 'QuotaExceededError':
      return new RecordsError('full', detail);
    case 'VersionError':
      return new RecordsError('newer_version', detail);
    case 'SecurityError':
    case 'ReferenceError':
      return new RecordsError('unavailable', detail);
    default:
      return new RecordsError('internal', `${name} ${detail}`.trim());
  }
}
