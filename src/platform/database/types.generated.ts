// Written by `npm run types:db` from the migrated schema. Write a migration, and run it again.

import type { ColumnType } from "kysely";

export type ArrayType<T> = ArrayTypeImpl<T> extends (infer U)[]
  ? U[]
  : ArrayTypeImpl<T>;

export type ArrayTypeImpl<T> = T extends ColumnType<infer S, infer I, infer U>
  ? ColumnType<S[], I[], U[]>
  : T[];

export type Generated<T> = T extends ColumnType<infer S, infer I, infer U>
  ? ColumnType<S, I | undefined, U>
  : ColumnType<T, T | undefined, T>;

export type Json = JsonValue;

export type JsonArray = JsonValue[];

export type JsonObject = {
  [x: string]: JsonValue | undefined;
};

export type JsonPrimitive = boolean | number | string | null;

export type JsonValue = JsonArray | JsonObject | JsonPrimitive;

export type Numeric = ColumnType<string, number | string, number | string>;

export type Timestamp = ColumnType<Date, Date | string, Date | string>;

export interface AuditAct {
  actor_id: string | null;
  actor_name: string;
  at: Timestamp;
  body_id: number | null;
  details: Generated<Json>;
  id: Generated<number>;
  kind: string;
  leaf_hash: string;
  subject: string;
}

export interface CalendarDay {
  day: string;
  kind: string;
  name: string;
  source: string;
  version_id: number;
}

export interface CalendarVersion {
  covers_from: string;
  covers_to: string;
  id: Generated<number>;
  published_at: Timestamp;
  published_by: string;
  reason: string;
}

export interface DocumentsClause {
  anchor: string;
  heading: string;
  kind: string;
  label: string;
  parent: string | null;
  position: number;
  text: string;
  version_id: number;
}

export interface DocumentsDocument {
  body_id: number;
  created_at: Timestamp;
  created_by: string | null;
  id: Generated<number>;
  issued_on: string;
  issuer: string;
  kind: string;
  sample: Generated<boolean>;
  search_key: Generated<string>;
  symbol: string;
  symbol_key: string;
  title: string;
  withdrawn_at: Timestamp | null;
  withdrawn_reason: string | null;
}

export interface DocumentsVersion {
  basis: Generated<string>;
  document_id: number;
  id: Generated<number>;
  in_force_from: string;
  note: string | null;
  number: number;
  published_at: Timestamp | null;
  reviewed_by: string | null;
  state: string;
  text: string;
  written_at: Timestamp;
  written_by: string | null;
}

export interface FilesBlob {
  bytes: number;
  sha256: string;
  touched_at: Timestamp;
}

export interface FilesFile {
  bytes: number;
  created_at: Timestamp;
  height: number | null;
  id: Generated<string>;
  name: string;
  sha256: string;
  type: string;
  width: number | null;
}

export interface FilesReference {
  file_id: string;
  owner: string;
  owner_id: string;
  position: Generated<number>;
}

export interface FilesThumbnail {
  bytes: number;
  file_id: string;
  height: number;
  sha256: string;
  size: number;
  width: number;
}

export interface IdeasAnswer {
  approved_by: string | null;
  body_id: number;
  drafted_at: Timestamp;
  drafted_by: string;
  id: Generated<number>;
  idea_id: number;
  ledger_leaf: Buffer | null;
  outcome: string;
  published_at: Timestamp | null;
  return_note: string | null;
  returned_at: Timestamp | null;
  returned_by: string | null;
  signer_name: string | null;
  signer_title: string | null;
  status: Generated<string>;
  submitted_at: Timestamp | null;
  text: string;
  version: Generated<number>;
  written_by: Generated<string[]>;
}

export interface IdeasAppeal {
  against_person: string | null;
  against_step: number | null;
  at: Timestamp;
  decided_at: Timestamp | null;
  decided_by: string | null;
  decision: string | null;
  granted: boolean | null;
  id: Generated<number>;
  idea_id: number;
  text: string;
}

export interface IdeasAssignment {
  body_id: number;
  idea_id: number;
  note: string | null;
  role: string;
  since: Timestamp;
  until: Timestamp | null;
}

export interface IdeasAuthor {
  consents: Generated<Json>;
  email: string | null;
  idea_id: number;
  name: string | null;
  phone: string | null;
}

export interface IdeasCluster {
  created_at: Timestamp;
  id: Generated<number>;
  title: string;
}

export interface IdeasConfirmation {
  at: Timestamp;
  done: boolean;
  id: Generated<number>;
  idea_id: number;
  text: string | null;
}

export interface IdeasCustody {
  act: string;
  at: Timestamp;
  id: Generated<number>;
  idea_id: number;
  person_id: string;
  receiver: string | null;
}

export interface IdeasExtension {
  at: Timestamp;
  body_id: number;
  from_due: string;
  id: Generated<number>;
  idea_id: number;
  person_id: string;
  reason: string;
  to_due: string;
}

export interface IdeasField {
  archived: Generated<boolean>;
  code: string;
  name: string | null;
  position: number;
}

export interface IdeasFollow {
  confirm_hash: Buffer | null;
  confirmed_at: Timestamp | null;
  created_at: Timestamp;
  email: string;
  field: string | null;
  id: Generated<number>;
  idea_id: number | null;
  language: Generated<string>;
  leave_hash: Buffer;
  place_id: number | null;
}

export interface IdeasIdea {
  accepted_at: Timestamp | null;
  admissible_due: string;
  answer_due: string | null;
  answered_at: Timestamp | null;
  body: string;
  calendar_version: number;
  channel: Generated<string>;
  cluster_id: number | null;
  code_hash: Buffer;
  confirmed_at: Timestamp | null;
  duplicate_of: number | null;
  erased_at: Timestamp | null;
  field: string;
  id: Generated<number>;
  idempotency_hash: Buffer | null;
  language: Generated<string>;
  lead_body: number | null;
  ledger_leaf: Buffer | null;
  original_body: string;
  original_title: string;
  paused_on: string | null;
  place_id: number | null;
  place_on: string | null;
  published_at: Timestamp | null;
  quarantined_at: Timestamp | null;
  received_at: Timestamp;
  reception_body: number;
  refusal_reason: string | null;
  return_state: string | null;
  state: Generated<string>;
  supporters: Generated<number>;
  title: string;
  withdrawn_at: Timestamp | null;
}

export interface IdeasMessage {
  at: Timestamp;
  body_id: number | null;
  by_author: boolean;
  id: Generated<number>;
  idea_id: number;
  person_id: string | null;
  text: string;
}

export interface IdeasMilestone {
  answer_id: number;
  done_on: string | null;
  due_on: string;
  id: Generated<number>;
  idea_id: number;
  note: string | null;
  promised_on: string | null;
  title: string;
}

export interface IdeasPause {
  from_day: string;
  idea_id: number;
  to_day: string | null;
}

export interface IdeasPublished {
  accepted_at: Timestamp | null;
  admissible_due: string | null;
  answer_due: string | null;
  answered_at: Timestamp | null;
  body: string | null;
  calendar_version: number | null;
  channel: string | null;
  cluster_id: number | null;
  code_hash: Buffer | null;
  confirmed_at: Timestamp | null;
  duplicate_of: number | null;
  erased_at: Timestamp | null;
  field: string | null;
  id: number | null;
  idempotency_hash: Buffer | null;
  language: string | null;
  lead_body: number | null;
  ledger_leaf: Buffer | null;
  original_body: string | null;
  original_title: string | null;
  paused_on: string | null;
  place_id: number | null;
  place_on: string | null;
  published_at: Timestamp | null;
  quarantined_at: Timestamp | null;
  received_at: Timestamp | null;
  reception_body: number | null;
  refusal_reason: string | null;
  return_state: string | null;
  state: string | null;
  supporters: number | null;
  title: string | null;
  withdrawn_at: Timestamp | null;
}

export interface IdeasReminder {
  body_id: number;
  deadline: string;
  due: string;
  idea_id: number;
  kind: string;
  sent_at: Timestamp;
}

export interface IdeasSetting {
  changed_at: Generated<Timestamp>;
  changed_by: string | null;
  key: string;
  value: Json;
}

export interface IdeasStep {
  at: Timestamp;
  body_id: number | null;
  by_author: Generated<boolean>;
  data: Generated<Json>;
  from_state: string | null;
  id: Generated<number>;
  idea_id: number;
  kind: string;
  ledger_leaf: Buffer | null;
  person_id: string | null;
  public: Generated<boolean>;
  reason: string | null;
  text: string | null;
  to_state: string;
}

export interface IdeasSupport {
  at: Timestamp;
  idea_id: number;
  supporter: Buffer;
}

export interface LedgerCheckpoint {
  at: Timestamp;
  note: string;
  root: Buffer;
  size: number;
}

export interface LedgerEntry {
  data: string;
  index: number;
  leaf_hash: Buffer;
}

export interface LedgerKey {
  created_at: Timestamp;
  id: Buffer;
  origin: string;
  private_key: Buffer | null;
  public_key: Buffer;
}

export interface LedgerNode {
  hash: Buffer;
  index: number;
  level: number;
}

export interface LedgerOpening {
  kind: string;
  leaf_hash: Buffer;
  salt: Buffer;
  subject: string;
}

export interface LedgerPending {
  data: string;
  id: Generated<number>;
  leaf_hash: Buffer;
  queued_at: Timestamp;
}

export interface LimitsSecret {
  day: string;
  secret: Buffer;
}

export interface LimitsSpentPuzzle {
  expires_at: Timestamp;
  nonce: string;
}

export interface LimitsUsage {
  expires_at: Timestamp;
  granted: Generated<number>;
  key: Buffer;
  rule: string;
  taken: ArrayType<Timestamp>;
}

export interface MailMessage {
  attempts: Generated<number>;
  body: string | null;
  created_at: Timestamp;
  due_at: Timestamp;
  id: Generated<string>;
  key: string;
  language: string;
  last_error: string | null;
  recipient: string | null;
  secret: Generated<boolean>;
  sent_at: Timestamp | null;
  state: Generated<string>;
  subject: string | null;
  unsubscribe_url: string | null;
}

export interface MembersAccount {
  member_id: number | null;
  person_id: string | null;
}

export interface MembersAllotment {
  body_id: number;
  destination: string;
  member_id: number;
  outcome: string | null;
  recorded_at: Timestamp;
  recorded_by: string | null;
  reorganisation_id: number;
}

export interface MembersBelonging {
  body_id: number | null;
  member_id: number | null;
  valid: string | null;
}

export interface MembersColumnMemory {
  body_id: number;
  field: string;
  heading: string;
  kind: string;
  person_id: string;
  used_at: Timestamp;
}

export interface MembersExemption {
  id: Generated<number>;
  member_id: number;
  reason: string;
  recorded_at: Timestamp;
  recorded_by: string | null;
  valid: string;
}

export interface MembersExemptTime {
  member_id: number | null;
  valid: string | null;
}

export interface MembersExport {
  asked_at: Timestamp;
  asked_by: string;
  below: boolean;
  body_id: number;
  day: string;
  decided_at: Timestamp | null;
  decided_by: string | null;
  format: string;
  id: Generated<number>;
  purpose: string;
  state: string;
  taken_at: Timestamp | null;
  until: Timestamp;
}

export interface MembersImport {
  as_of: string;
  body_id: number;
  counts: Generated<Json>;
  file_bytes: number;
  file_name: string;
  finished_at: Timestamp | null;
  id: Generated<number>;
  kind: string;
  mapping: Json | null;
  outline: Json | null;
  position: Generated<number>;
  progress_at: Timestamp;
  refusal: Json | null;
  started_at: Timestamp;
  started_by: string;
  state: string;
}

export interface MembersImportFile {
  content: Buffer;
  import_id: number;
}

export interface MembersImportMarked {
  content: Buffer;
  import_id: number;
}

export interface MembersImportRow {
  cells: Json;
  findings: Generated<Json>;
  hidden: Generated<boolean>;
  import_id: number;
  number: number;
  outcome: Generated<string>;
}

export interface MembersMember {
  code: string;
  created_at: Timestamp;
  email: string | null;
  full_name: string;
  given_name: Generated<string>;
  id: Generated<number>;
  other_names: Generated<string>;
  person_id: string | null;
  phone: string | null;
  sample: Generated<boolean>;
  search_key: Generated<string>;
  updated_at: Timestamp;
}

export interface MembersMembership {
  began: string;
  body_id: number;
  ended: string | null;
  id: Generated<number>;
  member_id: number;
  recorded_at: Timestamp;
  recorded_by: string | null;
  valid: string;
}

export interface MembersNamed {
  code: string | null;
  full_name: string | null;
  given_name: string | null;
  member_id: number | null;
  other_names: string | null;
  person_id: string | null;
  search_key: string | null;
}

export interface MembersTally {
  below: Generated<boolean>;
  body_id: number;
  counts: Generated<number[]>;
  days: Generated<ArrayType<string>>;
}

export interface OrganisationBody {
  id: number;
  sample: Generated<boolean>;
}

export interface OrganisationBodyEvent {
  basis: string;
  from_ids: number[];
  happened_on: string;
  id: Generated<number>;
  kind: string;
  source: Generated<string>;
  to_ids: number[];
}

export interface OrganisationBodyVersion {
  basis: string;
  body_id: number;
  full_name: string;
  id: Generated<number>;
  kind: string;
  name: string;
  parent_id: number | null;
  place_id: number | null;
  source: Generated<string>;
  symbol: Generated<string>;
  valid: string;
}

export interface OrganisationCorrection {
  after: Json;
  at: Timestamp;
  before: Json;
  body_id: number;
  by_name: string;
  by_person: string;
  id: Generated<number>;
  reason: string;
}

export interface OrganisationReach {
  ancestor_id: number;
  body_id: number;
  valid: string;
}

export interface OrganisationReaching {
  ancestor_id: number | null;
  body_id: number | null;
  valid: string | null;
}

export interface OrganisationReorganisation {
  applied_at: Timestamp | null;
  basis_symbol: Generated<string>;
  basis_text: string;
  bodies: Generated<number[]>;
  closed_at: Timestamp | null;
  closed_by: string | null;
  closed_name: string | null;
  closed_reason: string | null;
  confirmed_at: Timestamp | null;
  confirmed_by: string | null;
  confirmed_name: string | null;
  created_at: Timestamp;
  effective_on: string;
  id: Generated<number>;
  ledger_leaf: string | null;
  proposed_by: string;
  proposed_name: string;
  record: Json | null;
  returned: Json | null;
  state: Generated<string>;
  steps: Generated<Json>;
  submitted_at: Timestamp | null;
  title: string;
  version: Generated<number>;
}

export interface OrganisationRevision {
  number: Generated<number>;
  one: Generated<boolean>;
}

export interface PeopleAbsence {
  ended_at: Timestamp | null;
  id: Generated<number>;
  made_at: Timestamp;
  person_id: string;
  valid_from: string;
  valid_to: string;
}

export interface PeopleAccountStanding {
  active: boolean | null;
  closed: boolean | null;
  code_channel: string | null;
  code_expires_at: Timestamp | null;
  code_issued_at: Timestamp | null;
  person_id: string | null;
}

export interface PeopleActivation {
  body_id: number;
  channel: string;
  code_hash: Buffer;
  expires_at: Timestamp;
  id: Generated<number>;
  issued_at: Timestamp;
  issued_by: string | null;
  person_id: string;
  used_at: Timestamp | null;
  voided_at: Timestamp | null;
}

export interface PeopleAttempt {
  created_at: Timestamp;
  expires_at: Timestamp;
  guesses: Generated<number>;
  key_hash: Buffer;
  kind: string;
  person_id: string | null;
  value: Generated<Json>;
}

export interface PeopleCredential {
  created_at: Generated<Timestamp>;
  id: Generated<string>;
  password_hash: string | null;
  person_id: string;
  provider: string;
  subject: string;
  updated_at: Generated<Timestamp>;
}

export interface PeopleDelegation {
  body_id: number;
  delegate_id: string;
  ended_at: Timestamp | null;
  ended_by: string | null;
  grant_id: number;
  id: Generated<number>;
  made_at: Timestamp;
  reason: string;
  valid_from: string;
  valid_to: string;
}

export interface PeopleEndedAccount {
  closed_at: Timestamp | null;
  person_id: string | null;
}

export interface PeopleIdentifier {
  key: string;
  kind: string;
  person_id: string;
  shown: string;
}

export interface PeopleMailLink {
  address: string;
  expires_at: Timestamp;
  id: Generated<number>;
  issued_at: Timestamp;
  person_id: string;
  purpose: string;
  secret_hash: Buffer;
  used_at: Timestamp | null;
}

export interface PeoplePasskey {
  counter: number;
  created_at: Timestamp;
  credential_id: string;
  id: Generated<number>;
  last_used_at: Timestamp | null;
  name: string;
  person_id: string;
  public_key: Buffer;
  transports: Generated<string[]>;
}

export interface PeoplePerson {
  body_id: number | null;
  closed_at: Timestamp | null;
  closed_by: string | null;
  closed_reason: string | null;
  created_at: Generated<Timestamp>;
  created_by: string | null;
  email: string | null;
  email_confirmed: Generated<boolean>;
  full_name: string;
  id: Generated<string>;
  sample: Generated<boolean>;
  search_key: Generated<string>;
  sign_in_name: string | null;
  updated_at: Generated<Timestamp>;
}

export interface PeopleRecoveryCode {
  code_hash: Buffer;
  created_at: Timestamp;
  id: Generated<number>;
  person_id: string;
  used_at: Timestamp | null;
}

export interface PeopleRoleGrant {
  body_id: number;
  granted_at: Timestamp;
  granted_by: string | null;
  id: Generated<number>;
  person_id: string;
  revoked_at: Timestamp | null;
  revoked_by: string | null;
  role: string;
  valid_from: string;
  valid_to: string | null;
}

export interface PeopleSession {
  created_at: Timestamp;
  device: string | null;
  expires_at: Timestamp;
  factor: Generated<string>;
  id: Generated<string>;
  person_id: string;
  proven_at: Generated<Timestamp | null>;
  shared: Generated<boolean>;
  strong: Generated<boolean>;
  token: string;
  updated_at: Timestamp;
  used_at: Timestamp | null;
}

export interface PeopleTotp {
  created_at: Timestamp;
  last_step: Generated<number>;
  person_id: string;
  secret: Buffer;
}

export interface PeopleVerification {
  created_at: Generated<Timestamp>;
  expires_at: Timestamp;
  id: Generated<string>;
  identifier: string;
  updated_at: Generated<Timestamp>;
  value: string;
}

export interface PlacesCorrection {
  after: Json;
  at: Timestamp;
  before: Json;
  by_name: string;
  by_person: string;
  id: Generated<number>;
  place_id: number;
  reason: string;
}

export interface PlacesPlace {
  id: number;
}

export interface PlacesPlaceEvent {
  basis: string;
  from_ids: number[];
  happened_on: string;
  id: Generated<number>;
  kind: string;
  source: Generated<string>;
  to_ids: number[];
}

export interface PlacesPlaceVersion {
  basis: string;
  code: string;
  id: Generated<number>;
  kind: string;
  name: string;
  parent_id: number | null;
  place_id: number;
  source: Generated<string>;
  valid: string;
}

export interface PlacesRevision {
  number: Generated<number>;
  one: Generated<boolean>;
}

export interface PlatformEvent {
  at: Generated<Timestamp>;
  data: Json;
  id: Generated<number>;
  name: string;
}

export interface PlatformMigration {
  applied_at: Generated<Timestamp>;
  checksum: string;
  name: string;
}

export interface PlatformSeed {
  loaded_at: Generated<Timestamp>;
  name: string;
  stamp: string;
}

export interface PrivacyConsent {
  given_at: Timestamp;
  id: Generated<number>;
  person_id: string;
  purpose: string;
  version: number;
  withdrawn_at: Timestamp | null;
  wording_hash: string;
}

export interface PrivacyCopy {
  content: Json;
  made_at: Timestamp;
  request_id: number;
}

export interface PrivacyNotice {
  person_id: string;
  shown_at: Timestamp;
  wording_hash: string;
}

export interface PrivacyRemoval {
  at: Timestamp;
  before: Timestamp;
  days: number;
  id: Generated<number>;
  removed: number;
  rule: string;
}

export interface PrivacyRequest {
  acknowledge_due: string;
  acknowledged_at: Timestamp | null;
  acknowledged_by: string | null;
  answer: string | null;
  asked: Generated<Json>;
  asked_at: Timestamp;
  body_id: number | null;
  calendar_version: number;
  closed_at: Timestamp | null;
  decided_by: string | null;
  done_due: string;
  id: Generated<number>;
  kind: string;
  language: Generated<string>;
  not_before: Timestamp | null;
  outcome: Generated<Json>;
  person_id: string;
  refusal: string | null;
  state: Generated<string>;
}

export interface PrivacyRetention {
  changed_at: Timestamp;
  changed_by: string;
  days: number;
  reason: string;
  rule: string;
}

export interface PrivacyWording {
  hash: string;
  language: string;
  shown: string;
  words_key: string;
}

export interface QuestionsCitation {
  anchor: string;
  document_id: number;
  document_version: number;
  version_id: number;
}

export interface QuestionsImport {
  body_id: number;
  file_name: string;
  finished_at: Timestamp | null;
  format: string;
  id: Generated<number>;
  saved: Generated<number>;
  started_at: Timestamp;
  started_by: string;
  state: string;
  understood: Json;
}

export interface QuestionsItem {
  body_id: number;
  created_at: Timestamp;
  id: Generated<number>;
  retired_at: Timestamp | null;
  sample: Generated<boolean>;
}

export interface QuestionsMedia {
  added_at: Timestamp;
  added_by: string | null;
  bytes: number;
  file_id: string;
  id: Generated<number>;
  kind: string;
  language: string | null;
  option: number | null;
  text: string;
  type: string;
  version_id: number;
}

export interface QuestionsPaper {
  about: Generated<string>;
  approved_at: Timestamp | null;
  body_id: number;
  created_at: Timestamp;
  id: Generated<number>;
  kind: string;
  note: string | null;
  retired_at: Timestamp | null;
  reviewed_by: string | null;
  sample: Generated<boolean>;
  search_key: Generated<string>;
  state: Generated<string>;
  title: string;
  written_at: Timestamp;
  written_by: string | null;
}

export interface QuestionsPaperItem {
  item_id: number;
  paper_id: number;
  place: number;
  points: Numeric;
  version_id: number;
}

export interface QuestionsPaperRow {
  anchor: string | null;
  count: number;
  difficulty: number | null;
  document_id: number | null;
  paper_id: number;
  place: number;
  points: Numeric;
  tag: string | null;
}

export interface QuestionsTranslation {
  approved_at: Timestamp | null;
  explanation: Generated<string>;
  language: string;
  note: string | null;
  reviewed_by: string | null;
  state: string;
  stem: string;
  texts: Json;
  version_id: number;
  written_at: Timestamp;
  written_by: string | null;
}

export interface QuestionsVersion {
  approved_at: Timestamp | null;
  difficulty: Generated<number>;
  explanation: Generated<string>;
  id: Generated<number>;
  item_id: number;
  note: string | null;
  number: number;
  question: Json;
  reviewed_by: string | null;
  search_key: Generated<string>;
  state: string;
  stem: string;
  tags: Generated<string[]>;
  type: string;
  written_at: Timestamp;
  written_by: string | null;
}

export interface QuizzesAllowance {
  branch_id: number;
  given_at: Timestamp;
  given_by: string;
  member_id: number;
  minutes: number;
  quiz_id: number;
}

export interface QuizzesAttempt {
  answered: number | null;
  base_epoch: Generated<number>;
  branch_id: number;
  closed_at: Timestamp | null;
  correct: number | null;
  deadline: Timestamp;
  device: string;
  epoch: Generated<number>;
  guess: number | null;
  late: Generated<boolean>;
  late_decision: string | null;
  of_points: Numeric | null;
  offline_ms: Generated<number>;
  ordinal: number;
  points: Numeric | null;
  quiz_id: number;
  receipt: string | null;
  settled_at: Timestamp | null;
  sheet_number: number;
  sitting_id: number;
  started_at: Timestamp;
  state: Generated<string>;
  submitted_at: Timestamp | null;
  ticket_id: number;
  to_read: Generated<boolean>;
}

export interface QuizzesCertificate {
  branch_id: number;
  code_hash: string;
  id: Generated<number>;
  issued_at: Timestamp;
  member_id: number;
  note: string;
  printed_by_body: boolean;
  quiz_id: number;
  revoked_at: Timestamp | null;
  revoked_reason: string | null;
  ticket_id: number;
}

export interface QuizzesCertificateBatch {
  asked_at: Timestamp;
  asked_by: string;
  content: Buffer | null;
  done: Generated<number>;
  finished_at: Timestamp | null;
  id: Generated<number>;
  quiz_id: number;
  state: string;
  total: number;
}

export interface QuizzesEvent {
  answer: Json | null;
  device_ms: number;
  epoch: number;
  item: number;
  late: Generated<boolean>;
  ordinal: number;
  received_at: Timestamp;
  seq: number;
  ticket_id: number;
}

export interface QuizzesGrade {
  comment: string;
  epoch: number;
  graded_at: Timestamp;
  graded_by: string;
  id: Generated<number>;
  item: number;
  ordinal: number;
  reason: string;
  seq: number;
  share: Numeric;
  ticket_id: number;
}

export interface QuizzesItemBranch {
  answers: number;
  branch_id: number;
  quiz_id: number;
  score: number;
  version_id: number;
}

export interface QuizzesItemFigure {
  answered: Json | null;
  answers: number;
  citations: Json;
  discrimination: Json | null;
  facility: Json;
  options: Json;
  position: number;
  quiz_id: number;
  stem: string;
  type: string;
  version_id: number;
}

export interface QuizzesKeyCorrection {
  decided_at: Timestamp | null;
  decided_by: string | null;
  id: Generated<number>;
  kind: string;
  proposed_at: Timestamp;
  proposed_by: string;
  question: Json | null;
  quiz_id: number;
  reason: string;
  revokes: Generated<boolean>;
  state: string;
  summary: Json | null;
  version_id: number;
}

export interface QuizzesLateDecision {
  decided_at: Timestamp;
  decided_by: string;
  decision: string;
  id: Generated<number>;
  ordinal: number;
  reason: string;
  ticket_id: number;
}

export interface QuizzesNaming {
  given_at: Timestamp;
  id: Generated<number>;
  language: string;
  shown: string;
  ticket_id: number;
  withdrawn_at: Timestamp | null;
}

export interface QuizzesPlacing {
  of_points: Numeric;
  place: number;
  points: Numeric;
  public: boolean;
  quiz_id: number;
  seconds: number;
  ticket_id: number;
}

export interface QuizzesQuiz {
  analysed_at: Timestamp | null;
  attempts_allowed: number | null;
  body_id: number;
  campaign_id: number;
  cancelled_reason: string | null;
  certificate: Generated<boolean>;
  changed_at: Generated<Timestamp>;
  closed_at: Timestamp | null;
  counts: Generated<string>;
  created_at: Timestamp;
  explanations: Generated<string>;
  /**
   * Contest: how many people will answer everything right, asked before the first item.
   */
  guess_asked: Generated<boolean>;
  id: Generated<number>;
  late_rule: Generated<string>;
  mode: Generated<string>;
  note: string | null;
  paper_id: number | null;
  pass_mark: number | null;
  published_at: Timestamp | null;
  ranked_at: Timestamp | null;
  ranked_people: number | null;
  ranked_perfect: number | null;
  ranking: Generated<boolean>;
  reviewed_by: string | null;
  sample: Generated<boolean>;
  sheet_count: Generated<number>;
  shuffle_items: Generated<boolean>;
  shuffle_options: Generated<boolean>;
  state: string;
  tie_breaks: Generated<string[]>;
  time_limit: number | null;
  title: string;
  written_by: string | null;
}

export interface QuizzesReading {
  epoch: number;
  item: number;
  ordinal: number;
  quiz_id: number;
  seq: number;
  ticket_id: number;
  version_id: number;
}

export interface QuizzesRegrade {
  after_of: Numeric;
  after_points: Numeric;
  before_of: Numeric;
  before_points: Numeric;
  correction_id: number;
  ordinal: number;
  ticket_id: number;
}

export interface QuizzesSheet {
  content: Json;
  number: number;
  sealed: Buffer;
  sitting_id: number;
}

export interface QuizzesSitting {
  closes_at: Timestamp;
  id: Generated<number>;
  opens_at: Timestamp;
  places: number | null;
  quiz_id: number;
  session_id: number | null;
  sheet_key: Buffer | null;
}

export interface QuizzesStatementExport {
  asked_at: Timestamp;
  asked_by: string;
  format: string;
  id: Generated<number>;
  items: boolean;
  purpose: string;
  quiz_id: number;
}

export interface QuizzesTicket {
  assisted_by: string | null;
  branch_id: number;
  extra_minutes: Generated<number>;
  id: Generated<number>;
  issued_at: Timestamp;
  member_id: number;
  quiz_id: number;
  seed: number;
  sheet_number: number;
  sitting_id: number;
  voided_at: Timestamp | null;
}

export interface SearchDocument {
  audience: string;
  body: string;
  id: string;
  language: string;
  places: string[];
  symbols: string[];
  title: string;
  title_key: string;
  title_words: string;
  type: string;
  updated_at: Timestamp;
  words: string;
}

export interface SearchWord {
  word: string;
}

export interface StudyAudienceBody {
  body_id: number;
  campaign_id: number;
}

export interface StudyAudienceMember {
  campaign_id: number;
  member_id: number;
}

export interface StudyCalendar {
  made_at: Timestamp;
  person_id: string;
  token_hash: Buffer;
}

export interface StudyCampaign {
  announced_at: Timestamp | null;
  announced_by: string | null;
  audience: Generated<string>;
  audience_roles: Generated<string[]>;
  body_id: number;
  cancelled_reason: string | null;
  closed_at: Timestamp | null;
  closes_on: string;
  copied_from: number | null;
  created_at: Timestamp;
  created_by: string | null;
  id: Generated<number>;
  opens_on: string;
  purpose: Generated<string>;
  refreshed: Json | null;
  reminder_days: Generated<number[]>;
  roster_on: string;
  sample: Generated<boolean>;
  search_key: Generated<string>;
  state: string;
  takes_roll: Generated<boolean>;
  target: Generated<number>;
  title: string;
  updated_at: Generated<Timestamp>;
}

export interface StudyChoice {
  changed_at: Timestamp;
  language: string;
  person_id: string;
  reminders: boolean;
}

export interface StudyFilling {
  bodies: number[];
  campaign_id: number;
  finished_at: Timestamp | null;
  position: Generated<number>;
  started_at: Timestamp;
}

export interface StudyMark {
  at: Generated<Timestamp>;
  by_person: string | null;
  campaign_id: number;
  corrects: Generated<boolean>;
  device_at: Timestamp | null;
  id: string;
  member_id: number;
  outcome: string | null;
  provisional: Generated<boolean>;
  reason: string | null;
  received_at: Timestamp;
  session_id: number | null;
  verdict: string;
  way: string;
}

export interface StudyMaterial {
  document_id: number | null;
  id: Generated<number>;
  label: string;
  session_id: number;
  url: string | null;
}

export interface StudyMove {
  campaign_id: number;
  cause: string;
  from_body: number;
  id: Generated<number>;
  member_id: number;
  moved_at: Timestamp;
  moved_by: string | null;
  reason: string;
  to_body: number;
}

export interface StudyObjection {
  answer: string | null;
  answered_at: Timestamp | null;
  answered_by: string | null;
  campaign_id: number;
  id: Generated<number>;
  made_at: Timestamp;
  member_id: number;
  text: string;
}

export interface StudyParticipant {
  body_id: number;
  campaign_id: number;
  exempt: Generated<boolean>;
  member_id: number;
  outcome: string | null;
  provisional: Generated<boolean>;
  reason: string | null;
  recorded_at: Timestamp | null;
  recorded_by: string | null;
  session_id: number | null;
  way: string | null;
}

export interface StudyQuestion {
  answer: string | null;
  answered_at: Timestamp | null;
  answered_by: string | null;
  asked_at: Timestamp;
  author: string | null;
  hidden_reason: string | null;
  id: Generated<number>;
  member_id: number | null;
  named: Generated<boolean>;
  session_id: number;
  text: string;
  withdrawn_at: Timestamp | null;
}

export interface StudyReminder {
  at: Timestamp;
  body_id: number;
  campaign_id: number;
  days_before: number;
  kind: string;
  mail_key: string;
  person_id: string;
  queued: boolean;
  session_id: number | null;
}

export interface StudySession {
  agenda: Generated<string>;
  body_id: number;
  bridged_to: number | null;
  campaign_id: number;
  cancelled_reason: string | null;
  code_secret: Buffer;
  created_at: Timestamp;
  created_by: string | null;
  ends_at: Timestamp;
  id: Generated<number>;
  kind: string;
  minutes: Generated<string>;
  minutes_at: Timestamp | null;
  minutes_by: string | null;
  non_members: Generated<number>;
  online_url: string | null;
  revision: Generated<number>;
  room_confirmed_at: Timestamp | null;
  room_confirmed_by: string | null;
  room_count: number | null;
  speaker: Generated<string>;
  starts_at: Timestamp;
  state: Generated<string>;
  title: string;
  venue: string;
}

export interface StudySessionBody {
  body_id: number;
  session_id: number;
}

export interface StudySessionMember {
  member_id: number;
  session_id: number;
}

export interface StudySheet {
  body_id: number | null;
  campaign_id: number;
  id: Generated<number>;
  members: ArrayType<number>;
  printed_at: Timestamp;
  printed_by: string;
  session_id: number | null;
}

export interface StudySignOff {
  body_id: number;
  campaign_id: number;
  figures: Json;
  id: Generated<number>;
  reopened_at: Timestamp | null;
  reopened_by: string | null;
  reopened_reason: string | null;
  signed_at: Timestamp;
  signed_by: string;
}

export interface StudyStudied {
  anchors: Generated<string[]>;
  campaign_id: number;
  document_id: number;
  document_version: number;
  position: number;
}

export interface StudyTally {
  attended: Generated<number>;
  body_id: number;
  campaign_id: number;
  excused: Generated<number>;
  exempt: Generated<number>;
  members: Generated<number>;
  unexcused: Generated<number>;
}

export interface Database {
  "audit.act": AuditAct;
  "calendar.day": CalendarDay;
  "calendar.version": CalendarVersion;
  "documents.clause": DocumentsClause;
  "documents.document": DocumentsDocument;
  "documents.version": DocumentsVersion;
  "files.blob": FilesBlob;
  "files.file": FilesFile;
  "files.reference": FilesReference;
  "files.thumbnail": FilesThumbnail;
  "ideas.answer": IdeasAnswer;
  "ideas.appeal": IdeasAppeal;
  "ideas.assignment": IdeasAssignment;
  "ideas.author": IdeasAuthor;
  "ideas.cluster": IdeasCluster;
  "ideas.confirmation": IdeasConfirmation;
  "ideas.custody": IdeasCustody;
  "ideas.extension": IdeasExtension;
  "ideas.field": IdeasField;
  "ideas.follow": IdeasFollow;
  "ideas.idea": IdeasIdea;
  "ideas.message": IdeasMessage;
  "ideas.milestone": IdeasMilestone;
  "ideas.pause": IdeasPause;
  "ideas.published": IdeasPublished;
  "ideas.reminder": IdeasReminder;
  "ideas.setting": IdeasSetting;
  "ideas.step": IdeasStep;
  "ideas.support": IdeasSupport;
  "ledger.checkpoint": LedgerCheckpoint;
  "ledger.entry": LedgerEntry;
  "ledger.key": LedgerKey;
  "ledger.node": LedgerNode;
  "ledger.opening": LedgerOpening;
  "ledger.pending": LedgerPending;
  "limits.secret": LimitsSecret;
  "limits.spent_puzzle": LimitsSpentPuzzle;
  "limits.usage": LimitsUsage;
  "mail.message": MailMessage;
  "members.account": MembersAccount;
  "members.allotment": MembersAllotment;
  "members.belonging": MembersBelonging;
  "members.column_memory": MembersColumnMemory;
  "members.exempt_time": MembersExemptTime;
  "members.exemption": MembersExemption;
  "members.export": MembersExport;
  "members.import": MembersImport;
  "members.import_file": MembersImportFile;
  "members.import_marked": MembersImportMarked;
  "members.import_row": MembersImportRow;
  "members.member": MembersMember;
  "members.membership": MembersMembership;
  "members.named": MembersNamed;
  "members.tally": MembersTally;
  "organisation.body": OrganisationBody;
  "organisation.body_event": OrganisationBodyEvent;
  "organisation.body_version": OrganisationBodyVersion;
  "organisation.correction": OrganisationCorrection;
  "organisation.reach": OrganisationReach;
  "organisation.reaching": OrganisationReaching;
  "organisation.reorganisation": OrganisationReorganisation;
  "organisation.revision": OrganisationRevision;
  "people.absence": PeopleAbsence;
  "people.account_standing": PeopleAccountStanding;
  "people.activation": PeopleActivation;
  "people.attempt": PeopleAttempt;
  "people.credential": PeopleCredential;
  "people.delegation": PeopleDelegation;
  "people.ended_account": PeopleEndedAccount;
  "people.identifier": PeopleIdentifier;
  "people.mail_link": PeopleMailLink;
  "people.passkey": PeoplePasskey;
  "people.person": PeoplePerson;
  "people.recovery_code": PeopleRecoveryCode;
  "people.role_grant": PeopleRoleGrant;
  "people.session": PeopleSession;
  "people.totp": PeopleTotp;
  "people.verification": PeopleVerification;
  "places.correction": PlacesCorrection;
  "places.place": PlacesPlace;
  "places.place_event": PlacesPlaceEvent;
  "places.place_version": PlacesPlaceVersion;
  "places.revision": PlacesRevision;
  "platform.event": PlatformEvent;
  "platform.migration": PlatformMigration;
  "platform.seed": PlatformSeed;
  "privacy.consent": PrivacyConsent;
  "privacy.copy": PrivacyCopy;
  "privacy.notice": PrivacyNotice;
  "privacy.removal": PrivacyRemoval;
  "privacy.request": PrivacyRequest;
  "privacy.retention": PrivacyRetention;
  "privacy.wording": PrivacyWording;
  "questions.citation": QuestionsCitation;
  "questions.import": QuestionsImport;
  "questions.item": QuestionsItem;
  "questions.media": QuestionsMedia;
  "questions.paper": QuestionsPaper;
  "questions.paper_item": QuestionsPaperItem;
  "questions.paper_row": QuestionsPaperRow;
  "questions.translation": QuestionsTranslation;
  "questions.version": QuestionsVersion;
  "quizzes.allowance": QuizzesAllowance;
  "quizzes.attempt": QuizzesAttempt;
  "quizzes.certificate": QuizzesCertificate;
  "quizzes.certificate_batch": QuizzesCertificateBatch;
  "quizzes.event": QuizzesEvent;
  "quizzes.grade": QuizzesGrade;
  "quizzes.item_branch": QuizzesItemBranch;
  "quizzes.item_figure": QuizzesItemFigure;
  "quizzes.key_correction": QuizzesKeyCorrection;
  "quizzes.late_decision": QuizzesLateDecision;
  "quizzes.naming": QuizzesNaming;
  "quizzes.placing": QuizzesPlacing;
  "quizzes.quiz": QuizzesQuiz;
  "quizzes.reading": QuizzesReading;
  "quizzes.regrade": QuizzesRegrade;
  "quizzes.sheet": QuizzesSheet;
  "quizzes.sitting": QuizzesSitting;
  "quizzes.statement_export": QuizzesStatementExport;
  "quizzes.ticket": QuizzesTicket;
  "search.document": SearchDocument;
  "search.word": SearchWord;
  "study.audience_body": StudyAudienceBody;
  "study.audience_member": StudyAudienceMember;
  "study.calendar": StudyCalendar;
  "study.campaign": StudyCampaign;
  "study.choice": StudyChoice;
  "study.filling": StudyFilling;
  "study.mark": StudyMark;
  "study.material": StudyMaterial;
  "study.move": StudyMove;
  "study.objection": StudyObjection;
  "study.participant": StudyParticipant;
  "study.question": StudyQuestion;
  "study.reminder": StudyReminder;
  "study.session": StudySession;
  "study.session_body": StudySessionBody;
  "study.session_member": StudySessionMember;
  "study.sheet": StudySheet;
  "study.sign_off": StudySignOff;
  "study.studied": StudyStudied;
  "study.tally": StudyTally;
}
