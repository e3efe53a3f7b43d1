import type { Translate } from '#platform/words/translate.ts';
import type { PlaceLabel } from '../rules/places.ts';

/**
 * `place.short` in the reader's language: names stay Vietnamese, "nay thuộc" does not. More names than fit on one line
 * are counted instead.
 */
export function placeName(t: Translate, place: PlaceLabel): string {
  const { name, nowName: now, nowIds } = place;
  if (place.relation === 'same') return name;
  if (place.relation === 'ended') return t('places.label.ended', { name });
  if (place.relation === 'renamed') return t('places.label.is', { name, now });
  if (nowIds.length <= 3) return t('places.label.partOf', { name, now });
  return t('places.label.partOfMany', { name, count: nowIds.length });
}
