/**
 * `not_a_backup`, `newer_version`, `cut_short`, `damaged`: about the file. `wrong_passphrase`: the file is whole as far as that
 * can be told without its key. `changed`: what is stored here has changed since it was looked at. `recording`: a session is
 * being recorded. `weak_passphrase`: too short to protect anybody. `cancelled`: by the therapist. In every case nothing was
 * written that stays.
 */
type BackupProblem =
  | 'not_a_backup'
  | 'newer_version'
  | 'cut_short'
  | 'damaged'
  | 'wrong_passphrase'
  | 'weak_passphrase'
  | 'changed'
  | 'recording'
  | 'cancelled';

export class BackupError extends Error {
  readonly code: BackupProblem;

  constructor(code: BackupProblem, detail = '') {
    super(detail === '' ? code : `${code}: ${detail}`);
    this.name = 'BackupError';
    this.code = code;
  }
}
