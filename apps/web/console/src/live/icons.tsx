import { LineIcon } from "../parts/icons.tsx";

export function PauseIcon() {
  return (
    <LineIcon size={14}>
      <path d="M5.500 3.500v9M10.500 3.500v9" />
    </LineIcon>
  );
}

export function ResumeIcon() {
  return (
    <LineIcon size={14}>
      <path d="M5 3.500v9l7-4.500z" />
    </LineIcon>
  );
}

export function RemoveIcon() {
  return (
    <LineIcon size={14}>
      <path d="M3 4.500h10M6.500 4.500v-2h3v2M4.500 4.500l.5 9h6l.5-9M6.800 7v4M9.200 7v4" />
    </LineIcon>
  );
}
