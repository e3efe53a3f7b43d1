/**
 * THE list of modules. Its order is the order of the navigation, and of who may use whom:
 * a later module may call the door of an earlier one, never the other way round.
 */
export const modules = ['places', 'organisation', 'people', 'members', 'documents', 'questions', 'study', 'quizzes', 'ideas', 'privacy', 'site'] as const;

export type ModuleName = (typeof modules)[number];
