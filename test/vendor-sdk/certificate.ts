import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface Certificate {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
  /** The certificate as a file, for `NODE_EXTRA_CA_CERTS`. */
  readonly caFile: string;
}

/** Lends a certificate of this machine, made now, which nobody trusts who is not told to. */
export async function withCertificate<T>(use: (certificate: Certificate) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'smileflow-certificate-'));
  const [caFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyFile];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
  try {
    await promisify(execFile)('openssl', ['req', '-x509', ...key, ...names, '-days', '2', '-out', caFile]);
    return await use({ cert: await readFile(caFile, 'utf8'), key: await readFile(keyFile, 'utf8'), caFile });
  } finally {
    await rm(folder, { recursive: true });
  }
}
