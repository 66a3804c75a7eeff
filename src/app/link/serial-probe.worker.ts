import { linkSupport } from '../../device/support';

// Windows and workers of one browser may differ: only a worker can tell.
postMessage(linkSupport().serial);
