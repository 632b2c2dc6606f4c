import type { GoodReason } from '../../../shared/model/diagnostic-reasons.ts';
import type { ProbedChannel, ProbedConnection } from '../../transfer/sftp-probe.ts';
import { type Finding, failed, passed } from '../finding.ts';
import { plainList } from '../plain-text.ts';

function reasonOf({ fsync, replace }: ProbedChannel['offers']): GoodReason {
  if (fsync) return replace ? 'offers-all' : 'offers-no-replace';
  return replace ? 'offers-no-fsync' : 'offers-few';
}

/** Opens SFTP and says what the server can do beyond the bare protocol. What it cannot is no failure: the program does without. */
export async function tellOffers(connection: ProbedConnection): Promise<Finding<ProbedChannel>> {
  const channel = await connection.openChannel();
  if (!channel) return failed('no-sftp');
  const { extensions, longestWrite } = channel.offers;
  const details = { extensions: plainList(extensions) || '–', longestWrite };
  return passed(reasonOf(channel.offers), channel, details);
}
