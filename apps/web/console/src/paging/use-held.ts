import { type RefObject, useCallback, useRef } from "react";

/**
 * Tells whether the reader is at something in an element: the pointer or the focus is in it, or its beginning was
 * scrolled away. What is there is not to move then.
 */
export function useHeld(): { ref: RefObject<HTMLDivElement | null>; isHeld: () => boolean } {
  const ref = useRef<HTMLDivElement>(null);
  const isHeld = useCallback((): boolean => {
    const element = ref.current;
    if (element === null) return false;
    return element.matches(":hover, :focus-within") || element.getBoundingClientRect().top < 0;
  }, []);
  return { ref, isHeld };
}
