const STORED_AS = 'ccms-token';

/**
 * Takes the token of this start from the address (`#token=...`) and removes it there, so that it is neither seen nor
 * bookmarked; a reload finds it in the storage of this tab. Gives null when the page was opened without one.
 */
export function takeToken(page: Window): string | null {
  const given = new URLSearchParams(page.location.hash.slice(1)).get('token');
  if (!given) return page.sessionStorage.getItem(STORED_AS);
  page.sessionStorage.setItem(STORED_AS, given);
  page.history.replaceState(null, '', page.location.pathname + page.location.search);
  return given;
}
