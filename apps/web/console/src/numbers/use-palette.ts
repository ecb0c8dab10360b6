import { useEffect, useState } from "react";
import { type Palette, readPalette } from "./inks.ts";

/** The colours of the present theme; another object when the theme changes. */
export function usePalette(): Palette {
  const [palette, setPalette] = useState(readPalette);

  useEffect(() => {
    const observer = new MutationObserver(() => setPalette(readPalette()));
    observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    return () => observer.disconnect();
  }, []);

  return palette;
}
