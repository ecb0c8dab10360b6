import { z } from "zod";
import { LIMITS } from "../limits.ts";
import { BUTTON_WORDS, buttonTextProblem, buttonUrlProblem, isButtonText, isButtonUrl } from "./buttons.ts";

const buttonSchema = z
  .strictObject(
    {
      text: z
        .string({ error: (issue) => buttonTextProblem(issue.input) })
        .refine(isButtonText, { error: (issue) => buttonTextProblem(issue.input) })
        .meta({ minLength: 1, maxLength: LIMITS.buttonTextMaxUnits }),
      url: z
        .string({ error: (issue) => buttonUrlProblem(issue.input) })
        .refine(isButtonUrl, { error: (issue) => buttonUrlProblem(issue.input) })
        .meta({ format: "uri", maxLength: LIMITS.buttonUrlMaxUnits }),
    },
    { error: (issue) => (issue.code === "unrecognized_keys" ? BUTTON_WORDS.more : BUTTON_WORDS.button) },
  )
  .meta({ description: "Opens its url when it is tapped. Other kinds of buttons are not supported." });

const rowSchema = counted(LIMITS.buttonsPerRowMax, BUTTON_WORDS.row, BUTTON_WORDS.buttonCount)
  .pipe(z.array(buttonSchema))
  .meta({ minItems: 1, maxItems: LIMITS.buttonsPerRowMax });

/** `buttons`, with the words of `buttonsRule`, and stricter than it about fields that a button does not have. */
export const buttonsSchema = counted(LIMITS.buttonRowsMax, BUTTON_WORDS.rows, BUTTON_WORDS.rowCount)
  .pipe(z.array(rowSchema))
  .meta({
    minItems: 1,
    maxItems: LIMITS.buttonRowsMax,
    description: "Rows of buttons under the message.",
    examples: [[[{ text: "Open", url: "https://example.org/orders/1234" }]]],
  });

/** Counted before anything looks inside: an array of a hundred thousand rows is one issue. */
function counted(max: number, noArray: string, wrongCount: string) {
  return z
    .array(z.unknown(), { error: () => noArray })
    .refine((items) => items.length >= 1 && items.length <= max, { error: () => wrongCount });
}
