import { type ReactNode, useId } from "react";
import { LineIcon } from "../parts/icons.tsx";
import { chooseTheme, type ThemeChoice, useTheme } from "./theme.ts";

const SUN = (
  <>
    <circle cx="8" cy="8" r="2.750" />
    <path d="M8 1.500v1M8 13.500v1M1.500 8h1M13.500 8h1M3.400 3.400l.7.7M11.900 11.900l.7.7M3.400 12.600l.7-.7M11.900 4.100l.7-.7" />
  </>
);
const SCREEN = (
  <>
    <rect x="2" y="3" width="12" height="8" rx="1.250" />
    <path d="M5.500 13.500h5" />
  </>
);
const MOON = <path d="M13.500 9.600A6 6 0 0 1 6.400 2.500a6 6 0 1 0 7.100 7.100z" />;

const CHOICES: readonly { choice: ThemeChoice; title: string; drawing: ReactNode }[] = [
  { choice: "light", title: "Light", drawing: SUN },
  { choice: "system", title: "As the system", drawing: SCREEN },
  { choice: "dark", title: "Dark", drawing: MOON },
];

/** Light, dark, or as the system has it: three radio buttons in one pill. */
export function ThemeSwitch() {
  const { choice } = useTheme();
  const name = useId();
  return (
    <fieldset className="inline-flex rounded-full border border-line p-0.5">
      <legend className="sr-only">Theme</legend>
      {CHOICES.map(({ choice: own, title, drawing }) => (
        <label
          key={own}
          title={title}
          className="grid h-7 w-8 cursor-pointer place-items-center rounded-full text-muted hover:text-ink has-checked:bg-accent-soft has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent pointer-coarse:size-11"
        >
          <input
            type="radio"
            name={name}
            aria-label={title}
            className="sr-only"
            checked={own === choice}
            onChange={() => chooseTheme(own)}
          />
          <LineIcon size={16}>{drawing}</LineIcon>
        </label>
      ))}
    </fieldset>
  );
}
