import { useEffect, useState } from "react";

/** `value` as it was when it last stood still for `delayMs`: a number being typed opens one chat, not five. */
export function useSettled<T>(value: T, delayMs: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return settled;
}
