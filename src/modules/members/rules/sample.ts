/** Invented members of the sample branches: who they are, where they were when, always the same. */
import { addDays, type Day } from '#platform/clock.ts';
import type { Exemption, Membership } from './membership.ts';

export type SampleMember = {
  code: string;
  fullName: string;
  email: string | null;
  history: Membership[];
  exemptions: Exemption[];
};

/** A branch as the sample needs it: since when, until when and who then took its members over. */
export type SampleBranch = { id: number; parent: number | null; from: Day; until: Day | null; successor: number | null };

/** The peoples who live here: Kinh, S'tiêng (Điểu, Thị), Khmer (Lâm, Thạch). */
const MEN = [
  ['Nguyễn Văn', 'Nguyễn Hữu', 'Trần Quốc', 'Lê Minh', 'Phạm Đình', 'Hoàng Công', 'Võ Thanh', 'Đặng Ngọc'],
  ['Điểu', 'Điểu Minh', 'Điểu K’', 'Lâm', 'Lâm Sa', 'Thạch', 'Thạch Hoàng'],
] as const;
const WOMEN = [
  ['Nguyễn Thị', 'Nguyễn Thị Thu', 'Trần Thị', 'Lê Thị Ngọc', 'Phạm Thị Kim', 'Hoàng Thị', 'Bùi Thị', 'Đỗ Thị'],
  ['Thị', 'Thị Ngọc', 'Điểu Thị', 'Lâm Thị', 'Thạch Thị', 'Thạch Thị Sô'],
] as const;
const MEN_GIVEN = ['An', 'Bình', 'Cường', 'Dũng', 'Đức', 'Hải', 'Hiếu', 'Hùng', 'Khánh', 'Lâm', 'Long', 'Nam', 'Phúc', 'Quang', 'Sơn', 'Tâm', 'Thắng', 'Tuấn', 'Vinh', 'Rứ', 'Giang', 'Ấn'];
const WOMEN_GIVEN = ['Ánh', 'Bé', 'Chi', 'Dung', 'Hà', 'Hằng', 'Hoa', 'Hồng', 'Lan', 'Liên', 'Loan', 'Mai', 'Nga', 'Oanh', 'Phượng', 'Quỳnh', 'Rêm', 'Thảo', 'Thủy', 'Ươm', 'Xuân', 'Yến'];
const REASONS = ['Tuổi cao, sức khỏe yếu', 'Điều trị bệnh dài ngày', 'Đi làm xa nơi cư trú', 'Chăm sóc người thân ốm nặng', 'Nghỉ thai sản'];

/** A small generator of numbers that look like chance (Numerical Recipes); the same ones at every start. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
type Dice = ReturnType<typeof dice>;
const pick = <T>(from: readonly T[], roll: Dice): T => from[roll(from.length)]!;

function nameOf(roll: Dice): string {
  const woman = roll(5) < 2;
  // Two in five are of the peoples who lived here first.
  const family = pick((woman ? WOMEN : MEN)[roll(5) < 3 ? 0 : 1], roll);
  const given = pick(woman ? WOMEN_GIVEN : MEN_GIVEN, roll);
  return family.endsWith('’') ? `${family}${given}` : `${family} ${given}`;
}

const RECORD_ENDS: Day = '2026-11-01';

/** Some three thousand people over the branches of `branches`; nobody is anywhere before the branch is. */
export function sampleMembers(branches: readonly SampleBranch[]): SampleMember[] {
  const roll = dice(2026);
  const byId = new Map(branches.map((branch) => [branch.id, branch]));
  const first = branches.map(({ from }) => from).sort()[0];
  const members: SampleMember[] = [];
  for (const branch of branches) {
    // Branches that a reorganisation founded get their members from those they took over.
    if (branch.from !== first) continue;
    for (let count = 6 + roll(9); count > 0; count -= 1) {
      const number = String(members.length + 1).padStart(6, '0');
      const email = roll(8) === 0 ? `dang.vien.${number}@vi-du.example` : null;
      const member = { code: `DVM-${number}`, fullName: nameOf(roll), email };
      const history = historyOf(branch, byId, roll);
      members.push({ ...member, history, exemptions: exemptionsOf(history, roll) });
    }
  }
  return members;
}

function historyOf(branch: SampleBranch, byId: ReadonlyMap<number, SampleBranch>, roll: Dice): Membership[] {
  const history: Membership[] = [];
  const lines = [...byId.values()].filter(({ parent, id }) => parent === branch.parent && id !== branch.id);
  let from = roll(10) < 7 ? branch.from : addDays(branch.from, roll(700));
  let began: Membership['began'] = 'joined';
  let at = branch;
  for (let moves = roll(12) === 0 && lines.length > 0 ? 1 : 0; ; ) {
    const leaves = roll(30) === 0 ? addDays(from, 200 + roll(1_200)) : null;
    const moved = moves > 0 ? addDays(from, 200 + roll(500)) : null;
    const end = at.until;
    const until = [leaves, moved, end].filter((day) => day !== null && day < RECORD_ENDS).sort()[0] ?? null;
    const to = until === null || until === leaves ? null : until === end ? at.successor : pick(lines, roll).id;
    const next = to === null ? undefined : byId.get(to);
    const goesOn = next !== undefined && until !== null && next.from <= until && (next.until === null || until < next.until);
    history.push({ id: null, body: at.id, from, until, began, ended: until === null ? null : goesOn ? 'moved' : 'left' });
    if (!goesOn || until === null) return history;
    if (until === moved) moves -= 1;
    [at, from, began] = [next, until, 'moved'];
  }
}

function exemptionsOf(history: readonly Membership[], roll: Dice): Exemption[] {
  const last = history.at(-1);
  if (!last || roll(18) > 0) return [];
  const from = addDays(last.from, 30 + roll(900));
  if (from >= (last.until ?? RECORD_ENDS)) return [];
  const until = roll(2) === 0 ? addDays(from, 90 + roll(300)) : null;
  return [{ id: null, from, until, reason: pick(REASONS, roll) }];
}
