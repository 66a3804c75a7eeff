/** The how-manieth personal model of its patient over this base model it is, by time, from 1. */
export function numberOf(
  record: {
    readonly id: string;
    readonly modelId: string;
    readonly createdAt: string;
    readonly patientId: string;
  },
  all: readonly (typeof record)[],
): number {
  const older = all.filter(
    (m) =>
      m.patientId === record.patientId &&
      m.modelId === record.modelId &&
      m.id !== record.id &&
      (m.createdAt < record.createdAt || (m.createdAt === record.createdAt && m.id < record.id)),
  );
  return older.length + 1;
}
