import { beforeAll, describe, expect, it } from 'vitest';
import { packPersonalModel, StridemodelError, unpackPersonalModel } from './stridemodel-file';
import type { LoadedPersonalModel } from './personal-models';
import { newModel } from './testing/fixtures';
import { freshRecords } from './testing/open';

const problemOf = async (file: Uint8Array): Promise<string> =>
  unpackPersonalModel(file).then(
    () => 'none',
    (error: unknown) => (error instanceof StridemodelError ? error.code : `threw ${String(error)}`),
  );
const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('.stridemodel', () => {
  let model: LoadedPersonalModel;
  let file: Uint8Array<ArrayBuffer>;
  beforeAll(async () => {
    const records = await freshRecords();
    const { id } = await records.patients.add({ code: 'Secret Name', side: 'r' });
    model = await records.personalModels.load((await records.personalModels.save(newModel(id))).id);
    records.close();
    file = await packPersonalModel(model);
  });

  it('gives back what went in, and says nothing of the patient', async () => {
    const { record, bytes } = await unpackPersonalModel(file);
    expect(bytes).toEqual(model.bytes);
    expect(record).toEqual({ ...model.record, patientId: '-' });
    expect(record.rows[0].peers['ridge']).toBeNaN();
    const text = new TextDecoder('latin1').decode(file);
    expect(text).not.toContain('Secret');
    expect(text).not.toContain(model.record.patientId);
  });

  it('tells a missing end, wherever it is cut', async () => {
    for (let length = 1; length < file.length; length++)
      expect(await problemOf(file.subarray(0, length)), `${length} bytes`).toBe('cut_short');
    expect(await problemOf(file.subarray(0, 0))).toBe('not_a_model');
  });

  it('tells a changed byte, wherever it is', async () => {
    for (let at = 0; at < file.length; at++) {
      const changed = file.slice();
      changed[at] ^= 4;
      expect(await problemOf(changed), `byte ${at}`).not.toBe('none');
    }
    expect(await problemOf(Uint8Array.from([...file, 0]))).toBe('damaged');
  });

  it('tells other files, and those of a newer version', async () => {
    expect(await problemOf(bytesOf('name,knee\n1,2\n'))).toBe('not_a_model');
    expect(await problemOf(bytesOf('stridemodel 2 something else altogether\n...'))).toBe('newer_version');
    const newer = await packPersonalModel({ ...model, record: { ...model.record, version: 3 as 2 } });
    expect(await problemOf(newer)).toBe('newer_version');
  });

  it('takes no record that does not belong to its bytes', async () => {
    expect(await problemOf(await packPersonalModel({ ...model, bytes: bytesOf('other!') }))).toBe('damaged');
    const odd = await packPersonalModel({ ...model, record: { ...model.record, side: 'x' as 'r' } });
    expect(await problemOf(odd)).toBe('damaged');
  });
});
