/** A row of a list of members: cells by field → what it says, and everything that is wrong with it. */
import { addDays, type Day } from '#platform/clock.ts';
import { fold } from '#platform/text/fold.ts';
import type { Field } from '../rules/fields.ts';
import type { Finding } from '../rules/import.ts';
import type { BodyFinder } from '../rules/lookup.ts';
import { parseDay } from './day.ts';
import { isCode, readCode, SAMPLE } from '../rules/code.ts';
import { isFormulaError, isName, MAX_REASON, readEmail, readName, readPhone } from './cell.ts';

export type Cells = Partial<Record<Field, string>>;

export type MemberRow = {
  code: string;
  fullName: string;
  phone: string | null;
  email: string | null;
  body: number;
  from: Day | null;
  until: Day | null;
  exemption: { from: Day; until: Day | null; reason: string } | null;
};
/** `shortened`: the row's first day is earlier than the record of its body, and counts from that. */
export type MemberRead = { row: MemberRow | null; findings: Finding[]; shortened: boolean };

export type RowContext = {
  today: Day;
  asOf: Day;
  bodies: BodyFinder;
  /** Where rows belong that name no body: the list is of one body. */
  root: number;
  /** First day of a body's record; memberships cannot be older than the body they are in. */
  bodyFrom(body: number): Day;
};

/** Lines below a list that are no rows of it: sums, places and days, who signed. */
const FOOT =
  /^(tong|cong|tong cong|tong so|nguoi lap|ngay|t\/m|tm\.?|k\/t|kt\.?|bi thu|pho bi thu|ky, ghi|\(ky|ghi chu|noi nhan|danh sach|trong do|xac nhan)\b/;

/** Sums, signatures and the examples of a template are no rows of the list; they are counted and shown, never lost. */
export function isFoot(cells: Cells): boolean {
  const texts = Object.values(cells).filter((text) => text !== '').map(fold);
  if (cells.code?.startsWith(SAMPLE)) return true;
  if (cells.code && !FOOT.test(fold(cells.code))) return false;
  return texts.length <= 1 || texts.some((text) => FOOT.test(text));
}

class Findings {
  readonly list: Finding[] = [];
  stop(field: Field, code: string, values?: Finding['values']): void {
    // What a failed formula shows is wrong in every other way too.
    if (this.list.some((each) => each.field === field && each.code === 'cell.formula')) return;
    this.list.push({ field, code, stop: true, ...(values ? { values } : {}) });
  }
  leaveOut(field: Field, code: string, values?: Finding['values']): void {
    this.list.push({ field, code, stop: false, ...(values ? { values } : {}) });
  }
  get stopped(): boolean {
    return this.list.some(({ stop }) => stop);
  }
}

/** Reads one row. Codes of the findings are words `desk.finding.…`. */
export function readMemberRow(cells: Cells, context: RowContext): MemberRead {
  const findings = new Findings();
  for (const [field, text] of Object.entries(cells)) {
    if (text && isFormulaError(text)) findings.stop(field as Field, 'cell.formula', { text });
  }
  const code = readCodeCell(cells, findings);
  const fullName = readNameCells(cells, findings);
  const body = readBody(cells, context, findings);
  const { from, until } = readPeriod(cells, context, findings);
  const first = body === undefined ? '' : context.bodyFrom(body);
  const shortened = from !== null && from < first;
  const row = {
    code,
    fullName,
    body: body ?? 0,
    from: shortened ? first : from,
    until,
    phone: optional(cells, 'phone', readPhone, findings),
    email: optional(cells, 'email', readEmail, findings),
    exemption: readExemption(cells, context, findings),
  };
  return { row: findings.stopped ? null : row, findings: findings.list, shortened };
}

function readCodeCell(cells: Cells, findings: Findings): string {
  const code = readCode(cells.code ?? '');
  if (code === '') findings.stop('code', 'code.missing');
  else if (!isCode(code)) findings.stop('code', 'code.form');
  return code;
}

function readNameCells(cells: Cells, findings: Findings): string {
  const halves = cells.name === undefined;
  const field = halves ? 'given' : 'name';
  const name = readName(halves ? `${cells.family ?? ''} ${cells.given ?? ''}` : (cells.name ?? ''));
  if (name === '') findings.stop(field, 'name.missing');
  else if (!isName(name)) findings.stop(field, 'name.form');
  return name;
}

function readBody(cells: Cells, { bodies, root }: RowContext, findings: Findings): number | undefined {
  if (cells.body === undefined) return root;
  if (cells.body === '') {
    findings.stop('body', 'body.missing');
    return undefined;
  }
  const found = bodies.find(cells.body, cells.above);
  if ('body' in found) return found.body;
  findings.stop('body', `body.${found.problem}`, { text: cells.body });
  return undefined;
}

function readDayCell(cells: Cells, field: Field, today: Day, take: (code: string) => void): Day | null {
  const text = cells[field];
  if (!text || isFormulaError(text)) return null;
  const day = parseDay(text, today);
  if (day === undefined) take('day.form');
  return day ?? null;
}

function readPeriod(cells: Cells, { today, asOf }: RowContext, findings: Findings): { from: Day | null; until: Day | null } {
  const stopAt = (field: Field) => (code: string) => findings.stop(field, code, { text: cells[field] ?? '' });
  const from = readDayCell(cells, 'from', today, stopAt('from'));
  const last = readDayCell(cells, 'until', today, stopAt('until'));
  if (from !== null && from > asOf && from > today) findings.stop('from', 'day.future', { day: from });
  if (from !== null && last !== null && last < from) findings.stop('until', 'period.endsBeforeStart');
  // Papers name the last day; kept is the first day on which it no longer is so.
  return { from, until: last === null ? null : addDays(last, 1) };
}

function optional(
  cells: Cells,
  field: 'phone' | 'email',
  read: (text: string) => string | undefined,
  findings: Findings,
): string | null {
  const text = cells[field];
  if (!text || isFormulaError(text) || /^[-–.x0]+$/i.test(text)) return null;
  const value = read(text);
  if (value === undefined) findings.leaveOut(field, `${field}.form`, { text });
  return value ?? null;
}

function readExemption(cells: Cells, { today }: RowContext, findings: Findings): MemberRow['exemption'] {
  const told = cells.exemptFrom || cells.exemptUntil || cells.exemptReason;
  if (!told) return null;
  const out = (field: Field) => (code: string) => findings.leaveOut(field, code, { text: cells[field] ?? '' });
  const from = readDayCell(cells, 'exemptFrom', today, out('exemptFrom'));
  const last = readDayCell(cells, 'exemptUntil', today, out('exemptUntil'));
  const reason = (cells.exemptReason ?? '').slice(0, MAX_REASON);
  if (from === null) {
    if (!cells.exemptFrom) findings.leaveOut('exemptFrom', 'exemption.from');
    return null;
  }
  if (reason === '') findings.leaveOut('exemptReason', 'exemption.reason');
  else if (last !== null && last < from) findings.leaveOut('exemptUntil', 'period.endsBeforeStart');
  else return { from, until: last === null ? null : addDays(last, 1), reason };
  return null;
}
