/**
 * The thread in which a stranger's file is opened. It has a heap of its own that ends it, and nothing else, when a
 * file wants too much; it sees no database and no network.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { readOutline, readSheet } from './parse.server.ts';
import { SheetRefused } from './refused.ts';
import type { SheetRow } from './sheet.ts';
import { BATCH, AHEAD, type Message, type Order } from './thread.ts';

const port = parentPort;
if (!port) throw new Error('read.worker.ts is started as a thread');
const order = workerData as Order;
const say = (message: Message): void => port.postMessage(message);

async function sendRows(sheet: number, columns: readonly number[]): Promise<void> {
  let batch: SheetRow[] = [];
  let unread = 0;
  let goOn: (() => void) | undefined;
  port?.on('message', () => {
    unread -= 1;
    goOn?.();
  });
  const send = (): void => {
    if (batch.length === 0) return;
    say({ rows: batch });
    unread += 1;
    batch = [];
  };
  await readSheet(order.bytes, sheet, {
    take({ number, hidden, cells }) {
      const wanted = columns.map((column) => cells[column] ?? '');
      if (wanted.every((text) => text === '')) return;
      batch.push({ number, hidden, cells: wanted });
      if (batch.length === BATCH) send();
    },
    pause() {
      if (unread < AHEAD) return undefined;
      return new Promise((resolve) => {
        goOn = resolve;
      });
    },
  });
  send();
  say({ end: true });
}

try {
  if (order.what === 'outline') say({ outline: await readOutline(order.bytes) });
  else await sendRows(order.sheet, order.columns);
} catch (error) {
  if (!(error instanceof SheetRefused)) throw error;
  say({ refusal: error.refusal });
} finally {
  port.removeAllListeners('message');
  port.unref();
}
