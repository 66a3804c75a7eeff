/**
 * The datagram that udevd multicasts when a device comes or goes, as libudev (in the browser) reads it: a 40-byte
 * header, then NUL-terminated KEY=value properties. Layout: systemd, sd-device/device-monitor.c.
 */
const HEADER_BYTES = 40;
const MAGIC = 0xfeedcafe;

export function udevMessage(properties: Readonly<Record<string, string>>): Buffer {
  const body = Buffer.from(
    Object.entries(properties)
      .map(([key, value]) => `${key}=${value}\0`)
      .join(''),
  );
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('libudev\0', 0, 'latin1');
  header.writeUInt32BE(MAGIC, 8);
  header.writeUInt32LE(HEADER_BYTES, 12);
  header.writeUInt32LE(HEADER_BYTES, 16); // where the properties begin
  header.writeUInt32LE(body.length, 20);
  header.writeUInt32BE(murmurHash2(Buffer.from(properties.SUBSYSTEM ?? '')), 24);
  return Buffer.concat([header, body]);
}

/** MurmurHash2 with seed 0: by this hash of the subsystem libudev filters in the kernel. */
function murmurHash2(data: Uint8Array): number {
  const m = 0x5bd1e995;
  let hash = data.length;
  let at = 0;
  for (; data.length - at >= 4; at += 4) {
    let k = data[at] | (data[at + 1] << 8) | (data[at + 2] << 16) | (data[at + 3] << 24);
    k = Math.imul(k, m);
    k ^= k >>> 24;
    hash = Math.imul(hash, m) ^ Math.imul(k, m);
  }
  const rest = data.length - at;
  if (rest > 0) {
    for (let i = rest - 1; i >= 0; i--) hash ^= data[at + i] << (8 * i);
    hash = Math.imul(hash, m);
  }
  hash ^= hash >>> 13;
  hash = Math.imul(hash, m);
  return (hash ^ (hash >>> 15)) >>> 0;
}
