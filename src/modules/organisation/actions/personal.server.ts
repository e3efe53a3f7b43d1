import { officialActs } from '#platform/personal-data.ts';
import { actsOf } from '../store/personal.server.ts';

export const personal = officialActs('organisation', actsOf, {
  covered: [
    'organisation.reorganisation.proposed_by', 'organisation.reorganisation.confirmed_by',
    'organisation.reorganisation.closed_by', 'organisation.correction.by_person',
  ],
});
