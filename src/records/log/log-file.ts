/** A file as a sync access handle offers it; Node's files behind the same shape serve tests and tools. */
export interface LogFile {
  /** Bytes read; fewer than asked for at the end of the file. */
  read(into: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  /** Bytes written; fewer than given, or a thrown QuotaExceededError, where the disk is full. */
  write(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  getSize(): number;
  truncate(size: number): void;
  /** To the disk itself: survives a pulled plug. */
  flush(): void;
  close(): void;
}
