import type { Manifest } from '#platform/manifest.ts';
import { closing } from './actions/close.server.ts';
import { certificateJobs } from './actions/certificate-batch.server.ts';
import { personal } from './actions/personal.server.ts';
import { rehoming } from './actions/rehoming.server.ts';
import { quizStepsWith } from './actions/quiz-steps.server.ts';
import { readQuizForm, readWords } from './input/quiz.ts';
import { hot } from './hot.server.ts';

export {
  certificateUrl,
  checkCertificate,
  claimCertificate,
  ownCertificatePdf,
  ownCertificates,
  type Checked,
  type OwnCertificate,
} from './actions/certificate.server.ts';
export { askBatch, readBatches, takeBatch, type BatchPage } from './actions/certificate-batch.server.ts';

export { publishQuiz } from './actions/publish.server.ts';
export { assistedTicket, bookSitting, giveExtra, ticketFor, type Issued } from './actions/ticket.server.ts';

export { readLive, readQuizPage, readQuizStart, readQuizzes, type LivePage, type QuizList, type QuizPage, type Totals } from './actions/desk.server.ts';
export { openingCode, type OpeningCode } from './actions/opening-code.server.ts';
export { startQuiz } from './actions/quiz-steps.server.ts';
export { readQuizQuery, readTypedQuiz, type TypedQuiz, type TypedSitting } from './input/quiz.ts';
export { asksProof as quizAsksProof } from './rules/quiz.ts';

/** Every form on the page of a quiz at the desk. */
export const quizSteps = quizStepsWith({ form: readQuizForm, words: readWords });

export const manifest: Manifest = { hot, jobs: [closing, ...certificateJobs], personal, rehoming };
