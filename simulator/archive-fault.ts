/** Why an archive gets no judgement; reported as the final result, PROTOCOL 7.3 and U9. Products may word it otherwise. */
export const archiveFaults = {
  unreadable: { code: '0001', text: 'Data Invalid - Unable to extract zip file' },
  invalidJson: { code: '2203', text: 'Invalid JSON' },
  keyMissing: { code: '2213', text: 'A required parameter is missing' },
  badPicture: { code: '0001', text: 'Data Invalid - Images corrupt or not present' },
  selfieMissing: { code: '0001', text: 'Data Invalid' },
  documentMissing: { code: '0001', text: 'ID Card image not provided' },
} as const;

export type ArchiveFaultName = keyof typeof archiveFaults;

/** Thrown while an archive is read. */
export class BadArchive extends Error {
  readonly fault: ArchiveFaultName;

  /** `detail` is for the journal, never for the wire. */
  constructor(fault: ArchiveFaultName, detail: string) {
    super(detail);
    this.name = 'BadArchive';
    this.fault = fault;
  }
}
