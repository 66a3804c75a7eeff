import { isCalibration, parseCalibration, type Calibration } from '../../device/calibration';
import {
  type GrantedPort,
  grantedPorts,
  openPortHere,
  pickPort,
  type OpenedPort,
  watchPorts,
} from '../../device/port-picker';
import { TransportError } from '../../device/transport';
import { openWebUsb } from '../../device/webusb-port';
import type { SourceRequest, VirtualPreset } from '../../engine/protocol';
import type { PortMemory } from '../../records/settings';
import { useApp } from '../store/store';
import type { EngineLink } from './engine-link';
import { isLog, replayOf } from './open-log';

/** The recording that ships with the page. */
const SHIPPED_RECORDING = 'recordings/demo.stridelink';
const MAX_FILE_BYTES = 1e9;

/** Ways into the engine. Each tells its problem through the store and never throws. */
export class Sources {
  private readonly link: EngineLink;
  /** A port that this window opened and has to close. */
  private opened: OpenedPort | null = null;

  constructor(link: EngineLink) {
    this.link = link;
  }

  /** Asks for a port; needs a click. */
  connectSerial = (baudRate?: number): Promise<void> =>
    this.attempt(async () => this.openSerial(await pickPort(), baudRate));

  /** The port of the last time, if it is still granted and plugged in; true when it was found. */
  reconnectSerial = async (): Promise<boolean> => {
    const { lastPort } = useApp.getState().settings;
    if (!lastPort) return false;
    const port = (await grantedPorts()).find((granted) => samePort(granted, lastPort));
    if (!port) return false;
    await this.attempt(() => this.openSerial(port));
    return true;
  };

  connectWebUsb = (): Promise<void> =>
    this.attempt(async () => {
      const { baudRate } = useApp.getState().settings;
      const port = await openWebUsb(baudRate);
      await this.releasePort();
      this.opened = port;
      const streams = { readable: port.readable, writable: port.writable };
      this.start({ kind: 'webusb', baudRate, streams, label: port.label }, Object.values(streams));
    });

  startDemo = (preset: VirtualPreset): Promise<void> =>
    this.attempt(async () => {
      useApp.getState().setPreset(preset);
      await this.releasePort();
      this.start({ kind: 'virtual', preset, seed: 1 });
    });

  replayShipped = (): Promise<void> =>
    this.attempt(async () => {
      const response = await fetch(new URL(SHIPPED_RECORDING, document.baseURI));
      if (!response.ok) throw new TransportError('bad_file', `${SHIPPED_RECORDING}: ${response.status}`);
      await this.replay(SHIPPED_RECORDING.split('/').at(-1)!, await response.arrayBuffer());
    });

  replayFile = (file: File): Promise<void> =>
    this.attempt(async () => {
      if (file.size === 0 || file.size > MAX_FILE_BYTES)
        throw new TransportError('bad_file', `${file.name}: ${file.size} B`);
      if (await isLog(file)) return this.replayLog(file.name, file);
      await this.replay(file.name, await file.arrayBuffer());
    });

  /** Runs a stored session again in Live. `file`: its log, or what gives it. */
  replaySession = (name: string, file: Promise<Blob>): Promise<void> =>
    this.attempt(async () => {
      const log = await file.catch((error: unknown) => {
        throw new TransportError('bad_file', error instanceof Error ? error.message : String(error));
      });
      await this.replayLog(name, log);
    });

  /**
   * A port that this window opened cannot be opened again by the engine: when it is plugged in once more, the window
   * does it. Returns the end of watching.
   */
  reopenOnArrival = (): (() => void) =>
    watchPorts(() => {
      const { engine, settings } = useApp.getState();
      const gone = engine?.phase === 'lost' || engine?.phase === 'reconnecting' || engine?.phase === 'failed';
      if (this.opened && gone && engine.source?.kind === 'serial' && settings.autoReconnect)
        void this.reconnectSerial();
    });

  /** The same source once more. */
  retry = (): void => {
    useApp.getState().setPageProblem(null);
    this.link.send({ type: 'retry' });
  };

  disconnect = (): void => {
    useApp.getState().setPageProblem(null);
    useApp.getState().setStartOver(true);
    useApp.getState().setPaused(false);
    this.link.send({ type: 'disconnect' });
    void this.releasePort();
  };

  private async openSerial(port: GrantedPort, baudRate?: number): Promise<void> {
    const app = useApp.getState();
    const lastPort = {
      usbVendorId: port.usbVendorId,
      usbProductId: port.usbProductId,
      index: port.index,
      label: port.label,
    };
    app.changeSettings({ lastPort, ...(baudRate ? { baudRate } : {}) });
    const request = { kind: 'serial', ...lastPort, baudRate: useApp.getState().settings.baudRate } as const;
    await this.releasePort();
    if (await workerHasSerial()) return this.start(request);
    this.opened = await openPortHere(port, request.baudRate);
    const streams = { readable: this.opened.readable, writable: this.opened.writable };
    this.start({ ...request, streams }, Object.values(streams));
  }

  private async replay(name: string, buffer: ArrayBuffer): Promise<void> {
    await this.releasePort();
    this.start({ kind: 'replay', name, bytes: new Uint8Array(buffer) });
  }

  private async replayLog(name: string, file: Blob): Promise<void> {
    await this.releasePort();
    this.start(await replayOf(name, file));
  }

  private start(source: SourceRequest, transfer: Transferable[] = []): void {
    const { setStartOver, setPaused } = useApp.getState();
    setStartOver(false);
    setPaused(false);
    this.link.send({ type: 'connect', source, calibrations: rememberedCalibrations() }, transfer);
  }

  private async releasePort(): Promise<void> {
    const port = this.opened;
    this.opened = null;
    await port?.close();
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    const app = useApp.getState();
    app.setPageProblem(null);
    app.setBusy(true);
    try {
      await work();
    } catch (error) {
      app.setPageProblem(
        error instanceof TransportError
          ? { code: error.problem, detail: error.detail }
          : { code: 'internal', detail: error instanceof Error ? error.message : String(error) },
      );
    } finally {
      app.setBusy(false);
    }
  }
}

const samePort = (a: PortMemory, b: PortMemory): boolean =>
  a.usbVendorId === b.usbVendorId && a.usbProductId === b.usbProductId && a.index === b.index;

/** What was stored is read by the part that owns its shape; what does not fit it any more is left out. */
function rememberedCalibrations(): Calibration[] {
  return Object.values(useApp.getState().settings.calibrations).map(parseCalibration).filter(isCalibration);
}

let asked: Promise<boolean> | null = null;

/** Whether a worker of this browser has Web Serial; asked once, of a worker. */
function workerHasSerial(): Promise<boolean> {
  asked ??= new Promise((resolve) => {
    const worker = new Worker(new URL('./serial-probe.worker.ts', import.meta.url), { type: 'module' });
    const tell = (has: boolean): void => {
      worker.terminate();
      resolve(has);
    };
    worker.onmessage = (event: MessageEvent<boolean>) => tell(event.data);
    worker.onerror = () => tell(false);
  });
  return asked;
}
