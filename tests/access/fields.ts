/** Values that are right for nearly every form: a role that may not act is refused for that, not for a missing field. */
import { addDays, dayOf } from '#platform/clock.ts';
import type { Bodies } from './people.ts';

export function fields(bodies: Bodies, personId: string): Record<string, string> {
  const today = dayOf(new Date());
  const later = addDays(today, 20);
  return {
    note: 'Lý do của việc này.', text: 'Nội dung của việc này.', title: 'Tiêu đề', returnNote: 'Viết lại.', message: 'Lời nhắn.',
    reason: 'Lý do', day: today, on: today, leftOn: today, from: today, to: later, until: later, date: today, due: '', asOf: today,
    fullName: 'Thị Bé', name: 'Thị Bé', code: 'W-1', phone: '', email: '', signInName: 'canbo.moi.1',
    body: String(bodies.own), bodyText: '', lead: String(bodies.own), receiver: 'Thanh tra', version: '1', signerTitle: 'Giám đốc',
    outcome: 'noted', person: personId, personText: '', role: 'editor', id: '1', grant: '1', seen: '', with: '1', of: '1',
    format: 'csv', purpose: 'Kiểm tra danh sách', kind: 'khác', issuer: 'Ai đó', issuedOn: today, inForceFrom: today, symbol: '',
    field: 'roads', rule: 'members.files', days: '90', granted: 'yes', identifier: 'khong.co.ai', sure: 'yes', milestone: '1', dueOn: later,
  };
}
