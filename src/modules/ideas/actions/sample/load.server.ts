import { currentCalendar } from '#platform/calendar/store.server.ts';
import { addDays, dayOf, startOf, type Day, type Instant } from '#platform/clock.ts';
import { drainEvents } from '#platform/jobs/events.server.ts';
import { ledgerOrigin, sequence } from '#platform/ledger/sequence.server.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { hasIdeas } from '../../store/sample.server.ts';
import { readSetting, writeSetting } from '../../store/settings.server.ts';
import { indexIdea } from '../index-search.server.ts';
import { sendReminders } from '../reminders.server.ts';
import { readCast } from './cast.server.ts';
import { closed } from './closed.ts';
import { farming } from './farming.ts';
import { offices } from './offices.ts';
import { perform, send, type Stage } from './perform.server.ts';
import { roads } from './roads.ts';
import { schools } from './schools.ts';
import type { SampleIdea } from './script.ts';
import { timetable, type Deed } from './timetable.ts';

export const sampleIdeas: readonly SampleIdea[] = [...roads, ...schools, ...farming, ...offices, ...closed];

/** Kept in the settings: what is dated from the first load is dated from it when an interrupted load goes on. */
type Progress = { at: string; done: boolean };
const PROGRESS = 'sample';
/** Hour at which the reminders of a day went out. */
const REMINDERS_AT = 7.12;

/** Ideas whose codes the operator is shown: one waits for its author's answer, one for the author's word. */
const shown: readonly { key: string; for: string }[] = [
  { key: 'cho-phien-cuoi-tuan', for: 'trả lời câu hỏi của cơ quan' },
  { key: 'thu-vien-luu-dong', for: 'xác nhận đã làm hay chưa làm' },
  { key: 'rac-truoc-nha', for: 'đề nghị xem xét lại' },
];

/**
 * Makes the sample ideas by taking every step of the last five months through the actions that people would have
 * used, dated back. Only in a system that has no idea yet, and never in production. Interrupted, it goes on where it
 * stopped. Mails are not written: the authors are invented.
 * @returns lines for the operator's terminal
 */
export async function loadSampleIdeas(runtime: Runtime, now: Instant): Promise<string[]> {
  const { db, config } = runtime;
  if (config.mode === 'production' || config.sample === 'none') return [];
  const progress = await readSetting<Progress | null>(db, PROGRESS, null);
  if (!progress && (await hasIdeas(db))) return [];
  const at = progress ? new Date(progress.at) : now;
  if (!progress?.done) {
    const cast = await readCast(db, at);
    if (!cast) return [];
    await writeSetting(db, PROGRESS, { at: at.toISOString(), done: false } satisfies Progress);
    const calendar = await currentCalendar(db);
    const stage: Stage = { runtime, cast, today: dayOf(at), known: new Map() };
    await play(stage, timetable(sampleIdeas, { now: at, calendar }), at);
    await follow(stage, at);
    await writeSetting(db, PROGRESS, { at: at.toISOString(), done: true } satisfies Progress);
  }
  return codes(runtime, at);
}

/** What jobs make of the events, once an idea instead of once a step; the events go, so that no mail comes of them. */
async function follow({ runtime, known }: Stage, at: Instant): Promise<void> {
  for (const { id } of known.values()) await indexIdea(runtime, id, at);
  await sequence(runtime.db, { origin: ledgerOrigin(runtime.config.publicOrigin), now: at });
  await drainEvents(runtime, []);
}

/** Deeds in the order of time, and every morning between them the reminders of that day. */
async function play(stage: Stage, deeds: readonly Deed[], until: Instant): Promise<void> {
  let morning: Day | undefined;
  for (const deed of deeds) {
    morning ??= dayOf(deed.at);
    morning = await remind(stage.runtime, morning, deed.at);
    await perform(stage, deed);
  }
  await remind(stage.runtime, morning ?? dayOf(until), until);
}

/** @returns the first day whose reminders have not gone out */
async function remind(runtime: Runtime, from: Day, until: Instant): Promise<Day> {
  let day = from;
  for (;;) {
    const at = new Date(startOf(day).getTime() + REMINDERS_AT * 3_600_000);
    if (at > until) return day;
    await sendReminders(runtime, at);
    day = addDays(day, 1);
  }
}

async function codes(runtime: Runtime, at: Instant): Promise<string[]> {
  const lines = [];
  for (const { key, for: what } of shown) {
    const idea = sampleIdeas.find((one) => one.key === key);
    const sent = idea && (await send(runtime, idea, at));
    if (sent?.ok && sent.value.replayed) lines.push(`  ${sent.value.trackingCode.padEnd(26)}${what}`);
  }
  return lines.length > 0 ? ['', '  Tracking codes of sample ideas, to act as their authors:', ...lines] : [];
}
