import { beforeAll, expect, it } from 'vitest';
import { registerCatalogue, translator } from '#platform/words/translate.ts';
import { catalogue } from '#src/words.generated.ts';
import type { PlaceLabel } from '../rules/places.ts';
import { placeName } from './labels.ts';

beforeAll(() => registerCatalogue(catalogue));

const label = (relation: PlaceLabel['relation'], nowIds: number[], nowName: string) =>
  ({ name: 'xã Thanh Lương', relation, nowIds, nowName }) as PlaceLabel;

it('says in the reader’s language what became of a place; names stay Vietnamese', () => {
  const merged = label('merged', [225333], 'phường An Lộc');
  expect(placeName(translator('vi'), merged)).toBe('xã Thanh Lương (nay thuộc phường An Lộc)');
  expect(placeName(translator('en'), merged)).toBe('xã Thanh Lương (now part of phường An Lộc)');
  expect(placeName(translator('km'), merged)).toContain('phường An Lộc');
  const en = translator('en');
  expect(placeName(en, label('same', [1], 'xã Thanh Lương'))).toBe('xã Thanh Lương');
  expect(placeName(en, label('renamed', [1], 'phường Mới'))).toBe('xã Thanh Lương (now phường Mới)');
  expect(placeName(en, label('ended', [], ''))).toBe('xã Thanh Lương (no longer exists)');
  expect(placeName(en, label('merged', [1, 2, 3, 4], '…'))).toBe('xã Thanh Lương (now part of 4 communes)');
});
