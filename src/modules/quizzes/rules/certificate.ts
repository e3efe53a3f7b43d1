/** Who has earned a certificate, and what it says. */

export type Settled = { ordinal: number; points: number; ofPoints: number; /** Open text waits for a person. */ toRead?: boolean };
export type Counts = 'best' | 'last' | 'first';

/**
 * The attempt that counts; of two equal best ones the earlier. Undefined before it is settled and read: the best is the best
 * of those that are read, the first and the last are who they are.
 */
export function countingAttempt<Each extends Settled>(attempts: readonly Each[], counts: Counts): Each | undefined {
  const inOrder = [...attempts].sort((a, b) => a.ordinal - b.ordinal);
  const read = (one: Each | undefined): Each | undefined => (one?.toRead ? undefined : one);
  if (counts === 'first') return read(inOrder[0]);
  if (counts === 'last') return read(inOrder.at(-1));
  return inOrder.filter(({ toRead }) => !toRead).reduce<Each | undefined>((best, each) => (best && share(best) >= share(each) ? best : each), undefined);
}

const share = ({ points, ofPoints }: Settled): number => (ofPoints === 0 ? 0 : points / ofPoints);
/** Points have three decimals; whole thousandths keep 0,8 × 40 from being a little less than 32. */
const thousandths = (points: number): number => Math.round(points * 1_000);

/** @param passMark in hundredths of a per cent; null: nothing is passed or failed. @returns null then */
export function passes({ points, ofPoints }: Settled, passMark: number | null): boolean | null {
  if (passMark === null) return null;
  return thousandths(points) * 10_000 >= passMark * thousandths(ofPoints);
}

/** What a certificate says; `on`: the day on which the attempt was handed in. */
export type Statement = { number: number; name: string; quiz: string; campaign: string; body: string; on: string };
const KIND = 'caunoi certificate 1';
const FIELDS = ['number', 'name', 'quiz', 'campaign', 'body', 'on'] as const;

/** One line a field, so that a person can read what is signed. */
export const statementOf = (said: Statement): string =>
  [KIND, ...FIELDS.map((field) => `${field}: ${String(said[field]).replace(/\s+/g, ' ').trim()}`), ''].join('\n');

/** Undefined for a text that is no certificate. */
export function readStatement(text: string): Statement | undefined {
  const [kind, ...lines] = text.split('\n');
  if (kind !== KIND || lines.length !== FIELDS.length + 1 || lines.at(-1) !== '') return undefined;
  const values = FIELDS.map((field, at) => (lines[at]?.startsWith(`${field}: `) ? lines[at].slice(field.length + 2) : undefined));
  if (values.includes(undefined)) return undefined;
  const [number, name, quiz, campaign, body, on] = values as string[];
  return { number: Number(number), name: name!, quiz: quiz!, campaign: campaign!, body: body!, on: on! };
}

/** Certificates that one archive holds; one takes about 60 KB and 60 ms. */
export const BATCH = 500;
/** Archives can be fetched for a day. */
export const BATCH_HOURS = 24;
