/** Forms on the page of a body: putting right what was entered, and entering one body below it. */
import type { Day } from '#platform/clock.ts';
import { FieldReader, type Chosen, type Typed } from '#platform/dated/form.ts';
import { failed, ok, type Result } from '#platform/result.ts';

const MAX = { name: 300, symbol: 40, basis: 500, reason: 500, kind: 60 } as const;

type Named = { name: string; fullName: string; symbol: string; place: Chosen | null; basis: string };
export type CorrectionSaid = Named & { version: Day; from: Day; reason: string };
export type FoundingSaid = Named & { kind: string; on: Day };

function readNames(reader: FieldReader): Named {
  const name = reader.text('name', MAX.name);
  return {
    name,
    fullName: reader.optional('fullName', MAX.name) || name,
    symbol: reader.optional('symbol', MAX.symbol),
    place: reader.chosen('place'),
    basis: reader.text('basis', MAX.basis),
  };
}

const done = <T>(reader: FieldReader, value: T): Result<T> =>
  reader.problems.length > 0 ? failed(...reader.problems) : ok(value);

/** `version`: first day of the version that is put right; `from`: the first day that it should have. */
export function readCorrection(typed: Typed): Result<CorrectionSaid> {
  const reader = new FieldReader(typed);
  const value = { ...readNames(reader), version: reader.day('version'), from: reader.day('from'), reason: reader.text('reason', MAX.reason) };
  return done(reader, value);
}

export function readFounding(typed: Typed): Result<FoundingSaid> {
  const reader = new FieldReader(typed);
  return done(reader, { ...readNames(reader), kind: reader.text('kind', MAX.kind), on: reader.day('on') });
}
