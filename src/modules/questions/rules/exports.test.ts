import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exportFormats, MOST_PICTURE_BYTES, MOST_PICTURES, takenAlong } from './exports.ts';

const medium = fc.record({ kind: fc.constantFrom('picture' as const, 'audio' as const), bytes: fc.integer({ min: 1, max: 200_000 }) });
const bytesOf = ({ bytes }: { bytes: number }) => bytes;

it('a file takes pictures and recordings along up to its limits, the first ones first, and none that its format cannot carry', () => {
  fc.assert(fc.property(fc.constantFrom(...exportFormats), fc.array(medium, { maxLength: 300, size: 'max' }), (format, media) => {
    const taken = takenAlong(format, media, bytesOf);
    const total = taken.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(taken.length <= MOST_PICTURES && total <= MOST_PICTURE_BYTES).toBe(true);
    const carried = { picture: !['excel', 'gift', 'aiken'].includes(format), audio: format === 'moodle' || format === 'qti' };
    const wanted = (['picture', 'audio'] as const).flatMap((kind) => (carried[kind] ? media.filter((each) => each.kind === kind) : []));
    expect(taken).toEqual(wanted.slice(0, taken.length));
    const next = wanted[taken.length];
    expect(!next || taken.length === MOST_PICTURES || total + next.bytes > MOST_PICTURE_BYTES).toBe(true);
  }));
});
