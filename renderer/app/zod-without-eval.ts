import { config } from 'zod';

/**
 * Imported first: zod would otherwise try `new Function`, which the Content-Security-Policy refuses and reports. The page's
 * answers are small, so the slower way costs nothing.
 */
config({ jitless: true });
