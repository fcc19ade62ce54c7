import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../chaos/random.ts';
import { pictureProblem } from '../../domain/picture.ts';
import { inspectPicture } from '../../media/inspect-picture.ts';
import { patched, pngHead, SAMPLE_NAMES, sample, segmentAt, tinyGreyJpeg, withThumbnail } from './pictures.ts';

const SOF0 = 0xc0;

describe('Looking at a picture', () => {
  it.each(SAMPLE_NAMES)('sees the colour JPEG in samples/%s and finds nothing wrong with it', (name) => {
    const bytes = sample(name);
    const facts = inspectPicture(bytes);
    expect(facts).toEqual({ format: 'jpeg', bytes: bytes.byteLength, width: 720, height: 960, isColour: true });
    expect(pictureProblem(facts)).toBeUndefined();
  });

  it('tells a PNG by its content', () => {
    expect(pictureProblem(inspectPicture(pngHead()))).toMatch(/is a PNG; Smile ID takes JPEG only/);
  });

  it.each(['', 'x', 'Not a picture at all.', '\u0089PNG', 'GIF89a', '<svg/>', '%PDF-1.7'])(
    'does not take the text "%s" for a picture',
    (text) => {
      const facts = inspectPicture(Buffer.from(text, 'latin1'));
      expect(facts).toMatchObject({ format: 'other', width: 0, height: 0 });
      expect(pictureProblem(facts)).toMatch(text === '' ? /is empty/ : /is not a JPEG picture, whatever its name says/);
    },
  );

  it('sees that a picture is black and white', () => {
    const facts = inspectPicture(tinyGreyJpeg());
    expect(facts).toMatchObject({ format: 'jpeg', width: 8, height: 8, isColour: false });
    expect(pictureProblem(facts)).toMatch(/is black and white; Smile ID needs colour pictures/);
  });

  it('sees that a frame of one component is black and white', () => {
    const jpeg = sample();
    const grey = patched(jpeg, segmentAt(jpeg, SOF0) + 9, 1);
    expect(inspectPicture(grey)).toMatchObject({ format: 'jpeg', isColour: false });
  });

  it('refuses a JPEG whose frame has no height or no width', () => {
    const jpeg = sample();
    const frame = segmentAt(jpeg, SOF0);
    expect(pictureProblem(inspectPicture(patched(jpeg, frame + 5, 0, 0)))).toMatch(/without dimensions/);
    expect(pictureProblem(inspectPicture(patched(jpeg, frame + 7, 0, 0)))).toMatch(/without dimensions/);
  });

  it('reads a progressive frame as well as a baseline one', () => {
    const jpeg = sample();
    expect(inspectPicture(patched(jpeg, segmentAt(jpeg, SOF0) + 1, 0xc2))).toMatchObject({ width: 720, height: 960 });
  });

  it('skips fill bytes and metadata before the frame', () => {
    const jpeg = sample();
    const filled = Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xff]), jpeg.subarray(2)]);
    expect(inspectPicture(filled)).toMatchObject({ format: 'jpeg', width: 720 });
    expect(inspectPicture(withThumbnail(jpeg))).toMatchObject({ format: 'jpeg', width: 720, isColour: true });
  });

  it('puts up with a trailer after the end of the picture', () => {
    expect(inspectPicture(Buffer.concat([sample(), Buffer.alloc(500)]))).toMatchObject({ format: 'jpeg', width: 720 });
  });

  it('reads only its part of a larger buffer', () => {
    const jpeg = sample();
    const larger = Buffer.concat([Buffer.alloc(33), jpeg, Buffer.alloc(7)]);
    expect(inspectPicture(larger.subarray(33, 33 + jpeg.byteLength))).toEqual(inspectPicture(jpeg));
  });

  it.each(SAMPLE_NAMES)('never takes samples/%s for a whole picture once it is cut, wherever', (name) => {
    const jpeg = sample(name);
    const lengths = [2, 3, 4, 10, 20, 100, 158, 160, 170, 300, 623, 700, jpeg.byteLength - 2, jpeg.byteLength - 1];
    for (let length = 1_000; length < jpeg.byteLength; length += 997) lengths.push(length);
    for (const length of lengths) {
      const { format } = inspectPicture(jpeg.subarray(0, length));
      expect([length, format]).toEqual([length, 'truncated-jpeg']);
    }
  });

  it('never takes a cut picture for a whole one because the thumbnail inside it has an end', () => {
    const jpeg = withThumbnail(sample());
    expect(inspectPicture(jpeg).format).toBe('jpeg');
    expect(inspectPicture(jpeg.subarray(0, jpeg.byteLength / 2)).format).toBe('truncated-jpeg');
  });

  it('comes to an end, without throwing, whatever the bytes are', () => {
    const random = createRandom(42);
    const jpeg = sample();
    for (let round = 0; round < 3_000; round += 1) {
      const noise = Buffer.from(Array.from({ length: random.below(80) }, () => random.below(256)));
      const begun = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), noise]);
      const damaged = patched(jpeg.subarray(0, 2_000), random.below(1_990), random.below(256), random.below(256));
      for (const bytes of [noise, begun, damaged]) {
        const { format } = inspectPicture(bytes);
        expect(['jpeg', 'png', 'truncated-jpeg', 'other']).toContain(format);
      }
    }
  });
});
