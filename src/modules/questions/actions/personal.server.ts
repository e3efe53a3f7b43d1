import { officialActs } from '#platform/personal-data.ts';
import { actsOf } from '../store/personal.server.ts';

export const personal = officialActs('questions', actsOf, {
  covered: ['questions.version.written_by', 'questions.version.reviewed_by', 'questions.import.started_by', 'questions.paper.written_by',
    'questions.paper.reviewed_by', 'questions.media.added_by', 'questions.translation.written_by', 'questions.translation.reviewed_by'],
});
