import {
  arc,
  both,
  box,
  type Colour,
  disc,
  either,
  grown,
  type Layer,
  type Point,
  paint,
  type Shape,
  stroke,
  triangle,
} from "./paint.ts";
import type { Marks, Sign } from "./sign.ts";

export interface Pixmap {
  /** Edge in pixels. */
  readonly size: number;
  /** ARGB, as `paint` makes it. */
  readonly pixels: Buffer;
}
/** Panels of 16 to 48 pixels and their doubles on fine screens. */
const sizes = [16, 22, 24, 32, 48, 64];

const colours = { ink: 0xffffff, frame: 0xd3d8dd, shade: 0x2b3036, dark: 0x14171a } as const;
type Tone = readonly [fill: Colour, rim: Colour];
const tones = {
  session: [0xff8000, 0x8f3f00],
  managed: [0x2273d8, 0x0b3a78],
  unknown: [0x7f868e, 0x3a4047],
} as const;

/** Drawn once each, 35 KiB: a PC comes to see few of them. */
const drawn = new Map<string, readonly Pixmap[]>();

/**
 * The icon: this PC's screen, and in it what others can do with it. Every sign has a shape of its own, so that nobody
 * has to tell colours apart; orange is kept for "somebody is here now, or asks to be" and means nothing else.
 */
export function iconOf(sign: Sign, marks: Marks): readonly Pixmap[] {
  const key = `${sign} ${marks.virtual} ${marks.attention === true}`;
  const known = drawn.get(key);
  if (known) return known;
  const icons = sizes.map((size) => ({ size, pixels: draw(sign, marks, size) }));
  drawn.set(key, icons);
  return icons;
}

/** Where things are. Straight edges lie on whole pixels, or 16 pixels would be a blur. */
interface Plan {
  readonly size: number;
  /** The drawing is thought of on a square of 22. */
  readonly unit: number;
  readonly screen: readonly [left: number, top: number, right: number, bottom: number];
  readonly centre: Point;
  readonly line: number;
  readonly rim: number;
}

function planOf(size: number): Plan {
  const unit = size / 22;
  const [left, top, bottom] = [Math.round(1.6 * unit), Math.round(2.4 * unit), Math.round(16.2 * unit)];
  const centre: Point = [size / 2, (top + bottom) / 2];
  const rim = Math.max(0.8, 0.9 * unit);
  return { size, unit, screen: [left, top, size - left, bottom], centre, line: Math.max(1.6, 2 * unit), rim };
}

function draw(sign: Sign, { virtual, attention }: Marks, size: number): Buffer {
  const plan = planOf(size);
  return paint(size, [...faces[sign](plan), ...(attention ? warning(plan) : []), ...(virtual ? mark(plan) : [])]);
}

const rounding = 1.6;
function monitor({ screen: [left, top, right, bottom], unit, size }: Plan): Shape {
  const plate = Math.max(1, Math.round(1.6 * unit));
  const end = Math.round(20.6 * unit);
  const neck = Math.max(1, Math.round(1.4 * unit));
  const foot = Math.round(4.6 * unit);
  return either(
    box(left, top, right, bottom, rounding * unit),
    box(size / 2 - neck, bottom - 1, size / 2 + neck, end),
    box(size / 2 - foot, end - plate, size / 2 + foot, end, plate / 2),
  );
}
const glassOf = ({ screen: [left, top, right, bottom], unit }: Plan, inset: number): Shape =>
  box(left + inset, top + inset, right - inset, bottom - inset, Math.max(0, rounding * unit - inset));

/** A full screen: white on colour is read on any panel, and the darker rim holds it on a light one. */
const filled = (plan: Plan, [fill, rim]: Tone): Layer[] => [
  { shape: grown(monitor(plan), plan.rim), colour: rim },
  { shape: monitor(plan), colour: fill },
];
/** A dark screen in a light frame in a dark rim: one of the two edges is seen on any panel. */
const dark = (plan: Plan): Layer[] => [
  ...filled(plan, [colours.frame, colours.shade]),
  { shape: glassOf(plan, Math.max(1, 1.4 * plan.unit)), colour: colours.shade },
];

const faces: Readonly<Record<Sign, (plan: Plan) => Layer[]>> = {
  silent: (plan) => [...filled(plan, tones.unknown), { shape: parted(plan), colour: colours.ink }],
  unknown: (plan) => [...filled(plan, tones.unknown), { shape: question(plan), colour: colours.ink }],
  absent: (plan) => [...dark(plan), { shape: cross(plan), colour: colours.frame }],
  off: (plan) => [
    ...dark(plan),
    { shape: grown(slash(plan), 1.2 * plan.unit), colour: colours.shade },
    { shape: slash(plan), colour: colours.frame },
  ],
  unconfigured: (plan) => [...dark(plan), { shape: dots(plan), colour: colours.frame }],
  configuring: (plan) => [...dark(plan), { shape: turning(plan), colour: colours.frame }],
  managed: (plan) => [...filled(plan, tones.managed), { shape: waves(plan), colour: colours.ink }],
  consent: (plan) => [...filled(plan, tones.session), { shape: closedEye(plan), colour: colours.ink }],
  session: (plan) => [...filled(plan, tones.session), ...eye(plan)],
};

/** A line that does not meet. */
function parted({ centre: [x, y], unit, line }: Plan): Shape {
  const halves = [-1, 1].flatMap((side) => [
    stroke(line, [x + side * 6.6 * unit, y], [x + side * 2.6 * unit, y]),
    stroke(line, [x + side * 2.6 * unit, y - 3.4 * unit], [x + side * 2.6 * unit, y + 3.4 * unit]),
  ]);
  return either(...halves);
}
function slash({ size, unit, line }: Plan): Shape {
  return stroke(line, [2.2 * unit, size - 2.2 * unit], [size - 2.2 * unit, 2.2 * unit]);
}
function question({ centre: [x, y], unit, line }: Plan): Shape {
  const r = 2.6 * unit;
  const top: Point = [x, y - 2.4 * unit];
  return either(
    arc(line, top, r, -0.5, 0.17),
    stroke(
      line,
      [x + r * Math.cos(0.17 * 2 * Math.PI), top[1] + r * Math.sin(0.17 * 2 * Math.PI)],
      [x, y + 1.5 * unit],
    ),
    disc(x, y + 4.6 * unit, 1.25 * unit),
  );
}
function cross({ centre: [x, y], unit, line }: Plan): Shape {
  const r = 3 * unit;
  return either(stroke(line, [x - r, y - r], [x + r, y + r]), stroke(line, [x - r, y + r], [x + r, y - r]));
}
function dots({ centre: [x, y], unit }: Plan): Shape {
  const r = 1.4 * unit;
  return either(...[-4.2, 0, 4.2].map((offset) => disc(x + offset * unit, y, r)));
}
/** An arrow in a circle. */
function turning({ centre: [x, y], unit, line }: Plan): Shape {
  const r = 3.4 * unit;
  const head = 2.5 * unit;
  return either(
    arc(0.8 * line, [x, y], r, 0.05, 0.78),
    triangle([x - 0.4 * unit, y - r - head], [x + head + 0.4 * unit, y - r], [x - 0.4 * unit, y - r + head]),
  );
}
function waves({ centre: [x, y], unit, line }: Plan): Shape {
  const foot: Point = [x, y + 4.5 * unit];
  return either(
    disc(foot[0], foot[1] - 0.4 * unit, 1.6 * unit),
    arc(line * 0.95, foot, 4.6 * unit, -0.385, -0.115),
    arc(line * 0.95, foot, 8.4 * unit, -0.385, -0.115),
  );
}
function eye({ centre: [x, y], unit }: Plan): Layer[] {
  const r = 9 * unit;
  const lift = 4.6 * unit;
  const almond = both(disc(x, y + lift, r), disc(x, y - lift, r));
  return [
    { shape: almond, colour: colours.ink },
    { shape: disc(x, y, 2.9 * unit), colour: colours.dark },
  ];
}
/** It does not see yet. */
function closedEye({ centre: [x, y], unit, line }: Plan): Shape {
  const lid: Point = [x, y - 5.2 * unit];
  const r = 7.4 * unit;
  const lash = (turn: number): Shape => {
    const [dx, dy] = [Math.cos(turn * 2 * Math.PI), Math.sin(turn * 2 * Math.PI)];
    const from = r + 0.6 * line;
    return stroke(
      0.85 * line,
      [x + r * dx, lid[1] + r * dy],
      [x + (from + 1.9 * unit) * dx, lid[1] + (from + 1.9 * unit) * dy],
    );
  };
  return either(arc(line, lid, r, 0.1, 0.4), lash(0.13), lash(0.25), lash(0.37));
}
/** A triangle with an exclamation mark in the other lower corner, where it leaves the sign to be seen. */
function warning({ unit, size }: Plan): Layer[] {
  const side = Math.max(8.6, 10 * unit);
  const [left, bottom] = [0.9 * unit, size - 0.9 * unit];
  const corner = triangle([side / 2, size - side], [side - left, bottom], [left, bottom]);
  const width = Math.max(1.2, 1.4 * unit);
  return [
    { shape: grown(corner, Math.max(1.2, 1.5 * unit)), colour: 0, erase: true },
    { shape: grown(corner, Math.max(0.7, 0.9 * unit)), colour: colours.dark },
    { shape: corner, colour: colours.ink },
    {
      shape: either(
        stroke(width, [side / 2, size - 0.6 * side], [side / 2, size - 0.42 * side]),
        disc(side / 2, size - 0.2 * side, 0.55 * width),
      ),
      colour: colours.dark,
    },
  ];
}
/** A badge with a v over the corner: this is a virtual machine's state, not this PC's. */
function mark({ unit, size }: Plan): Layer[] {
  const radius = Math.max(4.3, 5 * unit);
  const [x, y] = [size - radius, size - radius];
  const reach = 0.44 * radius;
  const badge = disc(x, y, radius);
  return [
    { shape: grown(badge, Math.max(0.7, 0.8 * unit)), colour: 0, erase: true },
    { shape: badge, colour: colours.dark },
    { shape: grown(badge, -Math.max(0.9, unit)), colour: colours.ink },
    {
      shape: stroke(Math.max(1.3, 1.6 * unit), [x - reach, y - reach], [x, y + reach], [x + reach, y - reach]),
      colour: colours.dark,
    },
  ];
}
