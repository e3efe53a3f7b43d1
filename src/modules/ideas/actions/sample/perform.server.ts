import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { currentCalendar } from '#platform/calendar/store.server.ts';
import { addWorkingDays } from '#platform/calendar/working-days.ts';
import { addDays, dayOf, type Instant } from '#platform/clock.ts';
import { acceptUploads } from '#platform/files/files.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { limits } from '../../rules/submission.ts';
import { findDraft, latestAnswer, listPromises } from '../../store/answer.server.ts';
import { findIdea } from '../../store/idea.server.ts';
import { addSupports, hasStepAt } from '../../store/sample.server.ts';
import { publishAnswer, saveDraft, startAppraisal } from '../answer.server.ts';
import { decideAppeal } from '../appeal.server.ts';
import { clusterIdeas } from '../cluster.server.ts';
import { extendDeadline } from '../extension.server.ts';
import { finishMilestone } from '../milestone.server.ts';
import { acceptIdea, askAuthor, markDuplicate, refuseIdea, rewordIdea, routeIdea } from '../moderate.server.ts';
import { quarantineIdea } from '../quarantine.server.ts';
import { submitIdea } from '../submit.server.ts';
import { appealAsAuthor, confirmAsAuthor, replyAsAuthor, withdrawAsAuthor } from '../track.server.ts';
import type { Cast } from './cast.server.ts';
import { pictures } from './pictures.ts';
import type { Act, SampleIdea } from './script.ts';
import type { Deed, Finish } from './timetable.ts';

/** What was sent so far: number and tracking code by the key of the script. */
type Known = Map<string, { id: number; code: string }>;
export type Stage = { runtime: Runtime; cast: Cast; today: string; known: Known };
type Doing = Act | Finish;
type Scene<A> = { stage: Stage; id: number; code: string; now: Instant; act: A; idea: SampleIdea };
type Performer<Does extends Doing['does']> = (scene: Scene<Extract<Doing, { does: Does }>>) => Promise<Result<unknown>>;

const officer = ({ stage, now }: Scene<unknown>) => ({ actor: stage.cast.officer, now });

/** The agency that the idea was sent to. */
async function agency({ stage, id, now }: Scene<unknown>) {
  const idea = await findIdea(stage.runtime.db, id);
  const { writer, leader, title } = stage.cast.agencyOf(idea?.leadBody ?? 0);
  return { idea, writer: { actor: writer, now }, leader: { actor: leader, now }, title };
}

const numberOf = ({ known }: Stage, key: string): number => {
  const found = known.get(key);
  if (!found) throw new Error(`Sample idea ${key} has not been sent yet`);
  return found.id;
};

const performers: { [Does in Doing['does']]: Performer<Does> } = {
  accept: (scene) => acceptIdea(scene.stage.runtime, scene.id, officer(scene)),
  reword: (scene) => rewordIdea(scene.stage.runtime, scene.id, scene.act, officer(scene)),
  ask: (scene) => askAuthor(scene.stage.runtime, scene.id, scene.act.text, officer(scene)),
  reply: ({ stage, code, act, now }) => replyAsAuthor(stage.runtime, code, act.text, now),
  route: (scene) => {
    const { lead, with: cooperating = [], note = null } = scene.act;
    return routeIdea(scene.stage.runtime, scene.id, { lead, cooperating, due: null, note }, officer(scene));
  },
  appraise: async (scene) => startAppraisal(scene.stage.runtime, scene.id, (await agency(scene)).writer),
  extend: async (scene) => {
    const { idea, leader } = await agency(scene);
    const from = idea?.answerDue ?? scene.stage.today;
    const to = addWorkingDays(addDays(from, scene.act.days), 0, await currentCalendar(scene.stage.runtime.db));
    return extendDeadline(scene.stage.runtime, scene.id, { from, to, reason: scene.act.reason }, leader);
  },
  answer,
  finish,
  confirm: ({ stage, code, act, now }) =>
    confirmAsAuthor(stage.runtime, code, { done: act.done, text: act.text ?? null }, now),
  refuse: (scene) => refuseIdea(scene.stage.runtime, scene.id, scene.act, officer(scene)),
  duplicate: (scene) => {
    const duplicate = { of: numberOf(scene.stage, scene.act.of), text: scene.act.text };
    return markDuplicate(scene.stage.runtime, scene.id, duplicate, officer(scene));
  },
  cluster: (scene) => {
    const grouping = { title: scene.act.title, with: scene.act.with.map((key) => numberOf(scene.stage, key)) };
    return clusterIdeas(scene.stage.runtime, scene.id, grouping, officer(scene));
  },
  appeal: ({ stage, code, act, now }) => appealAsAuthor(stage.runtime, code, act.text, now),
  decide: ({ stage, id, act, now }) => decideAppeal(stage.runtime, id, act, { actor: stage.cast.reviewer, now }),
  withdraw: ({ stage, code, now }) => withdrawAsAuthor(stage.runtime, code, now),
  quarantine: (scene) => quarantineIdea(scene.stage.runtime, scene.id, officer(scene)),
};

async function answer(scene: Scene<Extract<Act, { does: 'answer' }>>): Promise<Result<unknown>> {
  const { stage, id, act } = scene;
  const { writer, leader, title } = await agency(scene);
  const milestones = (act.milestones ?? []).map((one) => ({ title: one.title, due: addDays(stage.today, -one.dueAgo) }));
  const input = { outcome: act.outcome, text: act.text, milestones };
  const version = (await findDraft(stage.runtime.db, id))?.version ?? 0;
  const saved = await saveDraft(stage.runtime, id, { input, version, submit: true }, writer);
  if (!saved.ok) return saved;
  const draft = await findDraft(stage.runtime.db, id);
  return publishAnswer(stage.runtime, id, { version: draft?.version ?? 0, signerTitle: title }, leader);
}

async function finish(scene: Scene<Finish>): Promise<Result<unknown>> {
  const { stage, id, act } = scene;
  const given = await latestAnswer(stage.runtime.db, id);
  const promises = given ? await listPromises(stage.runtime.db, given.id) : [];
  const milestone = promises.find((one) => one.title === act.title);
  if (!milestone) return problem('milestone.unknown');
  // An office that was closed on that day reports it on the next.
  const on = act.on < dayOf(scene.now) ? act.on : dayOf(scene.now);
  return finishMilestone(stage.runtime, id, { milestone: milestone.id, on, note: act.note }, (await agency(scene)).writer);
}

/** The picture of an idea, kept as an upload is; none or one. */
async function drawn({ db, files }: Runtime, { key, picture }: SampleIdea, now: Instant) {
  const drawing = picture && pictures[picture];
  if (!drawing) return [];
  const content = await sharp(Buffer.from(drawing)).jpeg({ quality: 82 }).toBuffer();
  const rules = { kinds: ['image'], maxBytes: limits.fileMegabytes * 1024 * 1024, field: 'files', most: 1, now } as const;
  const kept = await acceptUploads(db, files, [{ name: `${key}.jpg`, content }], rules);
  if (!kept.ok) throw new Error(`Sample picture ${picture}: ${JSON.stringify(kept.problems)}`);
  return kept.value;
}

/** Sends an idea as its author. Sent again, it is found again: the key makes it one. */
export async function send(runtime: Runtime, idea: SampleIdea, now: Instant) {
  const { title, body, field, place = null, language = 'vi', author = {} } = idea;
  const contact = { name: author.name ?? null, email: author.email ?? null, phone: author.phone ?? null };
  const consents = { name: contact.name !== null, contact: contact.email !== null || contact.phone !== null };
  const submission = { title, body, field, place, language, contact, consents };
  const files = await drawn(runtime, idea, now);
  const sending = {
    submission,
    fileIds: files.map(({ id }) => id),
    fileHashes: files.map(({ sha256 }) => sha256),
    channel: 'sample',
    idempotencyKey: `sample ${idea.key}`,
  } as const;
  return submitIdea(runtime, sending, now);
}

const supporter = (key: string, at: number): Buffer => createHash('sha256').update(`sample ${key} ${at}`).digest();

/** Does one deed, unless an interrupted load has done it before. */
export async function perform(stage: Stage, { idea, at, act }: Deed): Promise<void> {
  const { runtime, known } = stage;
  if (act.does === 'send') {
    const sent = await send(runtime, idea, at);
    if (!sent.ok) throw failure(idea, act, sent);
    known.set(idea.key, { id: sent.value.id, code: sent.value.trackingCode });
    return;
  }
  const { id, code } = known.get(idea.key) as { id: number; code: string };
  if (act.does === 'support') {
    const keys = Array.from({ length: idea.supporters ?? 0 }, (_, index) => supporter(idea.key, index));
    await addSupports(runtime.db, id, keys, at);
    return;
  }
  if (await hasStepAt(runtime.db, id, at)) return;
  const play = performers[act.does] as (scene: Scene<unknown>) => Promise<Result<unknown>>;
  const done = await play({ stage, id, code, now: at, act, idea });
  if (!done.ok) throw failure(idea, act, done);
}

const failure = (idea: SampleIdea, act: { does: string }, result: Result<unknown>) =>
  new Error(`Sample idea ${idea.key}, ${act.does}: ${JSON.stringify(result.ok ? ok(null) : result.problems)}`);
