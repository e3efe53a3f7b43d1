/** SVG text that our own server code drew; the mark keeps other strings out of `RawSvg.svelte`. */
export type Drawing = string & { readonly drawnHere: true };

/** Colour roles a chart may use; on screen they follow the theme, on paper they are the light values. */
export const chartColours = {
  leaf: { screen: 'var(--leaf)', paper: '#0b5544' },
  cashew: { screen: 'var(--cashew)', paper: '#853705' },
  sky: { screen: 'var(--sky)', paper: '#1b4770' },
  alert: { screen: 'var(--alert)', paper: '#96131a' },
  sun: { screen: 'var(--sun)', paper: '#f0a35e' },
  edge: { screen: 'var(--edge)', paper: '#66736c' },
  line: { screen: 'var(--line)', paper: '#dfe3dc' },
  ink: { screen: 'var(--ink)', paper: '#17211c' },
  quiet: { screen: 'var(--ink-2)', paper: '#414e47' },
} as const;
