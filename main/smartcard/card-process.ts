import { type CardAnswer, type CardRequest, cardRequestSchema } from './card-messages.ts';
import { openCardPort } from './card-port.ts';
import { checkModule } from './check-module.ts';
import { type Cryptoki, CryptokiError, openCryptoki } from './pkcs11/cryptoki.ts';
import { forbidCoreDump } from './pkcs11/forbid-core-dump.ts';
import { type CertificateMemory, readCards } from './pkcs11/read-cards.ts';
import { signWithCard } from './pkcs11/sign-with-card.ts';

/*
 * The process that touches the card. It loads one module and answers one question at a time; whatever the module does to it, the
 * program only loses this process. Calls into the module block, which is why they are made nowhere else.
 */
const { platform } = process;
const memory: CertificateMemory = new Map();
let opened: { readonly cryptoki: Cryptoki; readonly tokenLabel: string | null } | null = null;

async function open(request: Extract<CardRequest, { kind: 'open' }>): Promise<CardAnswer> {
  const checked = await checkModule(request);
  if (checked.kind === 'bad') return { kind: 'module-failed', fault: checked.fault };
  try {
    opened = { cryptoki: openCryptoki(checked.realPath, platform), tokenLabel: request.tokenLabel };
    return { kind: 'opened' };
  } catch (error) {
    return { kind: 'module-failed', fault: error instanceof CryptokiError ? 'refused' : 'not-a-module' };
  }
}

function look(): CardAnswer {
  if (!opened) return { kind: 'module-failed', fault: 'refused' };
  try {
    return { kind: 'seen', ...readCards(opened.cryptoki, memory, { tokenLabel: opened.tokenLabel, platform }) };
  } catch (error) {
    if (!(error instanceof CryptokiError)) throw error;
    return { kind: 'module-failed', fault: 'refused' };
  }
}

function sign(request: Extract<CardRequest, { kind: 'sign' }>): CardAnswer {
  try {
    return opened ? signWithCard(opened.cryptoki, request, platform) : { kind: 'module-failed', fault: 'refused' };
  } finally {
    request.pin?.fill(0);
  }
}

async function answer(request: CardRequest): Promise<CardAnswer> {
  if (request.kind === 'open') return open(request);
  return request.kind === 'look' ? look() : sign(request);
}

forbidCoreDump(platform);
const port = openCardPort();
port.onMessage((message) => {
  const request = cardRequestSchema.parse(message);
  void answer(request).then((given) => port.send({ id: request.id, ...given }));
});
