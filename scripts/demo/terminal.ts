import type { AddedFile, App } from '../../main/app/app.ts';
import type { Profile } from '../../main/profile/profile.ts';
import type { CheckResult } from '../../shared/contract/activity.ts';
import type { CallInput, CallName, CallOutput, FilePurpose } from '../../shared/contract/index.ts';
import type { Draft } from '../../shared/contract/submission.ts';
import type { Result } from '../../shared/lib/result.ts';

/** The app as a script uses it: a call either gives its value or ends the script. */
export class Terminal {
  readonly app: App;
  readonly profile: Profile;
  #step = 0;

  constructor(app: App, profile: Profile) {
    this.app = app;
    this.profile = profile;
  }

  /** Prints one numbered step. */
  say(text: string): void {
    this.#step += 1;
    process.stdout.write(`${String(this.#step).padStart(2)}. ${text}\n`);
  }

  /** Calls and expects the good outcome. */
  async call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
    const result = (await this.app.dispatch(name, input)) as Result<CallOutput<N>>;
    if (!result.ok)
      throw new Error(`${name} answered ${result.error.code} ${JSON.stringify(result.error.details ?? {})}`);
    return result.value;
  }

  /** Calls and expects one certain refusal. */
  async expectRefusal<N extends CallName>(name: N, input: CallInput<N>, code: string): Promise<void> {
    const result = await this.app.dispatch(name, input);
    if (result.ok) throw new Error(`${name} should have answered ${code}`);
    if (result.error.code !== code) throw new Error(`${name} answered ${result.error.code} instead of ${code}`);
  }

  async #add(fileName: string, content: string, purpose: FilePurpose): Promise<AddedFile> {
    const bytes = Buffer.from(content);
    const result = await this.app.addFile({
      fileName,
      purpose,
      expectedSize: bytes.length,
      open: async function* () {
        yield bytes;
      },
    });
    if (!result.ok) throw new Error(`${fileName}: ${result.error.code}`);
    return result.value;
  }

  async addDraft(fileName: string, content: string): Promise<Draft> {
    const added = await this.#add(fileName, content, 'submission');
    if (!('draftId' in added)) throw new Error(`${fileName} did not become a draft`);
    return added;
  }

  async checkFile(fileName: string, content: string): Promise<CheckResult> {
    const checked = await this.#add(fileName, content, 'check');
    if (!('outcome' in checked)) throw new Error(`${fileName} was not checked`);
    return checked;
  }
}
