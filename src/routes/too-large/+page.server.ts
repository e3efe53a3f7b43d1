import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** Where the server leads a request whose body was too large to be read. */
export const load: PageServerLoad = () => error(413, 'Too large');
