/** ISO 3166-1 alpha-2; a problem, which repeats nothing, for any other text. */
export function checkCountry(named: string, country: string | undefined, problems: string[]): void {
  if (country !== undefined && !/^[A-Z]{2}$/.test(country))
    problems.push(`${named} must be two capital letters, ISO 3166-1, such as NG`);
}
