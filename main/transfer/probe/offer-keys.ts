import ssh2, { type AnyAuthMethod, type ParsedKey } from 'ssh2';
import { fingerprintOf } from '../connect/host-key.ts';
import type { LoginFinding, ProbeLogin } from '../sftp-probe.ts';

function readKeys(texts: readonly string[]): readonly ParsedKey[] {
  return texts.flatMap((text) => {
    const key = ssh2.utils.parseKey(text);
    return key instanceof Error ? [] : [Array.isArray(key) ? key[0] : key];
  });
}

const shownOf = (key: ParsedKey) => fingerprintOf(key.getPublicSSH());

/** An agent that never signs: a server that asks it to has said that it knows the key (RFC 4252 section 7). */
class AskingAgent extends ssh2.BaseAgent<ParsedKey> {
  readonly #keys: readonly ParsedKey[];
  readonly #known: Set<string>;

  constructor(keys: readonly ParsedKey[], known: Set<string>) {
    super();
    this.#keys = keys;
    this.#known = known;
  }

  getIdentities(done: (error: undefined, keys: ParsedKey[]) => void): void {
    done(undefined, [...this.#keys]);
  }

  sign(key: ParsedKey, _data: Buffer, ...rest: unknown[]): void {
    this.#known.add(shownOf(key));
    const done = rest.at(-1);
    if (typeof done === 'function') done(new Error('only asked'));
  }
}

/**
 * Gives the log-in attempts in their order: each key is only asked for, then the first that is known logs in; `false` ends them.
 * ssh2 tells an error of the level `agent` for each known key, which means nothing.
 */
export function offerKeys({ userName: username, privateKeys }: ProbeLogin): {
  readonly next: () => AnyAuthMethod | false;
  readonly answers: () => Pick<LoginFinding, 'known' | 'refused'>;
} {
  const keys = readKeys(privateKeys);
  const known = new Set<string>();
  let round = 0;
  const next = (): AnyAuthMethod | false => {
    round += 1;
    if (round === 1) return { type: 'agent', username, agent: new AskingAgent(keys, known) };
    const index = keys.findIndex((key) => known.has(shownOf(key)));
    const key = privateKeys[index];
    return round === 2 && key !== undefined ? { type: 'publickey', username, key } : false;
  };
  const answers = () => {
    const all = keys.map(shownOf);
    return { known: all.filter((each) => known.has(each)), refused: all.filter((each) => !known.has(each)) };
  };
  return { next, answers };
}
