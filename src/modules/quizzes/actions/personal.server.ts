/** What quizzes know about a person with an account, for the privacy desk. */
import { personalRecord, type PersonalData } from '#platform/personal-data.ts';
import {
  actsOf, allowancesOf, answersOf, attemptsOf, certificatesOf, deleteAllowances, deleteCertificates, deleteNamings, emptyComments, emptyTexts,
  judgementsOf, namingsOf, placingsOf,
} from '../store/personal.server.ts';

export const personal: PersonalData = {
  async read(db, { personId }) {
    return [
      { key: 'attempts', onErase: 'kept', records: (await attemptsOf(db, personId)).map((one) => personalRecord({ ...one })) },
      { key: 'answers', onErase: 'reduced', records: (await answersOf(db, personId)).map((one) => personalRecord({ ...one })) },
      { key: 'certificates', onErase: 'erased', records: (await certificatesOf(db, personId)).map((one) => personalRecord({ ...one })) },
      { key: 'placings', onErase: 'kept', records: (await placingsOf(db, personId)).map((one) => personalRecord({ ...one })) },
      { key: 'naming', onErase: 'erased', records: (await namingsOf(db, personId)).map((one) => personalRecord({ ...one })) },
      {
        key: 'judgements', onErase: 'reduced', codes: { what: 'quizzes.personal.act' },
        records: (await judgementsOf(db, personId)).map((one) => personalRecord({ ...one })),
      },
      { key: 'allowances', onErase: 'erased', records: (await allowancesOf(db, personId)).map((one) => personalRecord({ ...one })) },
      {
        key: 'acts', onErase: 'kept', codes: { what: 'quizzes.personal.act' },
        records: (await actsOf(db, personId)).map((one) => personalRecord({ ...one })),
      },
    ];
  },
  async erase(tx, { personId }) {
    const attempts = (await attemptsOf(tx, personId)).length;
    const answers = (await answersOf(tx, personId)).length;
    const emptied = await emptyTexts(tx, personId);
    const judgements = (await judgementsOf(tx, personId)).length;
    const comments = await emptyComments(tx, personId);
    const placings = (await placingsOf(tx, personId)).length;
    const acts = (await actsOf(tx, personId)).length;
    return [
      { key: 'attempts', erased: 0, kept: attempts, ...(attempts > 0 ? { reason: 'figures' } : {}) },
      { key: 'answers', erased: emptied, kept: answers - emptied, ...(answers > emptied ? { reason: 'figures' } : {}) },
      { key: 'certificates', erased: await deleteCertificates(tx, personId), kept: 0 },
      { key: 'judgements', erased: comments, kept: judgements - comments, ...(judgements > comments ? { reason: 'figures' } : {}) },
      { key: 'allowances', erased: await deleteAllowances(tx, personId), kept: 0 },
      { key: 'placings', erased: 0, kept: placings, ...(placings > 0 ? { reason: 'figures' } : {}) },
      { key: 'naming', erased: await deleteNamings(tx, personId), kept: 0 },
      { key: 'acts', erased: 0, kept: acts, ...(acts > 0 ? { reason: 'public_record' } : {}) },
    ];
  },
  signed: async (db, { personId }) => (await actsOf(db, personId)).length,
  columns: {
    covered: [
      'quizzes.quiz.written_by', 'quizzes.quiz.reviewed_by', 'quizzes.ticket.assisted_by', 'quizzes.certificate_batch.asked_by',
      'quizzes.key_correction.proposed_by', 'quizzes.key_correction.decided_by',
      'quizzes.late_decision.decided_by', 'quizzes.grade.graded_by', 'quizzes.allowance.given_by',
      'quizzes.statement_export.asked_by',
    ],
  },
};
