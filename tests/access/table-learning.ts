/** Who may ask for what of documents, questions, campaigns, rolls and quizzes: part of table.ts. */
import { actions, asking, at, by, open, pages, proven, self, sending, keepers, seers, type Rule } from './rule.ts';
import type { SubjectName } from './subjects.ts';

const DOCUMENT = '/desk/documents/[id=number]';
const editors = by('editor', 'reviewer');
const wellPut = { type: 'truefalse', stem: 'Đúng hay sai?', truth: 'true', difficulty: '1' };
const documentsDesk = {
  'GET /desk/documents': asking(editors.anywhere, '?q=Zdocument', '?q=Z'),
  [`GET ${DOCUMENT}`]: editors.of('document'),
  ...actions(DOCUMENT, 'save version submit', sending(by('editor').of('document'), { kind: 'regulation' })),
  ...actions(DOCUMENT, 'giveBack', by('reviewer').of('document')),
  ...actions(DOCUMENT, 'publish withdraw', proven(by('reviewer').of('document'))),
  'GET /desk/documents/new': by('editor').anywhere,
  'POST /desk/documents/new': sending(by('editor').of('body'), { kind: 'regulation' }),
} satisfies Record<string, Rule | readonly Rule[]>;

const bank = by('editor', 'reviewer', 'translator');
const QUESTION = '/desk/questions/[id=number]';
const PAPER = '/desk/papers/[id=number]';
const QUESTIONS = '/desk/questions/imports/[id=number]';
const questionsDesk = {
  'GET /desk/questions': asking(bank.anywhere, '?q=Zquestion', '?q=Z'),
  [`GET ${QUESTION}`]: bank.of('question'),
  [`GET ${QUESTION}/media`]: by('editor').of('question'),
  ...actions(`${QUESTION}/media`, 'drop', by('editor').of('question')),
  ...actions(`${QUESTION}/media`, 'add', { ...sending(by('editor').of('question'), { kind: 'picture' }), file: 'file' }),
  [`GET ${QUESTION}/media/[medium=number]`]: bank.of('medium'),
  [`GET ${QUESTION}/languages/[language]`]: bank.of('translation'),
  ...actions(`${QUESTION}/languages/[language]`, 'save submit', sending(by('editor', 'translator').of('translation'), { stem: 'What?', version: '{id}' })),
  ...actions(`${QUESTION}/languages/[language]`, 'approve giveBack', by('reviewer').of('translation')),
  ...actions(QUESTION, 'save submit cite uncite confirm', sending(by('editor').of('question'), wellPut)),
  ...actions(QUESTION, 'retire', by('reviewer').of('question')),
  ...actions(QUESTION, 'approve giveBack', sending(by('reviewer').of('question'), wellPut)),
  'GET /desk/questions/export': asking(editors.anywhere, '?q=Zquestion', '?q=Zquestion&format=gift', '?q=Zquestion&format=word'),
  'GET /desk/questions/export/[format]': proven(asking(editors.anywhere, '?q=Zquestion')),
  'GET /desk/questions/new': by('editor').anywhere,
  'POST /desk/questions/new': sending(by('editor').of('body'), wellPut),
  'GET /desk/questions/imports': editors.anywhere,
  'GET /desk/questions/imports/new': by('editor').anywhere,
  'GET /desk/questions/imports/template': editors.anywhere,
  'POST /desk/questions/imports/new': { ...sending(by('editor').of('body'), { format: 'gift' }), file: 'file' },
  [`GET ${QUESTIONS}`]: editors.of('questionImport'),
  [`GET ${QUESTIONS}/report`]: editors.of('questionImport'),
  ...actions(QUESTIONS, 'save drop', by('editor').of('questionImport')),
  'GET /desk/questions/documents': asking(self, '?q=Zdocument', '?q=Z'),
  'GET /desk/papers': asking(editors.anywhere, '?q=Zpaper', '?q=Z'),
  'GET /desk/papers/new': by('editor').anywhere,
  'POST /desk/papers/new': sending(by('editor').of('body'), { kind: 'fixed' }),
  [`GET ${PAPER}`]: editors.of('paper'),
  [`GET ${PAPER}/sheet`]: editors.of('paper'),
  [`GET ${PAPER}/choose`]: by('editor').of('paper'),
  [`POST ${PAPER}/choose`]: sending(by('editor').of('paper'), { chosen: '1' }),
  ...actions(PAPER, 'save order renew addRow rows submit copy',
    sending(by('editor').of('paper'), { count: '1', points: '1', line: '0', lineCount: '1', linePoints: '1' })),
  ...actions(PAPER, 'approve giveBack retire', by('reviewer').of('paper')),
} satisfies Record<string, Rule | readonly Rule[]>;

const CAMPAIGN = '/desk/study/[id=number]';
const SESSION = '/desk/study/sessions/[id=number]';
const campaignForm = { opensOn: '{today}', closesOn: '{later}', rosterOn: '{today}', target: '98', reminderDays: '', from: '', takesRoll: 'yes' };
const sessionForm = { kind: 'main', venue: 'Hội trường', from: '07:30', until: '11:00' };
const studyDesk = {
  'GET /desk/study': asking(seers.anywhere, '?q=Zdraft', '?q=Z', '?state=draft'),
  'GET /desk/study/new': asking(keepers.anywhere, '?from=1'),
  'POST /desk/study/new': sending(keepers.of('body'), campaignForm),
  [`GET ${CAMPAIGN}`]: keepers.of('draftCampaign'),
  ...actions(CAMPAIGN, 'announce cancel', proven(keepers.of('draftCampaign'))),
  ...actions(CAMPAIGN, 'close reopen refresh move', keepers.of('draftCampaign')),
  [`GET ${CAMPAIGN}/edit`]: keepers.of('draftCampaign'),
  [`POST ${CAMPAIGN}/edit`]: sending(keepers.of('draftCampaign'), campaignForm),
  [`GET ${CAMPAIGN}/audience`]: keepers.of('draftCampaign'),
  [`POST ${CAMPAIGN}/audience`]: sending(keepers.of('draftCampaign'), { audience: 'everybody', bodies: '{own}' }),
  [`GET ${CAMPAIGN}/documents`]: keepers.of('draftCampaign'),
  ...actions(`${CAMPAIGN}/documents`, 'add drop', sending(keepers.of('draftCampaign'), { document: '1' })),
  [`GET ${CAMPAIGN}/documents/[document=number]`]: keepers.of('draftCampaign'),
  ...actions(`${CAMPAIGN}/documents/[document=number]`, 'clauses', sending(keepers.of('draftCampaign'), { document: '1' })),
  [`GET ${CAMPAIGN}/sessions/new`]: keepers.of('draftCampaign'),
  [`POST ${CAMPAIGN}/sessions/new`]: sending(keepers.of('draftCampaign'), sessionForm),
  [`GET ${CAMPAIGN}/reminders`]: keepers.of('draftCampaign'),
  [`GET ${CAMPAIGN}/rates`]: seers.of('ratedCampaign'),
  [`GET ${CAMPAIGN}/rates/file/[format]`]: seers.of('ratedCampaign'),
  ...actions(`${CAMPAIGN}/rates`, 'sign', proven(sending(seers.of('ratedCampaign'), { body: '{body}', seen: '1-0-0' }))),
  ...actions(`${CAMPAIGN}/rates`, 'reopen', proven(sending(seers.of('signedCampaign'), { body: '{body}', reason: 'Sót' }))),
  [`GET ${SESSION}`]: seers.of('studySession'),
  ...actions(SESSION, 'save cancel minutes', sending(seers.of('studySession'), sessionForm)),
  ...actions(SESSION, 'answer hide show', sending(seers.of('studySession'), { question: '{question}' })),
  [`GET ${SESSION}/minutes`]: seers.of('studySession'),
} satisfies Record<string, Rule | readonly Rule[]>;

const study = {
  ...pages(open, '/learn/campaigns/[id=number]', '/learn/campaigns/[id=number]/calendar.ics', '/learn/calendar/[token].ics'),
  'GET /learn/sessions/[id=number]': { who: [], of: 'studySession' },
  ...actions('/learn/sessions/[id=number]', 'ask takeBack', sending({ who: [], of: 'studySession' }, { question: '1' })),
  'GET /learn/settings': self,
  ...actions('/learn/settings', 'choose make revoke', self),
} satisfies Record<string, Rule | readonly Rule[]>;

const BATCHES = '/desk/quizzes/[id=number]/certificates';
const QUIZ = '/desk/quizzes/[id=number]';
/** Answering is for the campaign's roster, which no role is on; what an attempt holds is the person's alone. */
const answering: Rule = { who: [], of: 'openQuiz' };
const player = {
  'GET /quiz/[id=number]': answering,
  ...actions('/quiz/[id=number]', 'book begin', sending(answering, { sitting: '1' })),
  'GET /quiz/[id=number]/form': answering,
  'POST /quiz/[id=number]/form': sending(answering, { do: 'save' }),
  // For the secretary of a branch on the roster; nobody of the matrix has one there.
  'GET /quiz/[id=number]/assist': answering,
  'POST /quiz/[id=number]/assist': sending(answering, { member: '1', consent: 'yes' }),
  ...pages(open, '/quiz/receipt', '/quiz/receipt/[code]', '/quiz/[id=number]/ranking'),
  'GET /me/attempts': self,
  ...actions('/me/attempts', 'naming', self),
  'GET /desk/quizzes/import-answers': by('officer', 'administrator').anywhere,
  'POST /desk/quizzes/import-answers': by('officer', 'administrator').anywhere,
} satisfies Record<string, Rule | readonly Rule[]>;
const quizKeepers = by('officer', 'editor', 'administrator', 'reviewer');
const quizRules = { title: 'Trắc nghiệm', sheets: '1', mode: 'practice', counts: 'best', explanations: 'answered', lateRule: 'count',
  reason: 'Sai đề', note: 'Sửa câu 3' };
const quizzesDesk = {
  'GET /desk/quizzes': asking(quizKeepers.anywhere, '?q=Zquiz', '?q=Z'),
  'GET /desk/quizzes/new': at(by('officer', 'editor', 'administrator').of('campaign'), '?campaign={id}'),
  'POST /desk/quizzes/new': at(sending(by('officer', 'editor', 'administrator').of('campaign'), quizRules), '?campaign={id}'),
  [`GET ${QUIZ}`]: quizKeepers.of('quiz'),
  ...actions(QUIZ, 'save submit', sending(by('officer', 'editor', 'administrator').of('quiz'), quizRules)),
  ...actions(QUIZ, 'giveBack', sending(by('officer', 'reviewer', 'administrator').of('submittedQuiz'), quizRules)),
  ...actions(QUIZ, 'publish cancel', proven(sending(by('officer', 'reviewer', 'administrator').of('submittedQuiz'), quizRules))),
  [`GET ${QUIZ}/analysis`]: by('officer', 'editor', 'administrator', 'reviewer', 'secretary', 'reporter').of('closedQuiz'),
  [`GET ${QUIZ}/corrections`]: quizKeepers.of('closedQuiz'),
  ...actions(`${QUIZ}/corrections`, 'propose', sending(by('officer', 'editor', 'administrator').of('closedQuiz'),
    { item: '1', kind: 'annulled', reason: 'Sai đề' })),
  ...actions(`${QUIZ}/corrections`, 'decide', proven(sending(by('officer', 'reviewer', 'administrator').of('correctedQuiz'),
    { correction: '{correction}', agrees: 'no' }))),
  [`GET ${QUIZ}/late`]: quizKeepers.of('lateQuiz'),
  ...actions(`${QUIZ}/late`, 'decide', proven(sending(by('officer', 'reviewer', 'administrator').of('lateQuiz'),
    { attempt: 'ffffffffffff.0', decision: 'count', reason: 'Mất sóng' }))),
  [`GET ${QUIZ}/grading`]: quizKeepers.of('lateQuiz'),
  // Changing what was given asks for a proof (late.test.ts); the first reading does not.
  ...actions(`${QUIZ}/grading`, 'grade', sending(quizKeepers.of('lateQuiz'), { item: '1', answer: 'ffffffffffff', seen: '0', points: '1' })),
  // And for the secretary of a branch on the roster; nobody of the matrix has one there.
  [`GET ${QUIZ}/allowances`]: asking(by('officer').of('openQuiz'), '?q=Z'),
  ...actions(`${QUIZ}/allowances`, 'give takeBack', sending(by('officer').of('openQuiz'), { member: '1', minutes: '15' })),
  [`GET ${QUIZ}/live`]: quizKeepers.of('quiz'),
  [`GET ${QUIZ}/key/[sitting=number]`]: proven(quizKeepers.of('openQuiz')),
  [`GET ${QUIZ}/statements`]: keepers.of('closedQuiz'),
  ...actions(`${QUIZ}/statements`, 'ask', proven(sending(keepers.of('closedQuiz'), { format: 'json', purpose: 'Nạp vào LMS' }))),
  // For whoever asked for it, which nobody of the matrix did.
  [`GET ${QUIZ}/statements/[export=number]`]: proven({ who: [], of: 'closedQuiz' }),
  [`GET ${BATCHES}`]: keepers.of('batch'),
  ...actions(BATCHES, 'make', proven(keepers.of('batch'))),
  [`GET ${BATCHES}/[batch=number]`]: proven(keepers.of('batch')),
} satisfies Record<string, Rule | readonly Rule[]>;

const ROLL = '/learn/roll/[session=number]';
const WHOLE_ROLL = '/learn/roll/campaign/[id=number]';
const secretaryOf = (of: SubjectName): Rule => ({ who: ['secretary'], of, itself: true });
const keepersOfRolls = secretaryOf('rollSession');
const organisers: Rule = { who: ['officer', 'secretary'], of: 'ownSession', itself: true };
const tapped = { sentAt: 1, taps: [{ id: '6a8f2b40-0000-4000-8000-000000000001', member: 1, outcome: 'attended', reason: null, seen: null, at: 1 }] };
const rolls = {
  'GET /learn/roll': by('secretary', 'officer').anywhere,
  [`GET ${ROLL}`]: keepersOfRolls,
  ...actions(ROLL, 'mark rest', sending(keepersOfRolls, { outcome: 'attended', id: tapped.taps[0]!.id, member: '1' })),
  [`POST ${ROLL}/marks`]: { ...keepersOfRolls, json: tapped },
  [`GET ${WHOLE_ROLL}`]: secretaryOf('rollCampaign'),
  ...actions(WHOLE_ROLL, 'mark rest', sending(secretaryOf('rollCampaign'), { outcome: 'attended', id: tapped.taps[0]!.id, member: '1' })),
  ...pages(keepersOfRolls, `${ROLL}/sheet`, `${ROLL}/import`),
  ...pages(secretaryOf('rollCampaign'), `${WHOLE_ROLL}/sheet`, `${WHOLE_ROLL}/import`, `${WHOLE_ROLL}/[member=number]`),
  ...actions(`${ROLL}/sheet`, 'print', keepersOfRolls),
  ...actions(`${WHOLE_ROLL}/sheet`, 'print', secretaryOf('rollCampaign')),
  ...actions(`${ROLL}/sheet`, 'preview apply', sending(secretaryOf('sessionSheet'), { numbers: '1', meaning: 'present' })),
  ...actions(`${WHOLE_ROLL}/sheet`, 'preview apply', sending(secretaryOf('campaignSheet'), { numbers: '1', meaning: 'present' })),
  ...actions(`${ROLL}/import`, 'read', { ...keepersOfRolls, file: 'file' }),
  ...actions(`${WHOLE_ROLL}/import`, 'read', { ...secretaryOf('rollCampaign'), file: 'file' }),
  ...actions(`${ROLL}/import`, 'apply', sending(keepersOfRolls, { accepted: '[]' })),
  ...actions(`${WHOLE_ROLL}/import`, 'apply', sending(secretaryOf('rollCampaign'), { accepted: '[]' })),
  ...actions(`${WHOLE_ROLL}/[member=number]`, 'answer', sending(secretaryOf('rollCampaign'), { objection: '1', answer: 'Đã sửa.' })),
  [`GET ${ROLL}/room`]: organisers,
  ...actions(`${ROLL}/room`, 'confirm', sending(organisers, { counted: '1', nonMembers: '0' })),
  'GET /desk/study/sessions/[id=number]/code': organisers,
  'GET /learn/check-in/[session=number]': { ...self, of: 'rollSession' },
  'POST /learn/check-in/[session=number]': { ...self, of: 'rollSession' },
  'POST /learn/check-in/[session=number]/arrive': { ...self, of: 'rollSession', json: { code: 'x' } },
  'GET /learn/mine': self,
  ...actions('/learn/mine', 'object', self),
  [`POST ${WHOLE_ROLL}/marks`]: { ...secretaryOf('rollCampaign'), json: tapped },
} satisfies Record<string, Rule | readonly Rule[]>;

export const learning: Readonly<Record<string, Rule | readonly Rule[]>> = {
  ...documentsDesk, ...questionsDesk, ...studyDesk, ...study, ...player, ...quizzesDesk, ...rolls,
};
