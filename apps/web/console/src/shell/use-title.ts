import { useEffect } from "react";
import { useFeed } from "../feed/index.ts";

/** The window's title: the view, and before it how much is wrong, to be seen from other tabs too. */
export function useTitle(view: string): void {
  const wrong = useFeed(({ findings = [] }) => findings.filter(({ severity }) => severity !== "hint").length);
  useEffect(() => {
    document.title = `${wrong > 0 ? `(${wrong}) ` : ""}${view} · Bellwire`;
  }, [view, wrong]);
}
