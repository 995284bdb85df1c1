/**
 * Models, labels and file names come from whoever made the stick, and end up on a terminal: control characters, and those
 * that turn the direction of writing, are replaced.
 */
export const printableText = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd');
