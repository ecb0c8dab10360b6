const MAX_UNITS = 64;

/** A field name from a payload, fit to be shown: at most 64 units, well formed. */
export function shownName(name: string): string {
  const shown = name.length > MAX_UNITS ? `${name.slice(0, MAX_UNITS - 1)}…` : name;
  // With the u flag the class matches surrogates without a partner only, also one that the cut has parted.
  return shown.replace(/\p{Surrogate}/gu, "\ufffd");
}
