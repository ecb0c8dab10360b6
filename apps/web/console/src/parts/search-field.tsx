import { useEffect, useState } from "react";
import { inputClass } from "./field.tsx";

/** What was typed takes effect only when it has stood still for so long. */
const SETTLED_MS = 300;
const LONGEST = 256;

type Props = {
  label: string;
  placeholder: string;
  /** What is typed by now. */
  typed: string;
  onType: (typed: string) => void;
};

export function SearchField({ label, placeholder, typed, onType }: Props) {
  return (
    <input
      type="search"
      aria-label={label}
      placeholder={placeholder}
      autoComplete="off"
      spellCheck={false}
      maxLength={LONGEST}
      className={`${inputClass} h-10 min-w-0 flex-1 basis-60 pointer-coarse:h-11`}
      value={typed}
      onChange={(event) => onType(event.target.value)}
    />
  );
}

/** What is typed, which is searched for when it stands still; another `value` from elsewhere takes its place. */
export function useTypedSearch(
  value: string,
  search: (typed: string | undefined) => void,
): [typed: string, setTyped: (text: string) => void] {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (value !== known) {
    setKnown(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => search(typed === "" ? undefined : typed), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [typed, value, search]);
  return [typed, setTyped];
}
