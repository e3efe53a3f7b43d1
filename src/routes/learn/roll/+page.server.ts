import { readRolls } from '#modules/study/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn } from '../../desk/signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ rolls: found(await readRolls(runtime(), signedIn(event))) });
