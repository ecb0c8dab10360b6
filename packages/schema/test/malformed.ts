import { encodingKinds } from "./malformed/encodings.ts";
import { fieldKinds } from "./malformed/fields.ts";
import type { MalformedPayload } from "./malformed/kind.ts";
import { optionKinds } from "./malformed/options.ts";
import { shapeKinds } from "./malformed/shapes.ts";
import { syntaxKinds } from "./malformed/syntax.ts";
import { utf8Kinds } from "./malformed/utf8.ts";

export type { MalformedPayload } from "./malformed/kind.ts";
export { type ValidPayload, validPayloads } from "./malformed/valid.ts";

/** Every kind of payload that a door refuses, each with the code it is refused with. Names are unique. */
export const malformedPayloads: MalformedPayload[] = [
  ...utf8Kinds,
  ...encodingKinds,
  ...syntaxKinds,
  ...fieldKinds,
  ...optionKinds,
  ...shapeKinds,
];
