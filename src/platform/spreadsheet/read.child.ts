/** The process in which a stranger's file is opened: the file on its input, messages on its output; see message.ts. */
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { BATCH_LETTERS, BATCH_ROWS, type Message, type Order } from './message.ts';
import { readOutline, readSheet } from './parse.server.ts';
import { SheetRefused } from './refused.ts';
import { wholeCell, type SheetRow } from './sheet.ts';

const order = JSON.parse(process.argv[2] ?? '') as Order;
const out = process.stdout;
const say = (message: Message): void => void out.write(`${JSON.stringify(message)}\n`);

async function sendRows(bytes: Uint8Array, { sheet, columns, whole }: Extract<Order, { what: 'rows' }>): Promise<void> {
  let batch: SheetRow[] = [];
  let letters = 0;
  const send = (): void => {
    if (batch.length > 0) say({ rows: batch });
    batch = [];
    letters = 0;
  };
  await readSheet(bytes, sheet, {
    ...(whole ? { clean: wholeCell } : {}),
    take({ number, hidden, cells }) {
      const wanted = columns.map((column) => cells[column] ?? '');
      if (wanted.every((text) => text === '')) return;
      batch.push({ number, hidden, cells: wanted });
      for (const text of wanted) letters += text.length;
      if (batch.length === BATCH_ROWS || letters > BATCH_LETTERS) send();
    },
    // Whoever asked reads when the last rows are stored, and not before.
    pause: () => (out.writableNeedDrain ? once(out, 'drain').then(() => undefined) : undefined),
  });
  send();
  say({ end: true });
}

try {
  const bytes = await buffer(process.stdin);
  if (order.what === 'outline') say({ outline: await readOutline(bytes) });
  else await sendRows(bytes, order);
} catch (error) {
  if (!(error instanceof SheetRefused)) throw error;
  say({ refusal: error.refusal });
}
