import { PRODUCTS } from '../domain/product.ts';
import { idInfoMembers } from '../smile-id/id-info-fields.ts';
import { createPackage } from '../smile-id/package-zip.ts';
import type { Attempt } from './attempt.ts';
import type { Activities, UploadPackageInput } from './contract.ts';
import type { Dependencies } from './dependencies.ts';
import { hasPictures } from './find-pictures.ts';
import { toEvent } from './temporal-failure.ts';

/** An upload is not begun when its URL has less than this left. */
const URL_MARGIN_MS = 10_000;

/** An earlier attempt may have delivered the pictures: then job_status is asked before anything is sent again. */
export async function uploadPackage(
  dependencies: Dependencies,
  input: UploadPackageInput,
  attempt: Attempt,
): ReturnType<Activities['uploadPackage']> {
  const { smileId, media, tickets, clock } = dependencies;
  try {
    const mayHaveArrived = input.mayHaveArrived || attempt.number > 1;
    if (mayHaveArrived && (await hasPictures(dependencies, input, attempt))) return { kind: 'job-adopted' };

    const uploadUrl = tickets.open(input.ticket);
    if (uploadUrl === undefined || clock().getTime() > input.ticket.expiresAtMs - URL_MARGIN_MS)
      return { kind: 'upload-expired' };

    for (const picture of input.pictures) await media.verify(picture.media);
    const archive = createPackage({
      idInfo: idInfoOf(input),
      images: input.pictures.flatMap(({ role, media: reference }) =>
        role === 'comparison' ? [] : [{ role, bytes: reference.bytes, open: () => media.open(reference) }],
      ),
    });
    const sent = await smileId.putPackage(uploadUrl, archive.stream(), {
      bytes: archive.bytes,
      signal: attempt.signal,
    });
    return sent.kind === 'stored' ? { kind: 'uploaded' } : { kind: 'upload-expired' };
  } catch (error) {
    return toEvent(error);
  }
}

/** Undefined for products about a selfie alone: their info.json has none (PROTOCOL 7.1). */
function idInfoOf({ product: name, idInfo }: UploadPackageInput): ReturnType<typeof idInfoMembers> | undefined {
  if (idInfo === undefined) return undefined;
  return idInfoMembers(idInfo, PRODUCTS[name].asksAuthority ? Boolean(idInfo.idNumber) : undefined);
}
