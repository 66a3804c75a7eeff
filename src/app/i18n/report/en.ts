/** What can be done with one stored session. */
export const sessionActions = {
  export: 'Export',
  exporting: 'Writing the file: {{percent}} %',
  cancel: 'Cancel',
  formats: {
    csv: 'Table (CSV)',
    mot: 'OpenSim motion (.mot)',
    bids: 'BIDS data set (.zip)',
    mcap: 'Whole recording (.mcap)',
  },
  formatNotes: {
    csv: 'Joints, forecasts and marks, 100 rows a second, for a spreadsheet',
    mot: 'Joint angles by OpenSim coordinate',
    bids: 'Signals, channels and marks for a research archive',
    mcap: 'Everything, for Lichtblick, Foxglove, or to be opened here again',
  },
  report: 'Report',
  replay: 'Replay in Live',
  replayBusy: 'Disconnect the device in Live first.',
  noLog: 'The signal of this session was not kept: there is nothing to export or to replay.',
  recording: 'This session is still being recorded.',
  failed: {
    full: 'There is no room for the file. Free some space and try again.',
    not_found: 'The signal of this session is no longer on this computer.',
    damaged: 'The recording is damaged and cannot be read.',
    unavailable: 'The browser does not let this page read its storage.',
    other: 'The file could not be made ({{code}}).',
  },
} as const;

/** A replayed session, in Live. */
export const replayed = {
  same: 'as it was then',
  sameTitle:
    'The same bytes, calibration, model and executor as in the session: the forecasts are the same to the last bit.',
  differs: 'not quite as it was then',
  difference: {
    other_model: 'Model: {{then}} then, {{now}} now.',
    other_executor: 'Computed by {{then}} then, by {{now}} now: forecasts agree within 0.001°.',
    no_personal: 'The personal model {{then}} is not in the recording: the base model runs.',
    no_calibration: 'The recording has no calibration: today’s is used.',
  },
} as const;

/** The printed report of one session. */
export const report = {
  title: 'Gait session report',
  print: 'Print or save as PDF',
  back: 'Back to the session',
  loading: 'Looking…',
  notFound: 'This session is not on this computer.',
  documentTitle: 'Stridecast report {{code}} {{date}}',
  patient: 'Patient',
  nobody: 'not assigned',
  affected: '{{side}} side affected',
  when: 'When',
  duration: 'Length',
  device: 'Device',
  demoDevice: '{{device}} (virtual exoskeleton, generated gait)',
  model: 'Forecast by',
  personal: '{{id}}, personal model {{label}}',
  noModel: 'no model',
  inWords: 'In words',
  words: {
    walked_one: '{{side}}: {{count}} stride of steady walking counts, of {{found}} that were found.',
    walked_other: '{{side}}: {{count}} strides of steady walking count, of {{found}} that were found.',
    noWalk: 'No stride of steady walking was found.',
    cadence: 'Cadence was {{value}} steps a minute.',
    knee: '{{side}}: the knee moved through {{value}}° on average.',
    even: 'The sides are even: the largest difference is in {{what}}, symmetry index {{value}} %.',
    uneven:
      'The largest difference between the sides is in {{what}}: symmetry index {{value}} %, greater: {{side}}.',
    forecast:
      'The forecast {{ms}} ms ahead of {{joint}} was off by {{mae}}° on average; assuming no change, {{still}}°.',
    coverage: '{{value}} % of what came lay inside the 90 % band.',
    noForecast: 'Nothing was forecast in this session.',
  },
  figures: 'Measured',
  strides: 'Strides over the gait cycle',
  stridesNote:
    'Line: mean of the strides that count, area: ± SD, dashed: right. Grey: healthy adults at natural cadence, mean ± SD.',
  chartNote: '{{n}} strides, GVS {{gvs}}°',
  chartAlt:
    '{{joint}}, {{side}}: mean of {{n}} strides over the gait cycle with SD, over the norm of healthy adults; gait variable score {{gvs}}°',
  meanSd: '{{mean}} ± {{sd}}',
  columns: { figure: 'Figure', norm: 'Norm', symmetry: 'Symmetry index' },
  forecast: 'Forecast',
  forecastColumns: {
    joint: 'Joint',
    ahead: 'Ahead',
    error: 'Mean error, °',
    nmae: 'NMAE, %',
    still: 'No change, °',
    coverage: 'In the 90 % band',
  },
  beside: 'Beside it, {{ms}} ms ahead, all forecasts of the session',
  besideScore: '{{name}} {{mae}}°',
  marks: 'Marks',
  moreMarks_one: 'and {{count}} more',
  moreMarks_other: 'and {{count}} more',
  notes: 'Notes',
  conclusion: 'Conclusion',
  conclusionHint: 'Your own words. They are kept with the session and printed.',
  conclusionNone: 'None written.',
  saving: 'Saving…',
  saved: 'Saved',
  notSaved: 'Not saved: {{why}}',
  signed: 'Date, name',
  method:
    'Symmetry index = 100 × (right − left) ÷ ((right + left) ÷ 2) (Robinson 1987). GVS: RMS distance of the mean stride from the norm’s mean (Baker 2009). NMAE: mean absolute error in % of the joint’s range in the session, at least 20°. No change: the joint stays where it is. Norm: {{source}}; for hip and ankle only the shape is compared.',
} as const;
