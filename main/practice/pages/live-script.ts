/** Keeps what lies in `[data-live]` up to date without a reload: asks for the page again and takes that part over. */
export const liveScript = `
'use strict';
const PERIOD_MS = 2000;
async function refresh() {
  const answer = await fetch(location.href, { cache: 'no-store' });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of document.querySelectorAll('[data-live]')) {
    const next = fresh.querySelector('[data-live="' + part.dataset.live + '"]');
    if (next && next.innerHTML !== part.innerHTML) part.replaceWith(document.adoptNode(next));
  }
}
setInterval(() => {
  // The exchange may be restarting; the next round asks again.
  refresh().catch(() => {});
}, PERIOD_MS);
`;
