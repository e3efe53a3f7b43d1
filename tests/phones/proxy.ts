/** A network that does to a connection what networks do: one request each, so that every fault meets one exchange. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export const faults = [
  'refused', 'cut before the request', 'cut in the middle of the request', 'cut before the reply', 'cut in the middle of the reply',
  'cut after the reply', 'sent twice', 'sent twice, the second much later', 'held back', 'stalled', 'reply held back', 'slow, in small pieces',
] as const;
export type Fault = (typeof faults)[number];

export type Network = {
  port: number;
  /** Chance of a fault for each exchange, and of which; read again for each. */
  trouble: number;
  only: readonly Fault[];
  targets: number[];
  /** How often each happened. */
  readonly happened: Map<Fault, number>;
  stop(): Promise<void>;
};

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

export async function troubledNetwork(targets: number[], random: () => number): Promise<Network> {
  const happened = new Map<Fault, number>();
  const sockets = new Set<Socket>();
  const track = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    return socket;
  };
  const server = createServer({ allowHalfOpen: true }, (client) => {
    track(client);
    const target = network.targets[Math.floor(random() * network.targets.length)];
    if (target === undefined) return void client.resetAndDestroy();
    const fault = random() < network.trouble ? network.only[Math.floor(random() * network.only.length)] : undefined;
    if (fault) happened.set(fault, (happened.get(fault) ?? 0) + 1);
    void exchange(client, () => track(connect(target, '127.0.0.1')), fault, random);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const network: Network = {
    port: (server.address() as AddressInfo).port, trouble: 0, only: faults, targets, happened,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return network;
}

const CONTENT_LENGTH = /\r\ncontent-length: *(\d+)/i;

/** A whole request or reply, which says how long it is; what came so far when the other side ends. */
function whole(socket: Socket): Promise<Buffer> {
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0);
    const done = (): void => resolve(bytes);
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const head = bytes.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(CONTENT_LENGTH.exec(bytes.toString('latin1', 0, head))?.[1] ?? 0);
      if (bytes.length >= head + 4 + length) done();
    });
    socket.on('end', done).on('close', done);
  });
}

type Dial = () => Socket;

/** Sends it once and waits for the whole reply. */
async function ask(dial: Dial, request: Buffer): Promise<Buffer> {
  const server = dial();
  server.write(request);
  const reply = await whole(server);
  server.destroy();
  return reply;
}

async function exchange(client: Socket, dial: Dial, fault: Fault | undefined, random: () => number): Promise<void> {
  if (fault === 'refused') return void client.resetAndDestroy();
  const request = await whole(client);
  if (request.length === 0 || fault === 'cut before the request') return void client.resetAndDestroy();
  if (fault === 'cut in the middle of the request') {
    const server = dial();
    server.write(request.subarray(0, Math.floor(request.length * random())), () => server.resetAndDestroy());
    return void client.resetAndDestroy();
  }
  if (fault === 'held back') await wait(random() * 800);
  if (fault === 'stalled') await wait(2_000 + random() * 2_000);
  const reply = fault === 'slow, in small pieces' ? await slowly(dial, request) : await ask(dial, request);
  if (fault === 'sent twice') await ask(dial, request);
  if (fault === 'sent twice, the second much later') void wait(500 + random() * 5_000).then(() => ask(dial, request));
  if (fault === 'reply held back') await wait(random() * 3_000);
  if (fault === 'cut before the reply' || reply.length === 0) return void client.resetAndDestroy();
  const part = fault === 'cut in the middle of the reply' ? reply.subarray(0, Math.floor(reply.length * random())) : reply;
  client.write(part, () => (fault === undefined ? client.end() : fault.startsWith('cut') ? client.resetAndDestroy() : client.end()));
}

async function slowly(dial: Dial, request: Buffer): Promise<Buffer> {
  const server = dial();
  const reply = whole(server);
  for (let at = 0; at < request.length; at += 97) {
    server.write(request.subarray(at, at + 97));
    await wait(5);
  }
  const bytes = await reply;
  server.destroy();
  return bytes;
}
