import { expect } from '@playwright/test';

/** Expects of a page, patiently: a busy machine takes its time, and a wait that ends early costs nothing. */
export const expectPage = expect.configure({ timeout: 20_000 });
