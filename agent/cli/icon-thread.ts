/** The hidden command as which this program is the thread that has Windows' tray icon. */
export const iconThread = "__icon-thread";
