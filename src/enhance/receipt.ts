import { verifyReceipt, type Receipt } from '../platform/ledger/browser.ts';

/**
 * Loaded only with `<button data-receipt-check>`: proves in the reader's own browser that the receipt is in the
 * public ledger. The button names where the receipt and the key are (`data-receipt`, `data-key-address`) and
 * carries the sentence for each verdict (`data-ok`, `data-pending`, `data-proof` …; `{index}`, `{size}`).
 * `data-receipt-content`: the text that the receipt must commit to, as it was hashed.
 * The answer goes into the element that `aria-controls` names.
 */
export function receipts(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-receipt-check]'))
    button.onclick = () => void check(button);
}

async function check(button: HTMLButtonElement): Promise<void> {
  const { receipt = '', keyAddress = '/ledger/key', receiptContent } = button.dataset;
  const place = document.getElementById(button.getAttribute('aria-controls') ?? '');
  const say = (verdict: string, values: Record<string, number> = {}) => {
    const text = button.dataset[verdict] ?? '';
    if (place)
      place.textContent = text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
    if (place) place.dataset['verdict'] = verdict;
  };
  try {
    const [own, key] = await Promise.all([
      // A receipt may also be printed on the page itself: then no request tells anyone who is checking.
      receipt.startsWith('{')
        ? (JSON.parse(receipt) as Receipt)
        : fetch(receipt).then((got) => got.json() as Promise<Receipt>),
      fetch(keyAddress).then((got) => got.text()),
    ]);
    const verdict = await verifyReceipt(own, key, receiptContent);
    if (verdict.ok) say('ok', { index: verdict.index, size: verdict.size });
    else say(verdict.reason);
  } catch {
    say('unreachable');
  }
}
