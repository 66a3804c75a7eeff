/** A file in memory; `room` bytes fit. */
export function memorySink(room = Number.POSITIVE_INFINITY): {
  sink: WritableStream<Uint8Array<ArrayBuffer>>;
  file: () => Blob;
  aborted: () => boolean;
} {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let aborted = false;
  let left = room;
  const sink = new WritableStream<Uint8Array<ArrayBuffer>>({
    write(bytes) {
      left -= bytes.length;
      if (left < 0) throw new DOMException('no room', 'QuotaExceededError');
      parts.push(bytes);
    },
    abort() {
      aborted = true;
    },
  });
  return { sink, file: () => new Blob(parts), aborted: () => aborted };
}
