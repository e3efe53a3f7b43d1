import { officialActs } from '#platform/personal-data.ts';
import { actsOf } from '../store/personal.server.ts';

export const personal = officialActs('documents', actsOf, {
  covered: ['documents.document.created_by', 'documents.version.written_by', 'documents.version.reviewed_by'],
});
