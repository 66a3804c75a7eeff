/** The copy that runs without a network, installing, and new versions. */
export const pwa = {
  title: 'Without a network',
  copy: {
    unsupported: 'This browser keeps no copy of the app here: it opens with a network only.',
    not_yet: 'Not stored yet. It is stored once nothing has happened for some seconds.',
    storing: 'Being stored…',
    stored: 'Stored on this computer: it opens without a network, models included.',
    failed: 'It could not be stored this time; it is tried again at the next visit. The app itself works.',
  },
  install: 'Install…',
  installHint: 'To have it as an app of its own: “Install” in the menu of the browser.',
  installed: 'Installed.',
  newVersion: {
    entry: 'New version',
    title: 'A new version is ready',
    lead: 'It is on this computer already. Patients, sessions, models and settings stay as they are.',
    in_session:
      'A session is running, and nothing is reloaded in a session. Disconnect first, or take it up later.',
    other_windows:
      'Stridecast is open in another window, which would lose its files. Close that window, then reload here.',
    reload: 'Reload now',
    later: 'Later',
    laterNote: 'Left alone, it is taken up when all windows of Stridecast have been closed.',
  },
} as const;
