import { spawnSync } from 'node:child_process';

/** Why no virtual port can be plugged in here (a container without the right to announce devices), or null. */
function whyNoVirtualPort(): string | null {
  if (process.platform !== 'linux') return 'virtual USB serial ports need Linux';
  const send = [
    'import socket',
    's = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 15)',
    's.bind((0, 0))',
    "s.sendto(b'probe\\0', (0, 2))",
  ].join('\n');
  const { status, error, stderr } = spawnSync('python3', ['-c', send], { encoding: 'utf8' });
  if (error) return `virtual USB serial ports need python3 (${error.message})`;
  // Nobody listening is as good as delivered.
  if (status === 0 || /ConnectionRefused|ESRCH/.test(stderr)) return null;
  return `this machine does not let us announce devices: ${stderr.trim().split('\n').at(-1)}`;
}

export const NO_VIRTUAL_PORT = whyNoVirtualPort();
if (NO_VIRTUAL_PORT !== null) console.log(`skipped: all that needs a port; ${NO_VIRTUAL_PORT}`);
