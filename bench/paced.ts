/** A steady stream of readers, and what it cost the server. */
import type { Served } from './child.ts';
import { rounded } from './figures.ts';
import { pace, percentile, refuseOthers, type Load, type Outcome } from './load.ts';

export type Paced = Outcome & { cpuMs: number };

/** @throws Error when anything but pages came back */
export async function paceOn(server: Served, load: Omit<Load, 'port'> & { perSecond: number }): Promise<Paced> {
  const before = server.cpuSeconds();
  const outcome = await pace({ ...load, port: server.port });
  refuseOthers(outcome, 200);
  return { ...outcome, cpuMs: ((server.cpuSeconds() - before) / outcome.requests) * 1_000 };
}

export function toldPace(outcome: Paced): string {
  const at = (share: number) => rounded(percentile(outcome, share), 1);
  return `p50 ${at(0.5)}, p99 ${at(0.99)} ms; server CPU ${rounded(outcome.cpuMs, 1)} ms a page; ${outcome.requests} pages`;
}
