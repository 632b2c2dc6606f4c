import { createInstance } from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { resources } from '../../../../renderer/i18n/resources.ts';
import {
  type DiagnosticStageResult,
  diagnosticDetailKeys,
  diagnosticRunSchema,
} from '../../../../shared/contract/diagnostics.ts';
import { diagnosticReasonSchema, isFailure, whoActs } from '../../../../shared/model/diagnostic-reasons.ts';
import { type DiagnosticWords, diagnosticsText } from '../../../../shared/model/diagnostics-text.ts';
import { sampleRun } from '../../../helpers/sample-run.ts';

const words = new Map<string, DiagnosticWords>();
const missing: string[] = [];

beforeAll(async () => {
  for (const lng of ['en', 'zh-Hant'] as const) {
    const instance = createInstance();
    await instance.init({
      resources,
      lng,
      defaultNS: 'diagnostics',
      saveMissing: true,
      interpolation: { escapeValue: false },
      missingKeyHandler: (_, __, key) => missing.push(`${lng} ${key}`),
    });
    words.set(lng, instance.t as unknown as DiagnosticWords);
  }
});

function textIn(language: string, stage: DiagnosticStageResult): string {
  const t = words.get(language);
  if (!t) throw new Error(language);
  return diagnosticsText(diagnosticRunSchema.parse(sampleRun({ outcome: 'failed' }, stage)), t);
}

describe('diagnosticsText', () => {
  it('says when, of which profile and program, what was found, what it means, who should act and what was seen', () => {
    const text = textIn('en', {
      stage: 'tcp',
      outcome: 'failed',
      ms: 800,
      reason: 'no-answer',
      details: { tried: '192.0.2.1 …', port: 443 },
    });
    expect(text).toContain('CCMS Terminal 1.2.3\nProfile: test exchange\n2022-05-12 09:41:03 to 2022-05-12 09:41:05');
    expect(text).toContain(`CCMS log-in  https://sso.exchange.test
  Name: passed (12 ms)
    The server accepts connections.
`);
    expect(text).toContain(`  Connection: failed (800 ms)
    No answer at all: the packets are dropped on the way.
    What it means: A firewall in between drops the packets silently, or the address is wrong.
    Who should act: Your firm's IT
    What to do: Allow this PC to reach the address and port on every firewall in between.
    - Port: 443
    - Addresses tried: 192.0.2.1 …
  Identity: passed (12 ms)
`);
  });

  it('names the help line where the exchange should act', () => {
    const stage = { stage: 'identity', outcome: 'failed', ms: 1, reason: 'certificate-expired', details: {} } as const;
    expect(textIn('en', stage)).toContain('Who should act: The exchange: 2979 7222, help@exchange.test');
    expect(textIn('zh-Hant', stage)).toContain('由誰處理: 交易所：2979 7222，help@exchange.test');
  });

  it.each(['en', 'zh-Hant'])('has words for every reason and every detail (%s)', (language) => {
    const details = Object.fromEntries(diagnosticDetailKeys.map((key) => [key, 'seen']));
    for (const reason of diagnosticReasonSchema.options) {
      const outcome = isFailure(reason) ? 'failed' : 'skipped';
      textIn(language, { stage: 'tcp', outcome, ms: 1, reason, details });
    }
    expect(missing).toEqual([]);
  });

  it('gives each failure somebody who acts', () => {
    const actors = new Set(diagnosticReasonSchema.options.filter(isFailure).map(whoActs));
    expect([...actors].sort()).toEqual(['exchange', 'firm-it', 'network-vendor', 'operator']);
  });
});
