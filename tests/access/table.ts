/**
 * Who may ask for what: THE list, one line a way (see routes.ts). A way that is not here fails `npm run check` and
 * `npm test`; the matrix (matrix/matrix.test.ts) asks each as every role in every position and expects what stands here.
 *
 * `by(roles…).of(subject)`: whoever holds one of the roles in the subject's body or in one above it.
 * `by(roles…).anywhere`: whoever holds one of them in any body; what is shown is still only what they reach.
 * A list means: any of these is enough.
 */
import type { Role } from '#modules/people/index.server.ts';
import type { SubjectName } from './subjects.ts';

export type Rule = {
  who: 'everybody' | 'signed-in' | readonly Role[];
  of?: SubjectName;
  /** Only in the subject's body itself: a role above it does not reach it. */
  itself?: true;
  /** Besides the fields that every form is sent with (fields.ts). `{own}`, `{id}`, `{today}`, `{later}` are filled in. */
  form?: Readonly<Record<string, string>>;
  /** A spreadsheet goes with the form, in this field. */
  file?: string;
  /** What the address always ends with, filled in likewise. */
  query?: string;
  /** Query strings of searches and filters, besides none: what they find is searched for what others may not read. */
  ask?: readonly string[];
  /** Sent as JSON instead of a form. */
  json?: Readonly<Record<string, unknown>>;
  /** Why a page of another site may send it: nobody's cookie counts there, or there is none. */
  foreign?: string;
  /** Answers everybody (a problem at a field, a report); who stands here decides only what changes. */
  quiet?: true;
  /** Asks once more who it is when the last proof is old. */
  proof?: true;
};

const open: Rule = { who: 'everybody' };
const self: Rule = { who: 'signed-in' };
const by = (...who: Role[]) => ({ anywhere: { who } as Rule, of: (of: SubjectName): Rule => ({ who, of }) });
const asking = (rule: Rule, ...ask: string[]): Rule => ({ ...rule, ask });
const sending = (rule: Rule, form: Record<string, string>): Rule => ({ ...rule, form });
const at = (rule: Rule, query: string): Rule => ({ ...rule, query });
const proven = (rule: Rule): Rule => ({ ...rule, proof: true });

/** The same rule for several actions of a page. */
const actions = (route: string, names: string, rule: Rule | readonly Rule[]) =>
  Object.fromEntries(names.split(' ').map((name) => [`POST ${route}?/${name}`, rule]));
const pages = (rule: Rule, ...routes: string[]) => Object.fromEntries(routes.map((route) => [`GET ${route}`, rule]));
/** Endpoints of the public API say which methods they have not. */
const api = (...routes: string[]) =>
  Object.fromEntries(routes.flatMap((route) => ['GET', 'OPTIONS', 'fallback'].map((method) => [`${method} ${route}`, open])));

const FILE = '/desk/ideas/[id=number]';
const ANSWER = '/desk/answers/[id=number]';
const LOCKED = '/desk/ideas/[id=number]/quarantine';
const IMPORT = '/desk/imports/[id=number]';
const MEMBER = '/desk/members/[id=number]';
const BODY = '/desk/organisation/[id=number]';
const GRANT = '/desk/organisation/[id=number]/roles/[grant=number]';
const ACCOUNT = '/desk/accounts/[id=uuid]';
const REQUEST = '/desk/privacy/[id=number]';
const DOCUMENT = '/desk/documents/[id=number]';

const keepers = by('administrator', 'officer');
const seers = by('administrator', 'officer', 'secretary');
const administrators = by('administrator');
const receivers = by('officer', 'moderator');
const search = ['?q=Zmember', '?q=Zaccount', '?q=Z', '?name=Z', '?text=Z'];

const publicPages = {
  ...pages(open, '/', '/accessibility', '/account', '/activate', '/certificates', '/certificates/[code]', '/documents', '/documents/[id=number]',
    '/documents/[id=number]/changes', '/ideas/feeds', '/ideas/feeds/atom.xml', '/ideas/feeds/rss.xml', '/ideas/follow',
    '/ideas/follow/confirm', '/ideas/follow/leave', '/ideas/ledger', '/ideas/new', '/ideas/overdue',
    '/ideas/overdue/list.csv', '/ideas/places', '/ideas/sent', '/ideas/track', '/ideas/track/view',
    '/ideas/track/view/files/[file]', '/ideas/track/withdraw', '/ideas/transparency', '/ideas/transparency/[table].csv',
    '/ideas/where', '/inform', '/learn', '/learn/roll/offline', '/learn/check-in/offline', '/ledger/checkpoint', '/ledger/key', '/ledger/proof', '/ledger/tile/[...path]',
    '/open-data', '/quiz/offline', '/organisation', '/organisation/[id=number]', '/places', '/places/[id=number]', '/privacy', '/recover', '/recover/new', '/sign-in',
    '/sign-in/provider', '/sign-in/provider/link', '/sign-in/provider/return', '/sign-in/second', '/sign-out',
    '/too-large', '/dev/mail', '/dev/mail/source', '/dev/ui', '/ideas/[id=number]', '/ideas/[id=number]/files/[file]',
    '/ideas/[id=number]/share.png'),
  ...pages(asking(open, '?q=Zidea', '?q=Z'), '/ideas', '/ideas/similar', '/search'),
  'OPTIONS /ideas/similar': open,
  'fallback /ideas/similar': open,
  ...api('/api/openapi.json', '/api/v1/ideas', '/api/v1/ideas/[id=number]', '/api/v1/ideas/fields',
    '/api/v1/ideas/statistics', '/api/v1/ideas/track/[code]', '/api/v1/places', '/api/v1/puzzle'),
  'GET /api/v1/search': asking(open, '?q=Zidea', '?q=Zmember'),
  'OPTIONS /api/v1/search': open,
  'fallback /api/v1/search': open,
  'fallback /api/[...path]': open,
} satisfies Record<string, Rule>;

/** Phones of a quiz: no session, a signed ticket that opens its own attempts and nothing else (tests/phones). */
const ticketed: Rule = { ...open, json: {}, foreign: 'The ticket in a header says whose it is; cookies are taken away.' };
const phones = {
  ...pages(open, '/api/v1/sittings/[sitting]/key', '/api/v1/sittings/[sitting]/sheets/[number]', '/api/v1/attempts/[attempt]',
    '/api/v1/attempts/[attempt]/result'),
  'POST /api/v1/attempts': ticketed,
  'PUT /api/v1/attempts/[attempt]/events': ticketed,
  'POST /api/v1/attempts/[attempt]/takeover': ticketed,
} satisfies Record<string, Rule>;

const oneClick: Rule = { ...open, foreign: 'RFC 8058: mail programs send it, without a session; its secret says whose it is.' };

/** Sent by anybody: what they do is limited by a code, a link or a password that the form carries. */
const publicForms = {
  'POST /api/v1/ideas': { ...open, json: {}, foreign: 'The public interface: it knows no sessions.' },
  ...actions('/activate', 'code open', open),
  'POST /display': open,
  ...actions('/ideas/[id=number]', 'support', open),
  ...actions('/ideas/follow', 'ask leave', open),
  'POST /ideas/follow/confirm': open,
  'POST /hien-ke/nhan-tin/huy': oneClick,
  'POST /en/ideas/follow/leave': oneClick,
  'POST /km/ideas/follow/leave': oneClick,
  'POST /ideas/new': open,
  'POST /ideas/track': open,
  ...actions('/ideas/track/view', 'reply appeal confirm withdraw forget leave', open),
  'POST /recover': open,
  'POST /recover/new': open,
  'POST /sign-in': open,
  'POST /sign-in/forget': open,
  'POST /sign-in/passkey': { ...open, json: {} },
  'POST /sign-in/second': open,
  'POST /sign-out': open,
} satisfies Record<string, Rule>;

const ownAccount = {
  'POST /sign-in/provider/link': proven(self),
  ...pages(self, '/me', '/me/data', '/me/data/correct', '/me/delegation', '/me/delegation/bodies', '/me/prove',
    '/me/security', '/me/sessions', '/me/switch', '/desk', '/desk/organisation', '/desk/places',
    '/desk/places/[id=number]'),
  ...pages(asking(self, '?q=Zaccount', '?q=Z'), '/me/delegation/people'),
  ...pages(proven(self), '/me/data/copy', '/me/data/erase', '/me/email', '/me/phone'),
  ...pages(self, '/me/password'),
  'GET /me/email/confirm': open,
  'POST /me/email/confirm': open,
  'GET /me/certificates': self,
  ...actions('/me/certificates', 'claim', sending({ who: [], of: 'certificate' }, { ticket: '{id}' })),
  'GET /me/certificates/[ticket=number]': { who: [], of: 'certificate' },
  'GET /me/data/copy/[id=number]/[format]': proven({ who: [], of: 'copy' }),
  ...actions('/me/data', 'give withdraw back', self),
  'POST /me/data/copy': proven(self),
  'POST /me/data/correct': self,
  'POST /me/data/erase': proven(self),
  ...actions('/me/delegation', 'end away back', self),
  ...actions('/me/delegation', 'give', proven(self)),
  'POST /me/email': proven(self),
  'POST /me/password': self,
  'POST /me/phone': proven(self),
  'POST /me/prove': self,
  ...actions('/me/security', 'beginApp confirmApp removeApp codes namePasskey removePasskey unlink', proven(self)),
  'POST /me/security/passkey': { ...self, json: { use: 'get' } },
  ...actions('/me/sessions', 'end others', self),
  'POST /me/switch': open,
} satisfies Record<string, Rule>;

const ideasDesk = {
  'GET /desk/ideas': asking(by('officer', 'moderator', 'reviewer', 'legal').anywhere, '?q=Zidea', '?tab=all', '?tab=quarantine'),
  [`GET ${FILE}`]: [by('officer', 'moderator', 'reviewer').of('idea'), by('answerer', 'reviewer').of('led')],
  [`GET ${FILE}/files/[file]`]: by('officer', 'moderator', 'reviewer').of('ideaFile'),
  ...actions(FILE, 'ask leave', receivers.of('idea')),
  ...actions(FILE, 'accept route duplicate', proven(receivers.of('idea'))),
  ...actions(FILE, 'reword', proven(sending(receivers.of('idea'), { body: 'Nội dung.' }))),
  ...actions(FILE, 'cluster', sending(receivers.of('idea'), { clusterTitle: 'Nhóm' })),
  ...actions(FILE, 'refuse', proven(sending(receivers.of('idea'), { reason: 'no_reply' }))),
  ...actions(FILE, 'reclassify', proven(sending(receivers.of('idea'), { reason: 'request' }))),
  ...actions(FILE, 'appeal', proven(sending(by('reviewer').of('idea'), { ruling: 'uphold' }))),
  ...actions(FILE, 'quarantine', proven(by('officer', 'moderator', 'legal', 'reviewer').of('idea'))),
  [`GET ${LOCKED}`]: by('legal', 'reviewer').of('locked'),
  ...actions(LOCKED, 'open', by('legal', 'reviewer').of('locked')),
  ...actions(LOCKED, 'release hand', proven(sending(by('legal', 'reviewer').of('locked'), { taken: '1' }))),
  'GET /desk/ideas/bulk': { ...at(receivers.of('idea'), '?step=accept&id={id}'), quiet: true },
  'POST /desk/ideas/bulk': proven({ ...at(receivers.of('idea'), '?step=accept&id={id}'), quiet: true }),
  'GET /desk/answers': asking(by('answerer', 'reviewer').anywhere, '?q=Zidea'),
  [`GET ${ANSWER}`]: by('answerer', 'reviewer').of('led'),
  ...actions(ANSWER, 'appraise save recall discard rows', by('answerer', 'reviewer').of('led')),
  ...actions(ANSWER, 'extend move', proven(sending(by('reviewer').of('led'), { moveTo: '{later}', moveReason: 'Trời mưa.' }))),
  ...actions(ANSWER, 'done', proven(sending(by('answerer', 'reviewer').of('led'), { doneOn: '{today}' }))),
  ...actions(ANSWER, 'submit', sending(by('answerer', 'reviewer').of('led'),
    { outcome: 'noted' })),
  ...actions(ANSWER, 'return', by('reviewer').of('led')),
  ...actions(ANSWER, 'publish', proven(by('reviewer').of('led'))),
} satisfies Record<string, Rule | readonly Rule[]>;

const membersDesk = {
  'GET /desk/members': asking(seers.anywhere, ...search, '?body={foreign}&below=1'),
  [`GET ${MEMBER}`]: seers.of('member'),
  ...actions(MEMBER, 'move leave exempt correct', keepers.of('member')),
  'GET /desk/members/bodies': asking(self, '?q=Z'),
  'GET /desk/members/new': keepers.anywhere,
  'POST /desk/members/new': { ...keepers.of('body'), quiet: true },
  'GET /desk/members/exports': seers.anywhere,
  ...actions('/desk/members/exports', 'agree refuse', proven(keepers.of('export'))),
  'POST /desk/members/exports/[id=number]/file': proven({ who: [], of: 'export' }),
  'GET /desk/members/exports/new': proven(at(seers.of('body'), '?body={own}')),
  'POST /desk/members/exports/new': proven(seers.of('body')),
  'GET /desk/imports': asking(keepers.anywhere, '?page=1'),
  [`GET ${IMPORT}`]: keepers.of('import'),
  ...actions(IMPORT, 'apply cancel resume map', keepers.of('import')),
  [`GET ${IMPORT}/marked`]: keepers.of('import'),
  'GET /desk/imports/new': keepers.anywhere,
  'POST /desk/imports/new': { ...sending(keepers.of('body'), { kind: 'members' }), file: 'file' },
  'GET /desk/imports/templates/[kind]': keepers.anywhere,
} satisfies Record<string, Rule | readonly Rule[]>;

const peopleDesk = {
  'GET /desk/accounts': asking(administrators.anywhere, ...search),
  'GET /desk/accounts/find': asking(self, ...search),
  [`GET ${ACCOUNT}`]: administrators.of('account'),
  ...actions(ACCOUNT, 'reopen', proven(administrators.of('closedAccount'))),
  ...actions(ACCOUNT, 'close invite letter', proven(sending(administrators.of('account'), { reason: 'left' }))),
  'GET /desk/accounts/letters': asking(seers.anywhere, ...search),
  'POST /desk/accounts/letters': proven(sending(seers.of('body'), { once: 'abcdefghijkl' })),
  'GET /desk/accounts/new': administrators.anywhere,
  'POST /desk/accounts/new': proven(administrators.of('body')),
  'GET /desk/audit': asking(administrators.anywhere, '?name=Zact', '?q=Zact', '?body={foreign}&below=1'),
  'GET /desk/audit/[id=number]': administrators.of('act'),
  'GET /desk/audit/bodies': asking(self, '?q=Z'),
  'GET /desk/audit/list.csv': proven(asking(administrators.anywhere, '?name=Zact')),
  [`GET ${BODY}/roles`]: administrators.of('body'),
  [`GET ${GRANT}`]: administrators.of('grant'),
  ...actions(GRANT, 'end revoke endDelegation', proven(administrators.of('grant'))),
  [`GET ${BODY}/roles/new`]: administrators.of('body'),
  [`POST ${BODY}/roles/new`]: proven(administrators.of('body')),
  [`GET ${BODY}`]: { ...self, of: 'body' },
  ...actions(BODY, 'correct found', sending(administrators.of('body'),
    { version: '2026-02-01', basis: 'Quyết định 1', kind: 'chi bộ', symbol: 'W-X', fullName: '', place: '' })),
} satisfies Record<string, Rule | readonly Rule[]>;

const privacyDesk = {
  'GET /desk/privacy': asking(keepers.anywhere, '?q=Z', '?tab=all', '?done=1'),
  [`GET ${REQUEST}`]: keepers.of('request'),
  ...actions(REQUEST, 'acknowledge correct refuse', sending(keepers.of('request'),
    { field: 'other', answer: 'Đã xem.', refusal: 'law_keeps' })),
  ...actions(REQUEST, 'approve', proven(keepers.of('request'))),
  'GET /desk/privacy/retention': keepers.of('installation'),
  'POST /desk/privacy/retention': proven(administrators.of('installation')),
} satisfies Record<string, Rule | readonly Rule[]>;

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

const PLAN = '/desk/organisation/reorganisations/[id=number]';
const planned = { title: 'Sắp xếp', effectiveOn: '{later}', on: '{later}', basisText: 'Quyết định 1', act: 'cancel' };
const reorganisations = {
  'GET /desk/organisation/reorganisations': administrators.anywhere,
  'GET /desk/organisation/reorganisations/new': administrators.anywhere,
  'POST /desk/organisation/reorganisations/new': sending(administrators.anywhere, planned),
  [`GET ${PLAN}`]: administrators.of('plan'),
  ...actions(PLAN, 'heading add remove heirs', sending(administrators.of('plan'), planned)),
  [`GET ${PLAN}/bodies`]: asking(administrators.of('plan'), '?q=chi'),
  [`GET ${PLAN}/decide`]: administrators.of('plan'),
  [`POST ${PLAN}/decide`]: proven(sending(administrators.of('plan'), planned)),
  [`GET ${PLAN}/members/[body=number]`]: administrators.of('dividedPlan'),
  ...actions(`${PLAN}/members/[body=number]`, 'lists file choices rest', sending(administrators.of('dividedPlan'), { rest: 'n1' })),
  [`GET ${PLAN}/members/[body=number]/file/[format]`]: proven(administrators.of('dividedPlan')),
  [`GET ${PLAN}/record`]: administrators.of('donePlan'),
  ...actions('/desk/places/[id=number]', 'correct change found', sending(administrators.of('installation'),
    { type: 'xã', code: '99999', kind: 'rename', version: '2026-01-01', since: '{today}', basis: 'Nghị quyết' })),
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

export const table: Readonly<Record<string, Rule | readonly Rule[]>> = {
  ...publicPages, ...publicForms, ...phones, ...ownAccount, ...ideasDesk, ...membersDesk, ...peopleDesk, ...privacyDesk, ...documentsDesk,
  ...questionsDesk, ...studyDesk, ...study, ...player, ...quizzesDesk, ...rolls, ...reorganisations,
};

/** What is asked of the application and not in the table, and what is in the table and cannot be asked any more. */
export function differences(keys: readonly string[]): { missing: string[]; stale: string[] } {
  const known = new Set(keys);
  return { missing: keys.filter((key) => !table[key]), stale: Object.keys(table).filter((key) => !known.has(key)) };
}
