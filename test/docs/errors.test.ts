import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { EXIT, EXIT_OF_FAILURE } from '../../cli/exit-codes.ts';
import type { FailureKind } from '../../domain/failure.ts';
import type { FailureCause, OperatorReason, ParkedCause } from '../../domain/verification.ts';
import { NOTIFICATION_UNDELIVERED } from '../../workflows/messages.ts';

/** Complete by their types: a name more or less in the code does not compile here. */
const CAUSES: { readonly [C in FailureCause]: { readonly completes: boolean } } = {
  'request-refused': { completes: false },
  'user-state': { completes: true },
  'invalid-request': { completes: false },
  'job-id-conflict': { completes: false },
  'technical-result': { completes: false },
};
const REASONS: { readonly [R in OperatorReason]: true } = {
  'review-overdue': true,
  'unknown-code': true,
  'needs-decision': true,
  contradiction: true,
  'unconfirmed-claim': true,
  'untrusted-responses': true,
  'status-refused': true,
  stalled: true,
  'answer-lost': true,
};
const PARKED: { readonly [C in ParkedCause]: true } = {
  'rate-limited': true,
  'not-authorised': true,
  'upload-url-unusable': true,
  'id-authority-down': true,
  'id-number-blocked': true,
};

const KINDS = Object.keys(EXIT_OF_FAILURE) as FailureKind[];

interface Paragraph {
  readonly name: string;
  readonly text: string;
}

const SECTIONS = new Map(
  readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((section): [string, Paragraph[]] => {
      const [head = '', ...paragraphs] = section.split(/^### /m);
      return [head.split('\n', 1)[0] ?? '', paragraphs.map(paragraphOf)];
    }),
);

function paragraphOf(part: string): Paragraph {
  const [heading = '', ...lines] = part.split('\n');
  return { name: /`([^`]+)`/.exec(heading)?.[1] ?? heading, text: lines.join('\n').trim() };
}

function namesIn(section: string): string[] {
  return (SECTIONS.get(section) ?? []).map(({ name }) => name).sort();
}

function textOf(section: string, name: string): string {
  return SECTIONS.get(section)?.find((paragraph) => paragraph.name === name)?.text ?? '';
}

describe('docs/errors.md', () => {
  it.each([
    ['Failure kinds', KINDS],
    ['Failure causes', Object.keys(CAUSES)],
    ['Operator reasons', Object.keys(REASONS)],
    ['Parked causes', Object.keys(PARKED)],
    ['Failed notifications', [NOTIFICATION_UNDELIVERED]],
  ])('has under "%s" exactly one heading for every name in the code, and no other', (section, names) => {
    expect(namesIn(section)).toEqual([...names].sort());
  });

  it('has no section that the code knows nothing of', () => {
    expect([...SECTIONS.keys()]).toEqual([
      'Failure kinds',
      'Failure causes',
      'Operator reasons',
      'Parked causes',
      'Failed notifications',
    ]);
  });

  it.each(KINDS)('says of %s what it means, who acts, what Temporal does, what to do, and the exit code', (kind) => {
    const text = textOf('Failure kinds', kind);
    for (const part of ['**Who acts:**', '**Temporal:**', '**What to do:**']) expect(text).toContain(part);
    expect(text.split('**Who acts:**')[0]?.length).toBeGreaterThan(60);
    expect(/\*\*Exit code:\*\* (\d+)\.$/.exec(text)?.[1]).toBe(String(EXIT_OF_FAILURE[kind]));
  });

  it('names the exit code of a failed verification', () => {
    const text = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8').replace(/\s+/g, ' ');
    expect(text).toContain(`A verification that ended as \`failed\` exits with ${EXIT.failed}`);
  });

  it.each(Object.entries(CAUSES))('says of the cause %s how its execution ends: %j', (cause, { completes }) => {
    const text = textOf('Failure causes', cause).replace(/\s+/g, ' ');
    expect(text).toContain(completes ? 'Execution: completed' : 'Execution: failed');
  });

  it('leads nowhere but to headings of its own', () => {
    const text = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
    const anchors = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-'),
    );
    const links = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) expect(anchors).toContain(link);
    expect(new Set(anchors).size).toBe(anchors.length);
  });
});
