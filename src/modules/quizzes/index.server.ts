import type { Manifest } from '#platform/manifest.ts';
import { closing } from './actions/close.server.ts';
import { certificateJobs } from './actions/certificate-batch.server.ts';
import { personal } from './actions/personal.server.ts';
import { rehoming } from './actions/rehoming.server.ts';
import { analysisJob } from './actions/analysis.server.ts';
import { loadSample } from './actions/sample.server.ts';
import { rankingJob } from './actions/ranking.server.ts';
import { correctionFormsWith, correctionJob } from './actions/correction.server.ts';
import { extraStepsWith } from './actions/extra-time.server.ts';
import { gradeWith } from './actions/grading.server.ts';
import { decideLateWith } from './actions/late.server.ts';
import { readExtraForm, readTakenBack } from './input/allowance.ts';
import { readGrade } from './input/grading.ts';
import { readLateForm } from './input/late.ts';
import { quizStepsWith } from './actions/quiz-steps.server.ts';
import { readCorrection } from './input/correction.ts';
import { readQuizForm, readWords } from './input/quiz.ts';
import { hot } from './hot.server.ts';
import { importAnswersWith } from './actions/emergency.server.ts';
import { savePlainWith } from './actions/plain.server.ts';
import { readBatch, readStart } from './input/phone.ts';

export {
  certificateUrl,
  checkCertificate,
  claimCertificate,
  ownCertificatePdf,
  ownCertificates,
  type Checked,
  type OwnCertificate,
} from './actions/certificate.server.ts';
export { askStatements, offersStatements, readStatementsPage, takeStatements, type StatementsFile, type StatementsPage } from './actions/statements.server.ts';
export { readStatements, readTypedStatements, type TypedStatements } from './input/statements.ts';
export { askBatch, readBatches, takeBatch, type BatchPage } from './actions/certificate-batch.server.ts';

export { readCampaignQuizzes, readDeskCampaignQuizzes, type CampaignQuiz } from './actions/of-campaign.server.ts';
export { publishQuiz } from './actions/publish.server.ts';
export { assistedTicket, bookSitting, ticketFor, type Issued } from './actions/ticket.server.ts';

export { giveExtra, readAllowances, takeBackExtra, type AllowancesPage } from './actions/extra-time.server.ts';
export { decideLate, readLate, type LatePage } from './actions/late.server.ts';
export { gradeAnswer, readGrading, type GradingPage } from './actions/grading.server.ts';
export { readExtraQuery, readTypedExtra, type TypedExtra } from './input/allowance.ts';
export { readGradingQuery, readTypedGrade, type TypedGrade } from './input/grading.ts';
export { readTypedLate, type TypedLate } from './input/late.ts';

export { readLive, readQuizPage, readQuizStart, readQuizzes, type LivePage, type QuizList, type QuizPage, type Totals } from './actions/desk.server.ts';
export { openingCode, type OpeningCode } from './actions/opening-code.server.ts';
export { readAnalysis, type AnalysisPage } from './actions/analysis-page.server.ts';
export { readCorrections, type CorrectionsPage } from './actions/correction.server.ts';
export { readTypedCorrection, type TypedCorrection } from './input/correction.ts';
export { startQuiz } from './actions/quiz-steps.server.ts';
export { readQuizQuery, readTypedQuiz, type TypedQuiz, type TypedSitting } from './input/quiz.ts';
export { asksProof as quizAsksProof } from './rules/quiz.ts';

export { readPlayerPage } from './actions/player.server.ts';
export { assist, readAssist, type AssistPage } from './actions/assist.server.ts';
export { beginPlain, readPlain, type PlainPage } from './actions/plain.server.ts';
export { checkReceipt, readOwnAttempts, type OwnAttempt } from './actions/attempts.server.ts';
export { mayImportAnswers, type ImportedFile } from './actions/emergency.server.ts';
export { chooseNaming } from './actions/naming.server.ts';
export { readCampaignRankings, readRanking, type RankingPage } from './actions/ranking.server.ts';
export { emergencyFiles, parseEmergency, readAssistForm, readGuess, readNamingForm, readPlainForm, readRankingPage, readSittingField } from './input/player.ts';

/** The plain form's answers, and emergency files, are read as strictly as what phones send. */
export const savePlain = savePlainWith(readBatch);
export const importAnswers = importAnswersWith({ batch: readBatch, start: readStart });

/** Every form on the page of a quiz at the desk. */
export const quizSteps = quizStepsWith({ form: readQuizForm, words: readWords });

export const { propose: proposeFrom, decide: decideOn } = correctionFormsWith({ form: readCorrection });

/** The forms on the pages of late answers, open text and more time. */
export const decideLateFrom = decideLateWith(readLateForm);
export const gradeFrom = gradeWith(readGrade);
export const extraSteps = extraStepsWith({ give: readExtraForm, takeBack: readTakenBack });

export const manifest: Manifest = {
  sample: loadSample, hot, jobs: [closing, analysisJob, correctionJob, rankingJob, ...certificateJobs], personal, rehoming };
