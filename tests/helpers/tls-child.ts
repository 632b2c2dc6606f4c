import { request } from 'node:https';
import { createUndiciHttp } from '../../main/http/undici-http.ts';

/*
 * A process whose shell has weakened TLS: asks one address with Node's own client, then with the program's, and prints what became of
 * each.
 */
const [url = '', ca = ''] = process.argv.slice(2);

const byNode = await new Promise<string>((resolve) => {
  request(url, { ca }, (answer) => resolve(`answered ${answer.statusCode}`))
    .on('error', () => resolve('refused'))
    .end();
});
const http = createUndiciHttp({ caCertificates: [ca] });
const asked = await http.request({ method: 'GET', url, headers: {}, timeoutMs: 10_000, maxBytes: 1_000 });
const byProgram = asked.ok ? `answered ${asked.value.status}` : 'refused';
await http.close();
process.stdout.write(JSON.stringify({ byNode, byProgram }));
process.exit(0);
