import type { RequestEvent } from '@sveltejs/kit';
import { mark } from '../forms.ts';
import { listPage } from '../list-page.ts';
import { rest } from '../rest.ts';
import type { PageServerLoad } from './$types';

const asked = (event: RequestEvent) => ({ session: Number(event.params.session) });

export const load: PageServerLoad = (event) => listPage(event, asked(event));

export const actions = {
  mark: (event: RequestEvent) => mark(event, asked(event)),
  rest: (event: RequestEvent) => rest(event, asked(event)),
};
