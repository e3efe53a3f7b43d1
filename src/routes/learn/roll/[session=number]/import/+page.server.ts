import type { RequestEvent } from '@sveltejs/kit';
import { apply, filePage, read } from '../../file.ts';
import type { PageServerLoad } from './$types';

const asked = (event: RequestEvent) => ({ session: Number(event.params.session) });

export const load: PageServerLoad = (event) => filePage(event, asked(event));

export const actions = {
  read: (event: RequestEvent) => read(event, asked(event)),
  apply: (event: RequestEvent) => apply(event, asked(event)),
};
