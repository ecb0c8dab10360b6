/** Something that is wrong or could be better, for a person. */
export type Finding = {
  /** What kind it is. Permanent: programs rely on it. */
  code: string;
  /** Which one of its kind, where there may be several: a channel, a bot. */
  about?: string;
  severity: Severity;
  words: string;
  /** Unix time since when it is so; where it is not known, it is since it was first seen. */
  sinceMs?: number;
  /** What to do. */
  remedy: string;
  /** What to type, where that mends it or shows more. */
  command?: string;
};

/** The worst first. */
export const SEVERITIES = ["error", "warning", "hint"] as const;
export type Severity = (typeof SEVERITIES)[number];
