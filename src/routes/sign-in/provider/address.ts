import { localPath } from '#platform/words/paths.ts';

/** One address for all languages: it is registered with the provider letter by letter. */
export const redirectUri = ({ origin }: URL): string => origin + localPath('vi', '/sign-in/provider/return');
