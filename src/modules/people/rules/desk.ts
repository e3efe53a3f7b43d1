import { anyRole, type Actor, type Role } from './roles.ts';

/** What the signed-in start page offers: a place of work, and who works there. */
export type DeskPlace = { key: 'ideas' | 'appeals' | 'quarantine' | 'answers' | 'members' | 'documents' | 'questions' | 'accounts' | 'privacy'; path: string };
const desk: readonly (DeskPlace & { roles: readonly Role[] })[] = [
  { key: 'ideas', path: '/desk/ideas', roles: ['officer', 'moderator'] },
  { key: 'appeals', path: '/desk/ideas?tab=appeals', roles: ['reviewer'] },
  { key: 'quarantine', path: '/desk/ideas?tab=quarantine', roles: ['legal'] },
  { key: 'answers', path: '/desk/answers', roles: ['answerer', 'reviewer'] },
  { key: 'members', path: '/desk/members', roles: ['administrator', 'officer', 'secretary'] },
  { key: 'documents', path: '/desk/documents', roles: ['editor', 'reviewer'] },
  { key: 'questions', path: '/desk/questions', roles: ['editor', 'reviewer'] },
  { key: 'accounts', path: '/desk/accounts/letters', roles: ['administrator', 'officer', 'secretary'] },
  { key: 'privacy', path: '/desk/privacy', roles: ['administrator', 'officer'] },
];
export const deskPlaces = (actor: Actor): DeskPlace[] =>
  desk.filter((place) => anyRole(actor, place.roles)).map(({ key, path }) => ({ key, path }));
