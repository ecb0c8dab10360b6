import { readFileSync } from "node:fs";
import { z } from "zod";

/** Every malformed variable of an environment, one sentence each. Holds no values: they may be secrets. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The environment is not usable:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
    this.problems = problems;
  }
}

/** Schemas for variables. Each reads a string and says what it expected when the string does not fit. */
export const environment = {
  integer: ({
    min,
    max = Number.MAX_SAFE_INTEGER,
    fallback,
  }: {
    min: number;
    max?: number;
    fallback: number;
  }) => {
    const limit = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
    return z
      .string()
      .regex(/^-?\d{1,16}$/, `expected a whole number ${limit}`)
      .transform(Number)
      .refine((value) => value >= min && value <= max, `expected a whole number ${limit}`)
      .default(fallback);
  },
  flag: (fallback: boolean) => {
    return z
      .enum(["true", "false"], "expected true or false")
      .transform((value) => value === "true")
      .default(fallback);
  },
  oneOf: <const Choices extends readonly [string, ...string[]]>(
    choices: Choices,
    fallback: NoInfer<Choices[number]>,
  ) => {
    return z.enum(choices, `expected one of ${choices.join(", ")}`).default(fallback as never);
  },
  /** Text that fits `pattern`; `expected` ends the sentence "expected …". */
  text: (pattern: RegExp, expected: string) => {
    return z.string().regex(pattern, `expected ${expected}`);
  },
  /** An absolute address with one of the given schemes. */
  address: (schemes: readonly string[]) => {
    const expected = `expected an address that begins with ${schemes.map((scheme) => `${scheme}://`).join(" or ")}`;
    return z.string().refine((value) => isAddress(value, schemes), expected);
  },
  /** The address of a Redis; its database, when given, is a number. */
  redisAddress: () => {
    const expected = "expected redis://[user:password@]host[:port][/database], or the same with rediss://";
    return z.string().refine((value) => {
      return isAddress(value, ["redis", "rediss"]) && /^\/?\d*$/.test(new URL(value).pathname);
    }, expected);
  },
  /** Comma-separated entries; spaces around an entry and empty entries are dropped. */
  list: () => {
    return z.string().transform((value) =>
      value
        .split(",")
        .map((entry) => entry.trim())
        .filter((entry) => entry !== ""),
    );
  },
};

function isAddress(value: string, schemes: readonly string[]): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return schemes.includes(protocol.slice(0, -1)) && hostname !== "";
}

/**
 * Reads `schema` from `source`. An empty variable counts as not set. For every name in `fromFiles` the variable
 * `<name>_FILE` may name a file that holds the value instead.
 * @throws ConfigError that lists everything wrong at once, by name and without values.
 */
export function readEnvironment<Schema extends z.ZodObject>(
  schema: Schema,
  source: Readonly<Record<string, string | undefined>>,
  fromFiles: readonly string[] = [],
): z.output<Schema> {
  const problems: string[] = [];
  const unreadable = new Set<string>();
  const values = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value.trim() !== ""),
  );
  for (const name of fromFiles) {
    const path = values[`${name}_FILE`];
    if (path === undefined) continue;
    if (values[name] !== undefined) problems.push(`${name} and ${name}_FILE are both set: keep one`);
    else {
      const content = readSecretFile(name, path, problems);
      if (content === undefined) unreadable.add(name);
      else values[name] = content;
    }
  }
  const parsed = schema.safeParse(values);
  if (!parsed.success) {
    // That a variable is not set says nothing new where its file could not be read.
    const issues = parsed.error.issues.filter((issue) => !unreadable.has(issue.path.join(".")));
    problems.push(...describe(issues, fromFiles));
  }
  if (problems.length > 0 || !parsed.success) throw new ConfigError([...new Set(problems)]);
  return parsed.data;
}

function readSecretFile(name: string, path: string, problems: string[]): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    problems.push(`${name}_FILE: the file cannot be read (${reason})`);
    return undefined;
  }
}

function describe(issues: readonly z.core.$ZodIssue[], fromFiles: readonly string[]): string[] {
  return issues.map((issue) => {
    const name = issue.path.join(".");
    const missing = issue.code === "invalid_type" && issue.message.includes("undefined");
    if (!missing) return `${name}: ${issue.message}`;
    return `${name}: not set${fromFiles.includes(name) ? ` (or set ${name}_FILE to a file that holds it)` : ""}`;
  });
}
