/**
 * A printed QR code leads to `…#code`: the part of an address that reaches no server, no log and no Referer. It is
 * moved into the form, which posts it, and taken out of the address and the history at once.
 */
export function code(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-code]');
  const input = form?.querySelector('input');
  const scanned = location.hash.slice(1);
  // The fragment of a skip link or of an error summary is no code.
  if (!form || !input || !/^[\w-]{17,60}$/.test(scanned)) return;
  history.replaceState(history.state, '', location.pathname + location.search);
  input.value = scanned;
  form.requestSubmit();
}
