/**
 * The script of the list. On the page of the server it takes the list over and keeps a copy on the device; on the empty
 * page that stands there without network it fills the list from that copy.
 */
import { mount } from 'svelte';
import type { ListData } from '../list-data.ts';
import RollDevice from './RollDevice.svelte';
import { listKey, openDevice, type Device } from './marks.ts';

const element = document.querySelector<HTMLElement>('[data-roll]');
const given = element?.dataset['roll'];
const shared = document.documentElement.hasAttribute('data-shared');

async function listFor(device: Device): Promise<ListData | undefined> {
  const as = new URLSearchParams(location.search).get('as');
  const here = (await device.lists()).filter(({ address }) => address === location.pathname.replace(/\/$/, ''));
  return here.find((list) => list.as === as) ?? here[0];
}

/** What has arrived is in the page already; of what was refused the newest of each person is still told. */
async function tidy(device: Device, list: string): Promise<void> {
  const told = (await device.taps()).filter((each) => each.list === list && each.told !== null);
  const newest = new Map(told.toSorted((a, b) => a.tap.at - b.tap.at).map((each) => [each.tap.member, each.tap.id]));
  for (const { tap, told: said } of told) if (!said?.final || newest.get(tap.member) !== tap.id) await device.dropTap(tap.id);
}

async function start(target: HTMLElement): Promise<void> {
  const page = given ? (JSON.parse(given) as ListData) : undefined;
  // Without a place to keep taps the page goes on working as it came: with forms.
  const device = await openDevice(page?.owner ?? null);
  const data = page ?? (device && (await listFor(device)));
  if (!device || !data) return;
  if (page) {
    await device.putList(page);
    await tidy(device, listKey(page));
  }
  const kept = (await device.taps()).filter(({ list }) => list === listKey(data));
  target.replaceChildren();
  mount(RollDevice, { target, props: { data, device, kept, fromDevice: !page } });
  if (!page) document.title = `${data.title} – Cầu Nối`;
}

if (element && !shared) void start(element).catch(() => undefined);
