import type { ComponentChildren } from "preact";
import type { Marks, Sign } from "../../sign.ts";

/**
 * The icon of the tray as a drawing: this computer's screen, and in it what others can do with it. Same shapes at the same places as in
 * `tray/icon.ts`, on its square of 22; a test compares the two.
 */
const drawings: Readonly<Record<Sign, ComponentChildren>> = {
  silent: <path d="M4.4 9.3h4M8.4 5.9v6.8M17.6 9.3h-4M13.6 5.9v6.8" />,
  unknown: (
    <>
      <path d="M8.4 6.9A2.6 2.6 0 1 1 12.25 9.18L11 10.8" />
      <circle class="full" cx="11" cy="13.9" r="1.25" />
    </>
  ),
  absent: <path d="M8 6.3l6 6M8 12.3l6-6" />,
  off: <path d="M2.2 19.8L19.8 2.2" />,
  unconfigured: [6.8, 11, 15.2].map((x) => <circle key={x} class="full" cx={x} cy="9.3" r="1.4" />),
  configuring: (
    <>
      <path class="thin" d="M14.23 10.35A3.4 3.4 0 1 1 11.64 5.96" />
      <path class="full" d="M10.6 3.4L13.9 5.9L10.6 8.4z" />
    </>
  ),
  managed: (
    <>
      <circle class="full" cx="11" cy="13.4" r="1.6" />
      <path d="M7.55 10.76A4.6 4.6 0 0 1 14.45 10.76M4.7 8.25A8.4 8.4 0 0 1 17.3 8.25" />
    </>
  ),
  consent: (
    <>
      <path d="M16.99 8.45A7.4 7.4 0 0 1 5.01 8.45" />
      <path class="thin" d="M16.07 9.49L18.19 11.75M11 11.5v3.1M5.93 9.49L3.81 11.75" />
    </>
  ),
  session: (
    <>
      <path class="eye" d="M3.26 9.3A9 9 0 0 1 18.74 9.3A9 9 0 0 1 3.26 9.3z" />
      <circle class="pupil" cx="11" cy="9.3" r="2.9" />
    </>
  ),
};

export function Face({ sign, attention = false, virtual = false }: { sign: Sign } & Partial<Marks>) {
  return (
    <svg class={`face is-${sign}`} viewBox="0 0 22 22" aria-hidden="true" focusable="false">
      <path
        class="screen"
        d="M3.2 2.4h15.6a1.6 1.6 0 0 1 1.6 1.6v10.6a1.6 1.6 0 0 1-1.6 1.6H12.4V19h2.4a.8.8 0 0 1 0 1.6H7.2a.8.8 0 0 1 0-1.6h2.4v-2.8H3.2a1.6 1.6 0 0 1-1.6-1.6V4a1.6 1.6 0 0 1 1.6-1.6z"
      />
      <g class="sign">{drawings[sign]}</g>
      {attention && (
        <g class="warning">
          <path class="corner" d="M5 12L9.1 21.1H.9z" />
          <path d="M5 16v1.8M5 20v.05" />
        </g>
      )}
      {virtual && (
        <g class="virtually">
          <circle cx="17" cy="17" r="4.5" />
          <path d="M14.8 14.8L17 19.2L19.2 14.8" />
        </g>
      )}
    </svg>
  );
}
