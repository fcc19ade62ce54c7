import { PICTURE_FORMS } from '../domain/picture.ts';

/**
 * Why text that was taken for the path of a picture could not be opened, and what to do: the end of a sentence that begins with
 * the picture's place. Quotes nothing of the text.
 * @param code the system's, such as `ENOENT`
 */
export function openTrouble(text: string, code: string | undefined): string {
  if (/^data:/i.test(text)) return 'is a data URL, while text is taken for a path: give it as { base64: … }';
  if (/^file:\/\//i.test(text)) return 'is a file URL: give the path, as fileURLToPath of node:url tells it';
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(text)) return `is a URL, and none is fetched: give ${PICTURE_FORMS}`;
  if (looksLikeBase64(text, code)) return 'is base64, while text is taken for a path: give it as { base64: … }';
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'does not exist: check the path';
    case 'ENAMETOOLONG':
      return `is too long for a path: give ${PICTURE_FORMS}`;
    case 'ERR_INVALID_ARG_VALUE':
      return `holds a zero byte, as no path does: give ${PICTURE_FORMS}`;
    case 'ELOOP':
      return 'is a symbolic link that leads in a circle: check where it leads';
    case 'ENXIO':
      return 'is no file: give a file, or the bytes';
    case 'EACCES':
    case 'EPERM':
      return `cannot be read (${code}): check its permissions`;
    default:
      return `cannot be read (${code})`;
  }
}

/** The base64 of every JPEG begins with `/9j/`, that of every PNG with `iVBOR`; that of any picture is too long for a path. */
function looksLikeBase64(text: string, code: string | undefined): boolean {
  return /^[\w+/=\s-]+$/.test(text) && (/^(?:\/9j\/|iVBOR)/.test(text) || code === 'ENAMETOOLONG');
}
