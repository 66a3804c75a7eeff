/** The status line's word about the recording, and what to do when it stops. */
export const recording = {
  label: 'Recording',
  stopped: 'stopped',
  kept: 'What was recorded until then is kept. The live signal and the forecast go on.',
  why: {
    full: 'Recording stopped: the disk, or what the browser may use of it, is full.',
    unavailable: 'Nothing is recorded: this browser keeps no files here (private window, or storage is off).',
    other_tab: 'Recording stopped: another tab has updated the storage.',
    internal: 'Recording stopped: the log could not be written any more.',
  },
  todo: {
    full: 'Export and delete sessions that are no longer needed, or free space on the disk; then disconnect and connect again to record.',
    unavailable:
      'Open this page in a normal window of Chrome or Edge and allow site data; then connect again to record.',
    other_tab: 'Reload this page, then connect again to record.',
    internal:
      'Disconnect and connect again to record. If it happens again, restart the browser; Live can save the raw signal as a file meanwhile.',
  },
  toSessions: 'Go to Sessions',
} as const;

/** Stored sessions. */
export const sessions = {
  title: 'Sessions',
  lead: 'Everything that was recorded on this computer. Nothing leaves it.',
  loading: 'Looking…',
  list: 'Stored sessions',
  noneTitle: 'No session yet',
  none: 'Every session is recorded by itself from the first sample on, and stays here until it is deleted. Connect a device, or try the demo.',
  toLive: 'Go to Live',
  whose: 'Patient',
  everybody: 'all',
  nobody: 'nobody',
  count_one: '{{count}} session',
  count_other: '{{count}} sessions',
  more_one: 'Show {{count}} more',
  more_other: 'Show {{count}} more',
  compare: 'Compare both',
  compareHint: 'Tick two sessions to see them side by side.',
  progressOf: 'Progress of {{code}}',
  pick: 'Compare: {{name}}',
  columns: {
    date: 'When',
    patient: 'Patient',
    device: 'Device',
    duration: 'Length',
    strides: 'Strides',
    score: 'Error 100 ms ahead',
  },
  score: '{{mae}}° {{joint}}',
  scoreBeside: '{{baseline}}: {{mae}}°',
  tag: { recording: 'recording', recovered: 'recovered', demo: 'demo', noLog: 'no signal kept' },
  tagTitle: {
    recording: 'It is being recorded now.',
    recovered: 'It was cut off; everything that had reached the disk was saved.',
    demo: 'Of the virtual exoskeleton. Demos that belong to no patient are deleted after a day.',
    noLog: 'Only the row is there: the signal was not recorded.',
  },
  words: 'Name and notes…',
  wordsTitle: '{{name}}',
  titleField: 'Name',
  titleHint: 'A word or two, such as “with orthosis”.',
  notes: 'Notes',
  save: 'Save',
  remove: 'Delete…',
  removeTitle: 'Delete {{name}}?',
  removeAsk: 'The session and its whole signal are deleted from this computer for good.',
  removeAskRecording:
    'This session is being recorded now. Its row goes at once, its signal as soon as the device is disconnected.',
} as const;
