import { describe, expect, it } from 'vitest';
import { doctorExitCode } from '../../../../main/cli/doctor-exit-code.ts';
import type { DiagnosticStageResult } from '../../../../shared/contract/diagnostics.ts';
import { sampleRun } from '../../../helpers/sample-run.ts';

const failed = (stage: DiagnosticStageResult['stage'], reason: DiagnosticStageResult['reason']) =>
  ({ stage, outcome: 'failed', ms: 1, reason, details: {} }) as const;

describe('doctorExitCode', () => {
  it('is 0 when all passed, 20 for the network, 21 when the identity is in doubt, 130 after a cancel', () => {
    expect(doctorExitCode(sampleRun())).toBe(0);
    expect(doctorExitCode(sampleRun({ outcome: 'failed' }, failed('tcp', 'refused')))).toBe(20);
    expect(doctorExitCode(sampleRun({ outcome: 'failed' }, failed('identity', 'handshake-cut')))).toBe(20);
    expect(doctorExitCode(sampleRun({ outcome: 'failed' }, failed('identity', 'other-authority')))).toBe(21);
    expect(doctorExitCode(sampleRun({ outcome: 'cancelled' }))).toBe(130);
  });

  it('lets a doubt about the identity go before the network and before a cancel', () => {
    const both = [failed('name', 'address-unexpected'), failed('identity', 'host-key-differs')];
    expect(doctorExitCode(sampleRun({ outcome: 'failed' }, ...both))).toBe(21);
    expect(doctorExitCode(sampleRun({ outcome: 'cancelled' }, ...both))).toBe(21);
  });

  it.each([
    ['login', 'key-not-registered', 10],
    ['login', 'address-not-registered', 10],
    ['login', 'no-key', 10],
    ['folder', 'folder-missing', 3],
    ['folder', 'folder-denied', 33],
    ['write', 'write-refused', 33],
    ['write', 'sftp-silent', 20],
  ] as const)('tells a scheduler what to do about SFTP: %s %s is %i', (stage, reason, code) => {
    const run = sampleRun({ outcome: 'failed' });
    const endpoints = run.endpoints.map((each) => ({ ...each, stages: [...each.stages, failed(stage, reason)] }));
    expect(doctorExitCode({ ...run, endpoints })).toBe(code);
  });
});
