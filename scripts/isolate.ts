import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * Where the virtual serial port is used, the command runs in a network namespace of its own: the udev messages stay
 * inside, ports cannot clash with another run, and nothing can be reached but loopback. It is also a mount namespace,
 * in which what a container lacks is put right: a driver of type `serial`, and the file by which libudev knows udev.
 */
const PREPARE = `
set -e
ip link set lo up 2>/dev/null || python3 -c 'import fcntl,socket,struct
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
fcntl.ioctl(s, 0x8914, struct.pack("16sH14s", b"lo", 0x41, b""))'
if ! grep -q ' serial$' /proc/tty/drivers; then
  drivers=$(mktemp)
  { cat /proc/tty/drivers; echo 'serial               /dev/ttyS       4      64 serial'; } > "$drivers"
  mount --bind "$drivers" /proc/tty/drivers
fi
if [ ! -e /run/udev/control ] && ! grep -q ' /dev devtmpfs ' /proc/mounts; then
  mount -t tmpfs tmpfs /run && mkdir -p /run/udev && : > /run/udev/control
fi
exec "$@"
`;

/** The command line that runs `command` isolated, or as it is where namespaces are not to be had. */
export function isolated(command: readonly string[]): string[] {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/unshare')) return [...command];
  const asRoot = process.getuid?.() === 0;
  const ways = asRoot ? [['-nm'], ['-Urnm']] : [['-Urnm']];
  for (const flags of ways) {
    const wrapped = ['unshare', ...flags, 'sh', '-c', PREPARE, 'sh'];
    if (spawnSync(wrapped[0], [...wrapped.slice(1), 'true'], { stdio: 'ignore' }).status === 0)
      return [...wrapped, ...command];
  }
  // Without a namespace of our own the machine's /run must have the file; in a container it is nobody else's.
  if (
    asRoot &&
    !existsSync('/run/udev/control') &&
    !/ \/dev devtmpfs /.test(readFileSync('/proc/mounts', 'utf8'))
  ) {
    mkdirSync('/run/udev', { recursive: true });
    writeFileSync('/run/udev/control', '');
  }
  return [...command];
}

/** Node before 22 has WebSocket behind a flag; the browser's port dialog is answered through one. */
export function e2eEnvironment(browser: string): NodeJS.ProcessEnv {
  const flags = [
    process.env.NODE_OPTIONS,
    typeof WebSocket === 'undefined' ? '--experimental-websocket' : '',
  ];
  return { ...process.env, CHROME_PATH: browser, NODE_OPTIONS: flags.filter(Boolean).join(' ') };
}
