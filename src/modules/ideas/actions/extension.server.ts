import { currentCalendar } from '#platform/calendar/store.server.ts';
import { addWorkingDays, isWorkingDay } from '#platform/calendar/working-days.ts';
import { dayOf, type Day } from '#platform/clock.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { ExtensionInput } from '../input/answer.ts';
import { extensionFault, mayBeExtended } from '../rules/answer.ts';
import { insertExtension } from '../store/answer.server.ts';
import { listExtensions } from '../store/idea.server.ts';
import { asLeadership } from './answer.server.ts';
import type { Officer } from './moderate.server.ts';
import { readClock } from './settings.server.ts';
import { takeStep } from './step.server.ts';

const written = (day: Day): string => day.split('-').reverse().join('/');

/**
 * Moves the deadline of an answer, with a reason that everyone reads; before the deadline or after it, as often as
 * the settings allow. The same extension sent twice is one.
 * @returns the id of the timeline row, 0 when it was done before; problems `extension.changed` when the due day is no
 * longer the one that the form showed, `extension.used`, and `due.*` at the field `to`
 */
export const extendDeadline = (
  runtime: Runtime,
  id: number,
  { from, to, reason }: ExtensionInput,
  officer: Officer,
): Promise<Result<number>> =>
  asLeadership(runtime, id, officer, async (open, by) => {
    const { tx, idea, now } = open;
    const before = await listExtensions(tx, id);
    const last = before.at(-1);
    if (last && last.fromDue === from && last.toDue === to && idea.answerDue === to) return ok(0);
    if (!mayBeExtended(idea)) return problem('step.notAllowed');
    if (idea.answerDue !== from) return problem('extension.changed');
    const { maxExtensions } = await readClock(tx);
    if (before.length >= maxExtensions) return problem('extension.used', { count: maxExtensions });
    const calendar = await currentCalendar(tx);
    const fault = extensionFault(to, from, dayOf(now), (day) => isWorkingDay(day, calendar));
    if (fault === 'due.dayOff') return fieldProblem('to', fault, { next: written(addWorkingDays(to, 0, calendar)) });
    if (fault) return fieldProblem('to', fault);
    const bodyId = idea.leadBody as number;
    const { personId } = by.person;
    await insertExtension(tx, { ideaId: id, bodyId, personId, at: now, fromDue: from, toDue: to, reason });
    return takeStep(open, {
      kind: 'extend',
      by,
      bodyId,
      text: reason,
      data: { from, to },
      change: { answer_due: to, calendar_version: calendar.version },
    });
  });
