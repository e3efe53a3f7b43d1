/** The emergency file of sealed answers (views/player/emergency.ts seals, actions/emergency.server.ts opens). */
import type { Event } from './wire.ts';

export const EMERGENCY_INFO = 'caunoi quizzes emergency 1';

export type EmergencyContent = {
  /** The ticket, as the phone would send it. */
  token: string;
  ordinal: number;
  device: string;
  epoch: number;
  /** How long ago the attempt began, ms, when the file was made. */
  elapsed: number;
  events: Event[];
};

/** Base64 throughout; `key` is the sender's half. */
export type EmergencyFile = { kind: 'cau-noi-answers'; version: 1; key: { x: string; y: string }; iv: string; data: string };
