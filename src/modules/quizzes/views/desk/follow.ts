/** Follows a sitting: the page is asked for again every few seconds while somebody looks at it, and its figures taken over. */
const EVERY_MS = 5_000;
const figures = document.querySelector('[data-follow]');

function follow(): void {
  if (document.visibilityState !== 'visible') return;
  // The browser reads the answer as a page: no markup is made of text here, which Trusted Types would refuse.
  const asked = new XMLHttpRequest();
  asked.responseType = 'document';
  asked.open('GET', location.href);
  asked.addEventListener('load', () => {
    const fresh = asked.status === 200 ? asked.responseXML?.querySelector('[data-follow]') : null;
    // Signed out, or a fault: what is shown stays, with the time of its count.
    if (fresh) figures?.replaceChildren(...document.importNode(fresh, true).childNodes);
  });
  asked.send();
}

if (figures) setInterval(follow, EVERY_MS);
