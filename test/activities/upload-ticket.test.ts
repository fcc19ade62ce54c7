import { describe, expect, it } from '@jest/globals';
import { createTicketSealer } from '../../activities/upload-ticket.ts';

const URL = 'https://uploads.example.com/job-4711/selfie.zip?X-Amz-Signature=0f1e2d3c4b5a69788796a5b4c3d2e1f0&é=ü';
const EXPIRES = 1_709_280_900_000;

describe('A ticket for an upload', () => {
  it.each([URL, '', 'x', URL.repeat(20)])('gives back its URL to whoever has the same API key', (url) => {
    const ticket = createTicketSealer('an-api-key').seal(url, EXPIRES);
    expect(ticket.expiresAtMs).toBe(EXPIRES);
    expect(createTicketSealer('an-api-key').open(ticket)).toBe(url);
  });

  it.each(['another-api-key', 'an-api-key ', 'an-api-keY', ''])('stays shut with the key "%s"', (apiKey) => {
    const ticket = createTicketSealer('an-api-key').seal(URL, EXPIRES);
    expect(createTicketSealer(apiKey).open(ticket)).toBeUndefined();
  });

  it('stays shut where any single byte was changed', () => {
    const sealer = createTicketSealer('an-api-key');
    const bytes = Buffer.from(sealer.seal(URL, EXPIRES).sealed, 'base64');
    for (let at = 0; at < bytes.byteLength; at += 1) {
      const tampered = Buffer.from(bytes);
      tampered[at] = (tampered[at] as number) ^ 1;
      expect(sealer.open({ sealed: tampered.toString('base64'), expiresAtMs: EXPIRES })).toBeUndefined();
    }
  });

  it('stays shut where it was cut, wherever', () => {
    const sealer = createTicketSealer('an-api-key');
    const bytes = Buffer.from(sealer.seal(URL, EXPIRES).sealed, 'base64');
    for (let length = 0; length < bytes.byteLength; length += 1) {
      const sealed = bytes.subarray(0, length).toString('base64');
      expect(sealer.open({ sealed, expiresAtMs: EXPIRES })).toBeUndefined();
    }
  });

  it.each(['', 'not base64 at all!', 'https://uploads.example.com'])('does not open "%s"', (sealed) => {
    expect(createTicketSealer('an-api-key').open({ sealed, expiresAtMs: EXPIRES })).toBeUndefined();
  });

  it('lets nothing of the URL or the key be read', () => {
    const { sealed } = createTicketSealer('an-api-key').seal(URL, EXPIRES);
    const text = `${sealed} ${Buffer.from(sealed, 'base64').toString('latin1')}`;
    for (const part of ['uploads', 'example', 'https', 'job-4711', '0f1e2d3c', 'an-api-key'])
      expect(text).not.toContain(part);
  });

  it('looks different each time, so that two tickets tell nothing about their URLs', () => {
    const sealer = createTicketSealer('an-api-key');
    expect(sealer.seal(URL, EXPIRES).sealed).not.toBe(sealer.seal(URL, EXPIRES).sealed);
  });
});
