/** Why an archive gets no judgement; reported as the final result, PROTOCOL 7.3 and U9. */
export interface ArchiveFault {
  code: '0001' | '2203' | '2213';
  text: string;
}

export const archiveFaults = {
  unreadable: { code: '0001', text: 'Data Invalid - Unable to extract zip file' },
  invalidJson: { code: '2203', text: 'Invalid JSON' },
  keyMissing: { code: '2213', text: 'A required parameter is missing' },
  badPicture: { code: '0001', text: 'Data Invalid - Images corrupt or not present' },
  pictureMissing: { code: '0001', text: 'Data Invalid' },
} as const satisfies Record<string, ArchiveFault>;

/** Thrown while an archive is read. */
export class BadArchive extends Error {
  readonly fault: ArchiveFault;

  /** `detail` is for the journal, never for the wire. */
  constructor(fault: ArchiveFault, detail: string) {
    super(`${fault.text}: ${detail}`);
    this.name = 'BadArchive';
    this.fault = fault;
  }
}
