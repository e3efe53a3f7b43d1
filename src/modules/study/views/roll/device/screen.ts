/**
 * Changes the code on the screen every half minute, from the list that came with the page: no network is needed after
 * loading. The time is the server's at loading and the machine's own count since, so a wrong clock does no harm.
 */
import QRCode from 'qrcode';

type Given = { address: string; codes: string[]; from: number; windowMs: number; now: number; next: string; over: string; early: string };

const QUIET = 4;
function draw(svg: SVGSVGElement, text: string): void {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  let path = '';
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column)) path += `M${column + QUIET} ${row + QUIET}h1v1h-1z`;
    }
  }
  const side = modules.size + 2 * QUIET;
  svg.setAttribute('viewBox', `0 0 ${side} ${side}`);
  const [white, black] = svg.querySelectorAll('path');
  white?.setAttribute('d', `M0 0h${side}v${side}H0z`);
  black?.setAttribute('d', path);
}

const place = document.querySelector<HTMLElement>('[data-screen]');
const svg = place?.querySelector('svg');
const line = place?.querySelector<HTMLElement>('.next');
const given = place && (JSON.parse(place.dataset['screen'] ?? '{}') as Given);

if (given && svg && line) {
  const since = performance.now();
  let shown = -1;
  const tick = (): void => {
    const now = given.now + performance.now() - since;
    const at = Math.floor(now / given.windowMs) - given.from;
    const code = given.codes[at];
    if (at !== shown && code) {
      draw(svg, `${given.address}?m=${code}`);
      svg.dataset['code'] = code;
    }
    shown = at;
    svg.toggleAttribute('hidden', !code);
    const left = Math.ceil((given.windowMs - (now % given.windowMs)) / 1000);
    line.textContent = code ? given.next.replace('{n}', String(left)) : at < 0 ? given.early : given.over;
  };
  tick();
  setInterval(tick, 500);
  // A screen that goes dark shows nobody a code.
  const awake = () => document.visibilityState === 'visible' && void navigator.wakeLock?.request('screen').catch(() => undefined);
  awake();
  document.addEventListener('visibilitychange', awake);
}
