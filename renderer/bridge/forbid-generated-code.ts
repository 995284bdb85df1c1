import * as z from 'zod';

// Zod would try `new Function` once, to see whether it may: the content policy forbids it and reports the try.
z.config({ jitless: true });
