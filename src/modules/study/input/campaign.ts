/** Forms and addresses of campaigns. What was typed comes back with what is wrong with it. */
import { z } from 'zod';
import type { Day } from '#platform/clock.ts';
import { failed, ok, type Problem, type Result } from '#platform/result.ts';
import { normalise, normaliseLine } from '#platform/text/normalise.ts';
import {
  audienceRoles, audiences, isState, MAX_LIST, MAX_PURPOSE, MAX_TITLE, parseReminderDays, parseTarget, wrongDays,
  type Audience, type AudienceRole, type CampaignQuery,
} from '../rules/campaign.ts';

export type TypedCampaign = {
  title: string; purpose: string; body: string; opensOn: string; closesOn: string; rosterOn: string; target: string;
  takesRoll: string; reminderDays: string; seen: string; from: string;
};
export type CampaignForm = {
  title: string; purpose: string; body: number; opensOn: Day; closesOn: Day; rosterOn: Day; target: number;
  takesRoll: boolean; reminderDays: number[]; seen: string; from: number | null;
};

const LINES = ['title', 'body', 'opensOn', 'closesOn', 'rosterOn', 'target', 'takesRoll', 'reminderDays', 'seen', 'from'] as const;

const text = (form: FormData, name: string): string => {
  const raw = form.get(name);
  return typeof raw === 'string' ? raw : '';
};

export function readTypedCampaign(form: FormData): TypedCampaign {
  const lines = Object.fromEntries(LINES.map((name) => [name, normaliseLine(text(form, name)).slice(0, 1_000)]));
  return { ...(lines as Omit<TypedCampaign, 'purpose'>), purpose: normalise(text(form, 'purpose')).slice(0, MAX_PURPOSE + 1) };
}

const isDay = (value: string): boolean => z.iso.date().safeParse(value).success && value >= '2000-01-01' && value <= '2100-01-01';
const id = (value: string): number | null => (/^[1-9]\d{0,15}$/.test(value) ? Number(value) : null);

/**
 * Problems at their fields: `title.missing`, `title.long`, `purpose.long`, `body.missing`, `day.missing`,
 * `days.order`, `days.roster`, `target.wrong`, `reminders.wrong`.
 */
export function readCampaignForm(typed: TypedCampaign): Result<CampaignForm> {
  const problems: Problem[] = [];
  const wrong = (field: string, code: string) => problems.push({ field, code });
  const { title, purpose, opensOn, closesOn, rosterOn } = typed;
  if (title === '') wrong('title', 'title.missing');
  if (title.length > MAX_TITLE) wrong('title', 'title.long');
  if (purpose.length > MAX_PURPOSE) wrong('purpose', 'purpose.long');
  const body = id(typed.body);
  if (body === null) wrong('body', 'body.missing');
  for (const field of ['opensOn', 'closesOn', 'rosterOn'] as const) if (!isDay(typed[field])) wrong(field, 'day.missing');
  const order = problems.some(({ code }) => code === 'day.missing') ? null : wrongDays({ opensOn, closesOn, rosterOn });
  if (order) wrong(order, order === 'closesOn' ? 'days.order' : 'days.roster');
  const target = parseTarget(typed.target);
  if (target === null) wrong('target', 'target.wrong');
  const reminderDays = parseReminderDays(typed.reminderDays);
  if (reminderDays === null) wrong('reminderDays', 'reminders.wrong');
  if (problems.length > 0) return failed(...problems);
  return ok({
    title, purpose, body: body!, opensOn, closesOn, rosterOn, target: target!, takesRoll: typed.takesRoll !== '',
    reminderDays: reminderDays!, seen: typed.seen, from: id(typed.from),
  });
}

export type TypedAudience = { audience: string; bodies: string[]; roles: string[]; codes: string };
export type AudienceForm = {
  audience: Audience; bodies: number[]; roles: AudienceRole[];
  /** With the line of the list on which each stands, from 1. */
  codes: { line: number; code: string }[];
};

/** @param uploaded text of a file that came with the form; its first column counts, like a list that was pasted */
export function readTypedAudience(form: FormData, uploaded: string): TypedAudience {
  return {
    audience: text(form, 'audience'),
    bodies: form.getAll('bodies').map(String).slice(0, 5_000),
    roles: form.getAll('roles').map(String).slice(0, 20),
    codes: normalise([text(form, 'codes'), uploaded].filter((part) => part.trim() !== '').join('\n')),
  };
}

/** Problems: `audience.missing`, `bodies.missing`, `roles.missing`, `codes.missing`, `codes.many`. */
export function readAudienceForm(typed: TypedAudience): Result<AudienceForm> {
  const problems: Problem[] = [];
  const wrong = (field: string, code: string) => problems.push({ field, code });
  const audience = audiences.find((each) => each === typed.audience);
  const bodies = [...new Set(typed.bodies.map(id).filter((each) => each !== null))];
  const roles = audienceRoles.filter((role) => typed.roles.includes(role));
  const codes = codesIn(typed.codes);
  if (!audience) wrong('audience', 'audience.missing');
  if (bodies.length === 0) wrong('bodies', 'bodies.missing');
  if (audience === 'roles' && roles.length === 0) wrong('roles', 'roles.missing');
  if (audience === 'list' && codes.length === 0) wrong('codes', 'codes.missing');
  if (codes.length > MAX_LIST) wrong('codes', 'codes.many');
  if (problems.length > 0) return failed(...problems);
  return ok({ audience: audience!, bodies, roles: audience === 'roles' ? roles : [], codes: audience === 'list' ? codes : [] });
}

/** One code a line; of a line with several columns the first, as spreadsheets paste them. */
function codesIn(list: string): AudienceForm['codes'] {
  return list.split('\n').flatMap((each, at) => {
    const code = (each.split(/[\t;,]/)[0] ?? '').trim().replace(/^["']|["']$/g, '').slice(0, 60);
    const heading = at === 0 && !/\d/.test(code);
    return code === '' || heading ? [] : [{ line: at + 1, code }];
  });
}

export type TypedStep = { reason: string };
export const readTypedStep = (form: FormData): TypedStep => ({ reason: normaliseLine(text(form, 'reason')).slice(0, 1_001) });
/** Problems: `reason.missing`, `reason.long`. */
export function readReason({ reason }: TypedStep): Result<string> {
  if (reason === '') return failed({ field: 'reason', code: 'reason.missing' });
  return reason.length > 1_000 ? failed({ field: 'reason', code: 'reason.long' }) : ok(reason);
}

/** Anything may stand in an address; what cannot be read is left out instead of refused. */
export function readCampaignQuery(params: URLSearchParams): CampaignQuery {
  const state = params.get('state');
  return {
    q: normaliseLine(params.get('q') ?? '').slice(0, 200),
    state: isState(state) ? state : null,
    page: Math.min(id(params.get('page') ?? '') ?? 1, 5_000),
  };
}
export const readIdQuery = (params: URLSearchParams, name: string): number | null => id(params.get(name) ?? '');

export type StudiedForm = { document: number; anchors: string[] };
/** A document to be added, or the clauses of one that are studied; none ticked is the whole of it. Problem `document.missing`. */
export function readStudiedForm(form: FormData): Result<StudiedForm> {
  const document = id(text(form, 'document'));
  const anchors = form.getAll('anchors').map(String).filter((anchor) => /^[A-Za-z0-9.-]{1,120}$/.test(anchor)).slice(0, 5_000);
  return document === null ? failed({ field: 'document', code: 'document.missing' }) : ok({ document, anchors });
}

/** Which member is to be counted in which branch (its id, or its name as it was typed), and why. Problems: `member.unknown`, `body.missing`, `reason.missing`, `reason.long`. */
export function readMoveForm(form: FormData): Result<{ code: string; body: number | string; reason: string }> {
  const problems: Problem[] = [];
  const code = normaliseLine(text(form, 'code')).slice(0, 60);
  const body = id(text(form, 'body')) ?? normaliseLine(text(form, 'bodyText')).slice(0, 200);
  const reason = readReason(readTypedStep(form));
  if (code === '') problems.push({ field: 'code', code: 'member.unknown' });
  if (body === '') problems.push({ field: 'body', code: 'body.missing' });
  if (!reason.ok) problems.push(...reason.problems);
  else if (reason.value.length > 300) problems.push({ field: 'reason', code: 'reason.long' });
  return problems.length > 0 || !reason.ok ? failed(...problems) : ok({ code, body, reason: reason.value });
}
