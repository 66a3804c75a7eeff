import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on another origin, which lets anybody in and notes what reaches it. */
export class Witness {
  readonly origin: string;
  /** Method and path of every request. */
  readonly seen: string[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  }

  /** `page`: what `/` answers, from the witness's own origin. */
  static async open(page: (origin: string) => string = () => ''): Promise<Witness> {
    const server = createServer().listen(0, 'localhost');
    await once(server, 'listening');
    const witness = new Witness(server);
    server.on('request', (request, response) => {
      witness.seen.push(`${request.method} ${request.url}`);
      const script = request.url?.endsWith('.js') ?? false;
      response.writeHead(200, {
        'access-control-allow-origin': '*',
        'content-type': script ? 'text/javascript' : 'text/html',
      });
      response.end(script ? 'globalThis.foreign = true' : page(witness.origin));
    });
    server.on('upgrade', (request, socket) => {
      witness.seen.push(`UPGRADE ${request.url}`);
      socket.destroy();
    });
    return witness;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
