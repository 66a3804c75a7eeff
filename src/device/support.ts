/** Which ways to a device this browser has, asked of the feature itself, never of the browser's name. */
export interface LinkSupport {
  readonly serial: boolean;
  readonly webusb: boolean;
  /** Without it (plain http on another machine) browsers hide both. */
  readonly secureContext: boolean;
}

/** Of this context: window and worker may differ. */
export function linkSupport(): LinkSupport {
  return {
    serial: serialHere() !== null,
    webusb: typeof navigator !== 'undefined' && 'usb' in navigator,
    secureContext: globalThis.isSecureContext ?? true,
  };
}

/** `navigator.serial` of this window or worker, or null where it has none. */
export function serialHere(): Serial | null {
  return typeof navigator !== 'undefined' && 'serial' in navigator ? navigator.serial : null;
}
