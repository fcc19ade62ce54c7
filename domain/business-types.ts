import type { IdInfo } from './id-info.ts';
import type { Findings } from './id-types.ts';

/** PROTOCOL 12.4; what else is asked for is refused by Smile ID with 2413. */
const ID_TYPES = ['BUSINESS_REGISTRATION', 'BASIC_BUSINESS_REGISTRATION', 'TAX_INFORMATION'];
/** Business name, company, incorporated trustees. */
const NIGERIAN_BUSINESS_TYPES = ['bn', 'co', 'it'];

export function checkBusiness({ country, idType, businessType }: IdInfo): Findings {
  const problems: string[] = [];
  const warnings: string[] = [];
  if (idType && !ID_TYPES.includes(idType))
    problems.push(`idInfo.idType is not of a business: give ${ID_TYPES.join(', ')}`);
  if (country === 'NG') {
    if (businessType && !NIGERIAN_BUSINESS_TYPES.includes(businessType))
      problems.push(`idInfo.businessType is not known in Nigeria: give ${NIGERIAN_BUSINESS_TYPES.join(', ')}`);
    if (!businessType && idType !== 'TAX_INFORMATION')
      warnings.push(
        `idInfo.businessType is missing: in Nigeria Smile ID distinguishes ${NIGERIAN_BUSINESS_TYPES.join(', ')}`,
      );
  } else if (country && businessType) {
    warnings.push('idInfo.businessType is documented for Nigeria only');
  }
  return { problems, warnings };
}
