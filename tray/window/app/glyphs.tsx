/** Small pictures beside words. None says anything that no word says. */
const glyphs = {
  now: <path d="M3 4h18v12H3zM9 20h6M12 16v4" />,
  reach: (
    <path d="M3 12s3.500-6 9-6 9 6 9 6-3.500 6-9 6-9-6-9-6zM12 14.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z" />
  ),
  history: <path d="M4 5v5h5M4.600 10a8 8 0 1 1-.5 4M12 8v5l3 2" />,
  details: <path d="M5 6h14M5 12h14M5 18h9" />,
  posture: <path d="M12 3l8 3v6c0 4.500-3.300 7.700-8 9-4.700-1.300-8-4.500-8-9V6zM8.500 12l2.500 2.500 4.500-5" />,
  presence: <path d="M3 12h4l2.500-6 4 12 2.500-6H21" />,
  about: <path d="M12 11v6M12 7v.5M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z" />,
  screen: <path d="M3 5h18v11H3zM8 20h8M12 16v4" />,
  console: <path d="M3 5h18v14H3zM7 10l3 2.500L7 15M12 15h5" />,
  disk: <path d="M6 3h12l3 11v6H3v-6zM3 14h18M7 17h.5" />,
  hand: <path d="M12 3v9M8 5v8M16 5v8M4.500 11l3.500 8h7a5 5 0 0 0 4-5v-6" />,
  info: <path d="M12 11v6M12 7v.5M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z" />,
  warning: <path d="M12 4l9.500 16h-19zM12 10v5M12 17.500v.5" />,
  error: <path d="M8.500 3.500h7l5 5v7l-5 5h-7l-5-5v-7zM9 9l6 6M15 9l-6 6" />,
  question: <path d="M9 9.500a3 3 0 1 1 4.200 2.700c-.8.4-1.200 1-1.200 2.300M12 17.500v.5" />,
  lock: <path d="M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3" />,
  empty: <path d="M4 13l2.500-8h11L20 13v6H4zM4 13h4.500l1.500 2.500h4l1.500-2.500H20" />,
} as const;
export type GlyphName = keyof typeof glyphs;

export function Glyph({ name }: { name: GlyphName }) {
  return (
    <svg class="glyph" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {glyphs[name]}
    </svg>
  );
}
