export async function double(number: number): Promise<number> {
  return 2 * number;
}
