export interface WebAddress {
  readonly origin: string;
  readonly token: string;
}

/** Posts to the web host as its own page would. */
export function postTo(address: WebAddress, path: string, body: BodyInit): Promise<Response> {
  return fetch(`${address.origin}${path}`, {
    method: 'POST',
    headers: { origin: address.origin, 'x-ccms-token': address.token, 'content-type': 'application/json' },
    body,
  });
}
