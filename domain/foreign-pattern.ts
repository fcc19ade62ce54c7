const MAX_PATTERN_LENGTH = 300;
const MAX_TEXT_LENGTH = 200;
/** About a tenth of a second. */
const MAX_WORK = 10_000_000;

/**
 * Whether a text matches a pattern that somebody else wrote. Undefined where that cannot be told: the pattern is none, or
 * trying it might keep the process busy. It is tried only if the work has a small bound, whatever the text.
 */
export function matchesForeignPattern(pattern: string, text: string): boolean | undefined {
  if (pattern.length > MAX_PATTERN_LENGTH || text.length > MAX_TEXT_LENGTH) return undefined;
  try {
    const expression = new RegExp(pattern);
    const { ways, steps } = boundOf(pattern, text.length + 1);
    return ways * steps * (text.length + 1) <= MAX_WORK ? expression.test(text) : undefined;
  } catch {
    return undefined;
  }
}

/** Upper bounds: in how many ways a part of a pattern can be tried at one place, and how long one of them is. */
interface Bound {
  readonly ways: number;
  readonly steps: number;
}

/** Escapes, classes, and anything else that stands for itself. */
const ATOM = /\\[\s\S]|\[\^?(?:\\[\s\S]|[^\]\\])*\]|[^()|]/y;
const GROUP = /\((?:\?(?:[:=!]|<[=!]|<\w+>))?/y;
const QUANTIFIER = /(?:(?<sign>[*+?])|\{(?<least>\d+)(?<comma>,?)(?<most>\d*)\})\??/y;

/**
 * The ways of neighbours multiply, those of alternatives add up, and a repetition can end after each turn.
 * @throws SyntaxError for what is not known here
 */
function boundOf(pattern: string, mostTurns: number): Bound {
  let at = 0;
  const take = (token: RegExp): RegExpExecArray | undefined => {
    token.lastIndex = at;
    const found = token.exec(pattern) ?? undefined;
    at += found?.[0].length ?? 0;
    return found;
  };

  function alternatives(): Bound {
    let bound = sequence();
    while (pattern[at] === '|') {
      at += 1;
      const other = sequence();
      bound = { ways: bound.ways + other.ways, steps: bound.steps + other.steps };
    }
    return bound;
  }

  function sequence(): Bound {
    let bound = { ways: 1, steps: 1 };
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') {
      const next = repeated(one());
      bound = { ways: bound.ways * next.ways, steps: bound.steps + next.steps };
    }
    return bound;
  }

  function one(): Bound {
    if (take(GROUP) === undefined) {
      if (take(ATOM) === undefined) throw new SyntaxError('an unknown atom');
      return { ways: 1, steps: 1 };
    }
    if (pattern[at] === '?') throw new SyntaxError('an unknown kind of group');
    const bound = alternatives();
    at += 1;
    return bound;
  }

  function repeated({ ways, steps }: Bound): Bound {
    const quantifier = take(QUANTIFIER)?.groups;
    if (quantifier === undefined) return { ways, steps };
    const { sign, least = '0', comma, most } = quantifier;
    const fewest = Number(least);
    const open = fewest + mostTurns;
    const turns =
      sign === '?' ? 1 : sign !== undefined ? open : comma === '' ? fewest : most === '' ? open : Number(most);
    return { ways: ways ** turns * (turns - fewest + 1), steps: steps * turns + 1 };
  }

  const bound = alternatives();
  if (at < pattern.length) throw new SyntaxError('an unknown end');
  return bound;
}
