/** The first-run tour: read in under a minute (tour.test.ts counts the words). */
export const tour = {
  name: 'Tour',
  place: '{{n}} of {{of}}',
  invite: 'First time here?',
  inviteLead: 'A tour of under a minute points at what matters.',
  start: 'Show me around',
  dismiss: 'No, thank you',
  back: 'Back',
  next: 'Next',
  end: 'Done',
  leave: 'End the tour',
  startDemo: 'Start the demo',
  setupLead: 'Points at what matters on each screen, in under a minute.',
  steps: {
    connect: {
      title: 'Connect',
      text: 'Plug the exoskeleton in and press Connect. Without one, the demo walks for you.',
    },
    forecast: {
      title: 'Where the leg is going',
      text: 'Ink is measured. Violet is the half second to come, with its 90 % interval.',
    },
    scores: {
      title: 'How good that is',
      text: 'Scored live, beside simple forecasters. A forecast that is not to be trusted is not shown.',
    },
    stop: {
      title: 'Stop is a request',
      text: 'It asks the device over the cable. The physical stop is the safety device.',
    },
    adapt: {
      title: 'Learn this patient',
      text: 'A few strides, one button. You see before and after, and you decide.',
    },
    sessions: {
      title: 'Everything is kept, here',
      text: 'Each session is recorded on this computer, under a code. Nothing leaves it.',
    },
    evidence: {
      title: 'What it rests on',
      text: 'How each model did on people it had never seen. Setup shows this tour again.',
    },
  },
} as const;
