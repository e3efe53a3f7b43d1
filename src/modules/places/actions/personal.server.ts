import { officialActs } from '#platform/personal-data.ts';
import { actsOf } from '../store/personal.server.ts';

export const personal = officialActs('places', actsOf, { covered: ['places.correction.by_person'] });
