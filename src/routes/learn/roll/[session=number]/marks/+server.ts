import { takeMarks } from '../../device.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) => takeMarks(event, { session: Number(event.params.session) });
