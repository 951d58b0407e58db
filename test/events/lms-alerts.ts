/**
 * What Intel's LMS translates (lms.md 3.2, from its CimToEventTranslator), by message id and first argument; `null`: whatever the argument.
 * Written down from there and not from our own table, which it is held against.
 */
const rows: readonly (readonly [id: string, firstArguments: readonly number[] | null])[] = [
  ["iAMT0002", null],
  ["iAMT0003", null],
  ["iAMT0005", null],
  ["iAMT0049", [0, 1]],
  ["iAMT0050", [0, 16, 17, 18, 19, 32, 33, 34, 48, 49, 50, 51, 66, 67, 68, 69]],
  ["iAMT0052", [0, 1, 2, 3]],
  ["iAMT0054", [70]],
  ["iAMT0055", [0, 1, 2, 3, 4]],
  ["iAMT0056", [0]],
  ["iAMT0057", [0]],
  ["iAMT0058", [0, 1]],
  ["iAMT0059", [0, 1]],
  ["iAMT0060", [0]],
  ["iAMT0062", [0, 1]],
  ["iAMT0063", [0, 1]],
  ["iAMT0064", [1, 2, 3, 4]],
  ["iAMT0065", [0, 1]],
  ["iAMT0066", [0, 1]],
  ["iAMT0067", [0, 1, 2, 3]],
  ["iAMT0068", [0, 1, 2]],
  ["iAMT0069", [0, 1]],
  ["iAMT0071", null],
];

/** `iAMT0050-48`, or `iAMT0071` where the argument says nothing. */
export const lmsAlerts: readonly string[] = rows.flatMap(([id, args]) => args?.map((arg) => `${id}-${arg}`) ?? [id]);
