/** Forms on the page of a place. */
import type { Day } from '#platform/clock.ts';
import { FieldReader, type Chosen, type Typed } from '#platform/dated/form.ts';
import { failed, ok, type Result } from '#platform/result.ts';

const MAX = { name: 200, type: 40, basis: 500, reason: 500 } as const;

type Naming = { name: string; type: string; code: string };
export type ChangeSaid = { on: Day; basis: string } & (
  | ({ kind: 'rename' } & Naming)
  | { kind: 'move' | 'merge'; target: Chosen }
  | { kind: 'split'; targets: string[] }
  | { kind: 'end' }
  | ({ kind: 'found' } & Naming)
);
export type PlaceCorrectionSaid = Naming & { version: Day; from: Day; basis: string; reason: string };

function naming(reader: FieldReader): Naming {
  const code = reader.text('code', 20);
  if (code !== '' && !/^\d{2,5}$/.test(code)) reader.problems.push({ field: 'code', code: 'place.code' });
  return { name: reader.text('name', MAX.name), type: reader.text('type', MAX.type).toLocaleLowerCase('vi'), code };
}

const done = <T>(reader: FieldReader, value: T): Result<T> =>
  reader.problems.length > 0 ? failed(...reader.problems) : ok(value);

export function readPlaceChange(typed: Typed): Result<ChangeSaid> {
  const reader = new FieldReader(typed);
  const { kind } = typed;
  const when = { on: reader.day('on'), basis: reader.text('basis', MAX.basis) };
  if (kind === 'rename') return done(reader, { ...when, kind, ...naming(reader) });
  if (kind === 'end') return done(reader, { ...when, kind });
  if (kind === 'split') {
    const targets = (typed.targets ?? '').split(';').map((line) => line.trim()).filter((line) => line !== '');
    if (targets.length < 2) reader.problems.push({ field: 'targets', code: 'place.few' });
    return done(reader, { ...when, kind, targets });
  }
  if (kind === 'move' || kind === 'merge') {
    const target = reader.chosen('target');
    if (!target) reader.missing('target');
    return done(reader, { ...when, kind, target: target ?? { id: null, text: '' } });
  }
  reader.missing('kind');
  return failed(...reader.problems);
}

export function readPlaceFounding(typed: Typed): Result<ChangeSaid> {
  const reader = new FieldReader(typed);
  return done(reader, { kind: 'found', ...naming(reader), on: reader.day('since'), basis: reader.text('basis', MAX.basis) });
}

/** `version`: first day of the version that is put right; `from`: the first day that it should have. */
export function readPlaceCorrection(typed: Typed): Result<PlaceCorrectionSaid> {
  const reader = new FieldReader(typed);
  const value = {
    ...naming(reader), version: reader.day('version'), from: reader.day('from'),
    basis: reader.text('basis', MAX.basis), reason: reader.text('reason', MAX.reason),
  };
  return done(reader, value);
}
