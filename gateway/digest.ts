import { createHash } from 'node:crypto';

/** 64 hexadecimal digits that stand for a content of any size, equal for equal contents. */
export function digestOf(content: Buffer | readonly unknown[]): string {
  return createHash('sha256')
    .update(Buffer.isBuffer(content) ? content : JSON.stringify(content))
    .digest('hex');
}
