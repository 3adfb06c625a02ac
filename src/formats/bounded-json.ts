import { FormatError } from '../errors.ts';

const MAX_LENGTH = 32 * 1024 * 1024;
const MAX_DEPTH = 256;
const MAX_VALUES = 2_000_000;

/**
 * Parses JSON that comes from a file of unknown origin. Length, depth and number of values are checked before, so that a
 * small text cannot become a large or a deep object.
 *
 * @param what names the text in messages: `The model's config`.
 * @throws FormatError when it is no JSON, or beyond what a model's description can be.
 */
export function parseBoundedJson(text: string, what: string): unknown {
  if (text.length > MAX_LENGTH) {
    throw new FormatError(`${what} has ${text.length} characters; at most ${MAX_LENGTH} are expected.`);
  }
  checkSize(text, what);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new FormatError(`${what} is not valid JSON.`, {}, { cause });
  }
}

function checkSize(text: string, what: string): void {
  let depth = 0;
  let values = 0;
  let isInString = false;
  for (let i = 0; i < text.length; i++) {
    const character = text.charCodeAt(i);
    if (character === QUOTE) isInString = !isInString;
    else if (isInString) i += character === BACKSLASH ? 1 : 0;
    else if (character === BRACKET || character === BRACE) depth++;
    else if (character === BRACKET + 2 || character === BRACE + 2) depth--;
    else if (character === COMMA) values++;
    if (depth > MAX_DEPTH) throw new FormatError(`${what} is nested more than ${MAX_DEPTH} deep.`);
    if (values > MAX_VALUES) throw new FormatError(`${what} has more than ${MAX_VALUES} values.`);
  }
}

const [QUOTE, BACKSLASH, BRACKET, BRACE, COMMA] = [...'"\\[{,'].map((character) => character.charCodeAt(0));
