/**
 * A network that can be cut. The browser's own offline switch reaches the pages that are open and their workers; a tab
 * opened afterwards may still get through. So every request of these browsers goes through a small proxy, and cutting
 * the cable means that nothing passes it.
 */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { BrowserContext } from '@playwright/test';
import { expect, test as base } from './test.ts';

type Cable = { proxy: { server: string; bypass: string }; cut(off: boolean): void; close(): void };

async function lay(): Promise<Cable> {
  let off = false;
  const forward = (from: IncomingMessage, to: ServerResponse): void => {
    const onward = request(from.url ?? '', { method: from.method, headers: from.headers }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on('error', () => to.destroy()).pipe(to);
    });
    onward.on('error', () => to.destroy());
    to.on('close', () => onward.destroy());
    from.pipe(onward);
  };
  const server = createServer(forward);
  const lines = new Set<Socket>();
  server.on('connection', (socket) => {
    if (off) return socket.destroy();
    lines.add(socket);
    return socket.on('close', () => lines.delete(socket));
  });
  // How requests that a test makes itself go through a proxy.
  server.on('connect', ({ url = '' }: IncomingMessage, socket: Socket) => {
    const { hostname, port } = new URL(`http://${url}`);
    const onward = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy()).on('close', () => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (whether: boolean): void => {
    off = whether;
    if (off) for (const socket of lines) socket.destroy();
  };
  const { port } = server.address() as AddressInfo;
  // Chromium goes past a proxy for this machine's own addresses unless it is told not to.
  return { proxy: { server: `http://127.0.0.1:${port}`, bypass: '<-loopback>' }, cut, close: () => { cut(true); server.close(); } };
}

const cables = new WeakMap<BrowserContext, Cable>();

export const test = base.extend<{ cable: Cable }>({
  cable: async ({}, use) => {
    const cable = await lay();
    await use(cable);
    cable.close();
  },
  proxy: ({ cable }, use) => use(cable.proxy),
  context: async ({ context, cable }, use) => {
    cables.set(context, cable);
    await use(context);
  },
  another: async ({ another }, use) => {
    const laid: Cable[] = [];
    await use(async (options) => {
      const cable = await lay();
      laid.push(cable);
      const page = await another({ ...options, proxy: cable.proxy });
      cables.set(page.context(), cable);
      return page;
    });
    for (const cable of laid) cable.close();
  },
});
export { expect };

/** No network for this browser, tabs still to be opened and service workers included; the server goes on. */
export async function offline(context: BrowserContext, off: boolean): Promise<void> {
  const cable = cables.get(context);
  if (!cable) throw new Error('This browser has no cable: take `test` from cable.ts.');
  cable.cut(off);
  // Tells the pages, as the phone's own switch does.
  await context.setOffline(off);
}
