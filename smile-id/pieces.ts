/** What is handed on in one go: with dozens of uploads at once, each waits for the others' pieces to be encrypted. */
const PIECE_BYTES = 65_536;

/** Views of the content, one after the other; nothing is copied. */
export function* piecesOf(content: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < content.length; at += PIECE_BYTES) yield content.subarray(at, at + PIECE_BYTES);
}
