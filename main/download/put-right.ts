import type { DownloadRecord } from '../ledger/ledger.ts';
import type { SftpConnection } from '../transfer/transfer.ts';
import type { DownloadContext } from './context.ts';
import { statedChecksum } from './fetch-file.ts';

const AT_ONCE = 8;

/**
 * Those of some files that were kept aside and whose checksum at the exchange is by now the one of what came: an exchange that replaces
 * a file may write its checksum a moment later. One that cannot be asked for now is asked for at the next look.
 */
export async function putRight(
  context: DownloadContext,
  connection: SftpConnection,
  records: readonly DownloadRecord[],
): Promise<readonly DownloadRecord[]> {
  const aside = records.filter(({ newest }) => newest.kind === 'kept-aside');
  const right: DownloadRecord[] = [];
  for (let from = 0; from < aside.length; from += AT_ONCE) {
    const some = aside.slice(from, from + AT_ONCE).map(async (record) => {
      const stated = await statedChecksum(context, connection, record);
      const { newest } = record;
      return stated.ok && newest.kind === 'kept-aside' && stated.value === newest.detail.sha256 ? [record] : [];
    });
    right.push(...(await Promise.all(some)).flat());
  }
  return right;
}
