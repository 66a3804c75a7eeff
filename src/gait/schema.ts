import { z } from 'zod';

/**
 * Zod as this app uses it: schemas are walked, never compiled. Its compiler first tries `new Function`, which the content security
 * policy refuses and browsers report as a violation.
 */
z.config({ jitless: true });

export { z };
