/** The shipped models, by id, as their cards call them. */
export const models = {
  knee: 'Knee from knee history',
  'knee-emg': 'Knee from knee history and EMG',
  'knee-emg-only': 'Knee from EMG alone',
  'knee-force': 'Knee from history, EMG and force (simulation)',
  'knee-memory': 'Knee from knee history and the strides before',
  legs: 'Hip, knee and ankle from both legs',
  synergy: 'Hip, knee and ankle from legs and arms',
};
