/** Drawings that the sample's authors attached: signs instead of words, because the machine may have no fonts. */
const paper = '#fbf8f1';
const ink = '#3b4a42';
const leaf = '#2f7d4f';
const grass = '#cfe3cf';
const road = '#c9c7c0';
const amber = '#e0a02c';
const water = '#8fbcd4';
const earth = '#c9a57b';

const sheet = (content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="900" viewBox="0 0 1200 900">
  <rect width="1200" height="900" fill="${paper}"/>${content}</svg>`;

const tree = (x: number, y: number, size = 34): string =>
  `<circle cx="${x}" cy="${y}" r="${size}" fill="${leaf}" opacity=".85"/><circle cx="${x - size / 3}" cy="${y - size / 3}"
    r="${size / 2}" fill="#4f9a6c"/>`;
const house = (x: number, y: number, width = 90): string =>
  `<path d="M${x} ${y}h${width}v${-width * 0.6}h${-width}z" fill="#efe3cf" stroke="${ink}" stroke-width="4"/>
  <path d="M${x - 10} ${y - width * 0.6}l${width / 2 + 10} ${-width * 0.4}l${width / 2 + 10} ${width * 0.4}z" fill="#b5563c"/>`;
const dashes = (path: string): string =>
  `<path d="${path}" fill="none" stroke="#fff" stroke-width="7" stroke-dasharray="34 26"/>`;
const lamp = (x: number, y: number): string =>
  `<circle cx="${x}" cy="${y}" r="130" fill="${amber}" opacity=".22"/><circle cx="${x}" cy="${y}" r="70" fill="${amber}"
    opacity=".28"/><circle cx="${x}" cy="${y}" r="16" fill="${amber}" stroke="${ink}" stroke-width="5"/>`;

const junction = sheet(`
  <rect x="40" y="40" width="1120" height="820" fill="${grass}"/>
  <path d="M40 520H1160M600 520V860" stroke="${road}" stroke-width="150"/>
  ${dashes('M60 520H480M720 520H1140M600 640V850')}
  <path d="M430 455V585M455 455V585M480 455V585M505 455V585" stroke="#fff" stroke-width="14"/>
  <path d="M300 400H900V130H300z" fill="#efe3cf" stroke="${ink}" stroke-width="6"/>
  <path d="M300 400H900V355H300z" fill="#b5563c"/><rect x="550" y="325" width="100" height="75" fill="${paper}"
    stroke="${ink}" stroke-width="6"/>
  <path d="M600 130V60" stroke="${ink}" stroke-width="6"/><path d="M600 60h70v40h-70z" fill="#c23a2b"/>
  ${[360, 440, 720, 800].map((x) => `<rect x="${x}" y="200" width="46" height="60" fill="#bcd7e2" stroke="${ink}" stroke-width="4"/>`).join('')}
  ${lamp(500, 428)}${lamp(706, 612)}${tree(160, 250)}${tree(230, 330, 26)}${tree(1020, 240)}${tree(1080, 760)}
  ${house(120, 800)}${house(270, 800)}${house(860, 800)}`);

const flooding = sheet(`
  <path d="M0 470H1200V560H0z" fill="${road}"/><path d="M0 560H1200V900H0z" fill="${earth}"/>
  <path d="M90 470C300 452 760 452 1110 470V500H90z" fill="${water}" opacity=".85"/>
  <path d="M0 700H1200" stroke="#8d8a83" stroke-width="86"/><path d="M0 700H1200" stroke="${water}" stroke-width="34"/>
  <path d="M0 726H1200" stroke="#7a6a52" stroke-width="26"/>
  ${[250, 560, 800, 1010].map((x, i) => `<path d="M${x} 500V660" stroke="${i < 1 ? '#8d8a83' : leaf}" stroke-width="34" ${i < 1 ? '' : 'stroke-dasharray="22 12"'}/>
    <rect x="${x - 44}" y="488" width="88" height="20" fill="${i < 1 ? ink : leaf}"/>`).join('')}
  ${house(80, 470, 150)}${house(300, 470, 150)}${house(520, 470, 150)}
  <path d="M760 470V330H1120V470z" fill="#efe3cf" stroke="${ink}" stroke-width="5"/>
  <path d="M740 330h400l-40-70H780z" fill="${leaf}"/>
  ${[200, 420, 640, 900, 1080].map((x) => `<path d="M${x} 60l-26 70" stroke="${water}" stroke-width="8"/><path d="M${x + 70} 120l-26 70" stroke="${water}" stroke-width="8"/>`).join('')}
  <path d="M640 480c30-60 60-60 84-6" stroke="#c23a2b" stroke-width="8" fill="none"/><path d="M712 452l18 26 12-30z" fill="#c23a2b"/>`);

const busRoute = sheet(`
  <path d="M0 640C300 560 420 700 640 600S980 380 1200 420V900H0z" fill="${grass}"/>
  <path d="M880 60c60 90-40 150 40 250s200 60 280 130" fill="none" stroke="${water}" stroke-width="42"/>
  <path d="M110 760C260 700 300 560 460 520S720 460 800 330s160-130 270-190" fill="none" stroke="${road}" stroke-width="54"/>
  <path d="M110 760C260 700 300 560 460 520S720 460 800 330s160-130 270-190" fill="none" stroke="${leaf}" stroke-width="14"/>
  ${[[110, 760], [310, 612], [600, 478], [800, 330], [1070, 140]].map(([x, y]) => `<circle cx="${x}" cy="${y}" r="24" fill="${paper}" stroke="${leaf}" stroke-width="12"/>`).join('')}
  <circle cx="462" cy="520" r="62" fill="${amber}" opacity=".3"/><circle cx="462" cy="520" r="28" fill="${amber}" stroke="${ink}" stroke-width="8"/>
  ${house(380, 450, 120)}<path d="M440 378v-54" stroke="${ink}" stroke-width="5"/><path d="M440 324h46v28h-46z" fill="#c23a2b"/>
  <rect x="150" y="590" width="150" height="70" rx="14" fill="${amber}" stroke="${ink}" stroke-width="6" transform="rotate(-36 225 625)"/>
  ${tree(180, 240)}${tree(260, 300, 26)}${tree(930, 640)}${tree(1010, 720, 46)}${tree(640, 760)}${tree(120, 420, 26)}
  <path d="M1090 800v-90m0 0l-22 34m22-34l22 34" stroke="${ink}" stroke-width="8" fill="none"/>`);

const playground = sheet(`
  <path d="M0 640c200-50 360 40 600 0s420-60 600-20V900H0z" fill="${water}"/>
  <rect x="90" y="90" width="1020" height="500" rx="26" fill="${grass}" stroke="${ink}" stroke-width="6" stroke-dasharray="26 14"/>
  <path d="M90 340H1110M600 90V590" stroke="#e6dcc6" stroke-width="44"/>
  <path d="M200 250l50-110 50 110M400 250l50-110 50 110M250 140h200M310 140v80M380 140v80" stroke="${ink}" stroke-width="9" fill="none"/>
  <path d="M290 220h40M360 220h40" stroke="${amber}" stroke-width="14"/>
  <path d="M740 250V130h60l150 120" stroke="#c23a2b" stroke-width="16" fill="none"/><path d="M740 250h20V130" stroke="${ink}" stroke-width="9" fill="none"/>
  <ellipse cx="330" cy="470" rx="150" ry="76" fill="${earth}" stroke="${ink}" stroke-width="6"/>
  <path d="M280 470c30-30 70-30 100 0" stroke="${ink}" stroke-width="6" fill="none"/>
  ${[720, 850, 980].map((x) => `<path d="M${x} 470h90v18h-90zM${x + 12} 488v30M${x + 78} 488v30" fill="#8a6a44" stroke="#8a6a44" stroke-width="6"/>`).join('')}
  ${[140, 300, 460, 690, 850, 1040].map((x) => tree(x, 110, 38)).join('')}${[150, 560, 660, 1050].map((x) => tree(x, 560, 38)).join('')}
  <path d="M90 690c60-14 90 14 150 0M400 730c60-14 90 14 150 0M820 700c60-14 90 14 150 0" stroke="#fff" stroke-width="7" fill="none"/>`);

const fieldBin = sheet(`
  <path d="M0 0H1200V380H0z" fill="#e4eef0"/><path d="M0 380c260-60 480-10 700-40s360-40 500 0V900H0z" fill="${grass}"/>
  ${[80, 240, 400, 900, 1060].map((x, i) => `<path d="M${x + 40} ${430 - (i % 2) * 30}v-150" stroke="#7a5c3c" stroke-width="20"/><circle cx="${x + 40}" cy="${250 - (i % 2) * 30}" r="86" fill="${leaf}"/><circle cx="${x + 8}" cy="${220 - (i % 2) * 30}" r="40" fill="#4f9a6c"/>`).join('')}
  <path d="M0 760C300 700 520 820 1200 690V900H0z" fill="${earth}"/>
  <path d="M500 700V440h240v260z" fill="#b9b6ae" stroke="${ink}" stroke-width="8"/><path d="M476 440h288l-30-50H506z" fill="#8d8a83" stroke="${ink}" stroke-width="8"/>
  <circle cx="620" cy="560" r="62" fill="${amber}" stroke="${ink}" stroke-width="6"/>
  <path d="M604 520h32v-22h-32zM596 520h48v76h-48z" fill="${paper}" stroke="${ink}" stroke-width="5"/>
  <path d="M250 640l60-20 14 40-60 20zM300 700h30v70h-30zM306 700v-18h18v18" fill="#d9e3e6" stroke="${ink}" stroke-width="5"/>
  <path d="M350 650C400 600 430 560 470 520" stroke="#c23a2b" stroke-width="9" fill="none"/><path d="M448 512l36-8-12 36z" fill="#c23a2b"/>
  <path d="M900 640c60 30 140 40 300 20v60c-160 10-260 0-330-30z" fill="${water}"/>`);

const borderSigns = sheet(`
  <path d="M0 560H1200V900H0z" fill="${road}"/>${dashes('M0 690H1200')}${dashes('M0 800H1200')}
  <path d="M160 560V240h880v320" fill="none" stroke="${ink}" stroke-width="14"/>
  <path d="M120 240h960l-70-90H190z" fill="#b5563c" stroke="${ink}" stroke-width="8"/>
  ${[230, 500, 770].map((x, i) => `<rect x="${x}" y="290" width="200" height="190" rx="16" fill="${leaf}" stroke="${paper}" stroke-width="6"/>
    <path d="M${x + 26} 420h148M${x + 26} 440h110M${x + 26} 460h130" stroke="${paper}" stroke-width="9"/>
    ${[
      `<path d="M${x + 50} 380v-40h70l24 24v16z" fill="${paper}"/><circle cx="${x + 70}" cy="384" r="12" fill="${amber}"/><circle cx="${x + 124}" cy="384" r="12" fill="${amber}"/>`,
      `<rect x="${x + 64}" y="312" width="72" height="84" fill="${paper}"/><circle cx="${x + 100}" cy="348" r="20" fill="none" stroke="${leaf}" stroke-width="7"/>`,
      `<path d="M${x + 84} 320h32v24h24v32h-24v24h-32v-24h-24v-32h24z" fill="${paper}"/>`,
    ][i]}`).join('')}
  <path d="M330 520v40M600 520v40M870 520v40" stroke="${ink}" stroke-width="10"/>
  <path d="M60 640h150v-70h70l40 50v20h20v40H60z" fill="${amber}" stroke="${ink}" stroke-width="6"/><circle cx="110" cy="682" r="22" fill="${ink}"/><circle cx="280" cy="682" r="22" fill="${ink}"/>
  <path d="M880 860v-110m0 0l-34 44m34-44l34 44" stroke="${paper}" stroke-width="16" fill="none"/>
  ${tree(70, 470)}${tree(1130, 470)}`);

export const pictures: Readonly<Record<string, string>> = {
  junction,
  flooding,
  'bus-route': busRoute,
  playground,
  'field-bin': fieldBin,
  'border-signs': borderSigns,
};
