import { mayBeHandedOn } from './delegation.ts';
import { anyRole, roles, type Actor, type Role } from './roles.ts';

/** What the signed-in start page offers: a place of work, and who works there. */
export type DeskPlace = {
  key:
    | 'ideas' | 'appeals' | 'quarantine' | 'answers' | 'members' | 'imports' | 'study' | 'quizzes' | 'documents' | 'questions' | 'papers'
    | 'accounts' | 'organisation' | 'places' | 'reorganisations' | 'officers' | 'audit' | 'privacy' | 'delegation';
  path: string;
};
const desk: readonly (DeskPlace & { roles: readonly Role[] })[] = [
  { key: 'ideas', path: '/desk/ideas', roles: ['officer', 'moderator'] },
  { key: 'appeals', path: '/desk/ideas?tab=appeals', roles: ['reviewer'] },
  { key: 'quarantine', path: '/desk/ideas?tab=quarantine', roles: ['legal'] },
  { key: 'answers', path: '/desk/answers', roles: ['answerer', 'reviewer'] },
  { key: 'members', path: '/desk/members', roles: ['administrator', 'officer', 'secretary'] },
  { key: 'imports', path: '/desk/imports', roles: ['administrator', 'officer'] },
  { key: 'study', path: '/desk/study', roles: ['officer', 'administrator', 'secretary'] },
  { key: 'quizzes', path: '/desk/quizzes', roles: ['officer', 'editor', 'administrator', 'reviewer'] },
  { key: 'documents', path: '/desk/documents', roles: ['editor', 'reviewer'] },
  { key: 'questions', path: '/desk/questions', roles: ['editor', 'reviewer', 'translator'] },
  { key: 'papers', path: '/desk/papers', roles: ['editor', 'reviewer'] },
  { key: 'accounts', path: '/desk/accounts/letters', roles: ['administrator', 'officer', 'secretary'] },
  { key: 'officers', path: '/desk/accounts', roles: ['administrator'] },
  { key: 'organisation', path: '/desk/organisation', roles: ['administrator', 'officer', 'secretary'] },
  { key: 'reorganisations', path: '/desk/organisation/reorganisations', roles: ['administrator'] },
  { key: 'places', path: '/desk/places', roles: ['administrator', 'officer'] },
  { key: 'audit', path: '/desk/audit', roles: ['administrator'] },
  { key: 'privacy', path: '/desk/privacy', roles: ['administrator', 'officer'] },
  { key: 'delegation', path: '/me/delegation', roles: roles.filter(mayBeHandedOn) },
];
export const deskPlaces = (actor: Actor): DeskPlace[] =>
  desk.filter((place) => anyRole(actor, place.roles)).map(({ key, path }) => ({ key, path }));
