import { setTimeout as sleep } from 'node:timers/promises';

interface ViewNode {
  nodeId: number;
  attributes?: string[];
  children?: ViewNode[];
}
interface View {
  id: number;
  kind: string;
  properties: Record<string, string>;
}
interface StyleRule {
  rule: { style: { cssProperties: { name: string; value: string }[] } };
}

/** Dialog buttons of Chromium take no click for half a second after they appear, so that nobody is tricked. */
const UNTRICKED_MS = 650;

/**
 * Answers the browser's own dialog of serial ports as a user would, by mouse. The dialog belongs to the browser, not to
 * the page: it is reached through Chromium's "UI DevTools" (`chooserArgs`), which also work without a display.
 */
export class PortChooser {
  readonly #port: number;

  constructor(port: number) {
    this.#port = port;
  }

  static args(port: number): string[] {
    return [`--enable-ui-devtools=${port}`, '--enable-features=ui-debug-tools-enable-synthetic-events'];
  }

  /** Takes the first port of the list. */
  choose(): Promise<void> {
    return this.#answer('Connect');
  }

  cancel(): Promise<void> {
    return this.#answer('Cancel');
  }

  async #answer(button: 'Connect' | 'Cancel', timeoutMs = 10_000): Promise<void> {
    const ui = await UiDevTools.connect(this.#port);
    try {
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        const table = (await ui.chooserViews()).find((view) => view.kind === 'TableView');
        if (table && (button === 'Cancel' || Number(table.properties.RowCount) > 0)) break;
        if (Date.now() > deadline) throw new Error('the port chooser did not appear, or lists no port');
        await sleep(60);
      }
      while (Date.now() < deadline) {
        await sleep(UNTRICKED_MS);
        const views = await ui.chooserViews();
        const table = views.find((view) => view.kind === 'TableView');
        if (table === undefined) return;
        if (button === 'Connect')
          await ui.click(table.id, 30, Math.floor(Number(table.properties.RowHeight) / 2));
        const pressed = views.find((view) => view.kind === 'MdTextButton' && view.properties.Text === button);
        if (pressed) await ui.click(pressed.id, 20, 10);
        for (let look = 0; look < 5; look++) {
          await sleep(60);
          if (!(await ui.chooserViews()).some((view) => view.kind === 'TableView')) return;
        }
      }
      throw new Error(`the port chooser did not take "${button}"`);
    } finally {
      ui.close();
    }
  }
}

/** The little of the UI DevTools protocol that is needed: the tree of views, their properties, and mouse events. */
class UiDevTools {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>();
  #id = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data as string) as {
        id?: number;
        result: never;
        error?: { message: string };
      };
      if (message.id === undefined) return;
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.error) waiting?.reject(new Error(message.error.message));
      else waiting?.resolve(message.result);
    };
  }

  static async connect(port: number): Promise<UiDevTools> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/0`);
    await new Promise<void>((resolve, reject) => {
      socket.onopen = () => resolve();
      socket.onerror = () => reject(new Error('UI DevTools cannot be reached'));
    });
    const ui = new UiDevTools(socket);
    await ui.#send('DOM.enable');
    await ui.#send('CSS.enable');
    return ui;
  }

  close(): void {
    this.#socket.close();
  }

  /** Views inside the chooser's list and its row of buttons. */
  async chooserViews(): Promise<View[]> {
    const { root } = await this.#send<{ root: ViewNode }>('DOM.getDocument');
    const inside: { id: number; kind: string }[] = [];
    const walk = (node: ViewNode, within: boolean): void => {
      const kind = node.attributes?.[1] ?? '';
      if (within) inside.push({ id: node.nodeId, kind });
      const enters = kind === 'DeviceChooserContentView' || kind === 'DialogClientView::ButtonRowContainer';
      for (const child of node.children ?? []) walk(child, within || enters);
    };
    walk(root, false);
    const views: View[] = [];
    for (const view of inside)
      if (view.kind === 'TableView' || view.kind === 'MdTextButton')
        views.push({ ...view, properties: await this.#properties(view.id) });
    return views;
  }

  async click(nodeId: number, x: number, y: number): Promise<void> {
    for (const type of ['mouseMoved', 'mousePressed', 'mouseReleased'])
      await this.#send('DOM.dispatchMouseEvent', {
        nodeId,
        event: { type, x, y, button: 'left', wheelDirection: 'none' },
      });
  }

  async #properties(nodeId: number): Promise<Record<string, string>> {
    const { matchedCSSRules = [] } = await this.#send<{ matchedCSSRules?: StyleRule[] }>(
      'CSS.getMatchedStylesForNode',
      { nodeId },
    );
    const pairs = matchedCSSRules.flatMap(({ rule }) => rule.style.cssProperties);
    return Object.fromEntries(pairs.map(({ name, value }) => [name, value]));
  }

  #send<T>(method: string, params: object = {}): Promise<T> {
    const id = ++this.#id;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }
}
