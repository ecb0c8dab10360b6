import { useEffect, useState } from "react";

/** A page that was left for so long follows web no more: browsers allow few connections to one server. */
const LEFT_MS = 60_000;

/** Whether somebody looks at the page, or did within the last minute. */
export function useAttended(): boolean {
  const [attended, setAttended] = useState(true);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      clearTimeout(timer);
      if (document.visibilityState === "visible") setAttended(true);
      else timer = setTimeout(() => setAttended(false), LEFT_MS);
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  return attended;
}
