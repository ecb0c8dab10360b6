/** What lines are drawn with: tokens of styles.css that stand out from a card in both themes. */
export type Ink = "accent" | "ok" | "warn" | "fail" | "muted";

type Swatches = Record<Ink, { line: string; shade: string }>;

/** Class names in full, as the stylesheet's builder looks for them in the text. */
export const SWATCHES: Swatches = {
  accent: { line: "border-accent", shade: "bg-accent" },
  ok: { line: "border-ok", shade: "bg-ok" },
  warn: { line: "border-warn-ink", shade: "bg-warn-ink" },
  fail: { line: "border-fail", shade: "bg-fail" },
  muted: { line: "border-muted", shade: "bg-muted" },
};

const VALUES: Record<Ink | "grid", string> = {
  accent: "var(--accent)",
  ok: "var(--ok)",
  warn: "var(--warn-ink)",
  fail: "var(--fail)",
  muted: "var(--muted)",
  grid: "var(--line)",
};

/** The same as a canvas understands them, as they are in the present theme. */
export type Palette = Record<Ink | "grid", { full: string; faint: string }> & { font: string };

/** A canvas knows no variables: an element is asked what they come to. */
export function readPalette(): Palette {
  const probe = document.createElement("span");
  document.body.append(probe);
  const resolved = (colour: string): string => {
    probe.style.color = colour;
    return getComputedStyle(probe).color;
  };
  const inkOf = (name: Ink | "grid") => ({
    full: resolved(VALUES[name]),
    faint: resolved(`color-mix(in oklab, ${VALUES[name]} 16%, transparent)`),
  });
  const palette = {
    accent: inkOf("accent"),
    ok: inkOf("ok"),
    warn: inkOf("warn"),
    fail: inkOf("fail"),
    muted: inkOf("muted"),
    grid: inkOf("grid"),
    font: `11px ${getComputedStyle(probe).fontFamily}`,
  };
  probe.remove();
  return palette;
}
