import { saveFile } from '../link/save-file';

/** Where a backup goes: straight to a file of the therapist's choice, or through memory to a download. */
export interface SaveTarget {
  readonly sink: WritableStream<Uint8Array<ArrayBuffer>>;
  /** What was written, to be read back; after the sink was closed. */
  file(): Promise<Blob>;
  /** Hands it out, where that is still to be done. */
  deliver(): Promise<void>;
}

interface PickerWindow {
  readonly showSaveFilePicker?: (options: {
    suggestedName: string;
    types: { accept: Record<string, string[]> }[];
  }) => Promise<FileSystemFileHandle>;
}

/** To be called from a click. null where the therapist chose no file after all. */
export async function openTarget(name: string): Promise<SaveTarget | null> {
  const { showSaveFilePicker } = window as PickerWindow;
  if (!showSaveFilePicker) return download(name);
  try {
    const types = [{ accept: { 'application/octet-stream': ['.stridebackup'] } }];
    const handle = await showSaveFilePicker.call(window, { suggestedName: name, types });
    return {
      sink: await handle.createWritable(),
      file: () => handle.getFile(),
      deliver: () => Promise.resolve(),
    };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}

/** The browser keeps large pieces of a blob on the disk by itself. */
function download(name: string): SaveTarget {
  const pieces: Blob[] = [];
  const file = () => Promise.resolve(new Blob(pieces));
  return {
    sink: new WritableStream({
      write(bytes) {
        pieces.push(new Blob([bytes]));
      },
    }),
    file,
    deliver: async () => saveFile(name, await file()),
  };
}
