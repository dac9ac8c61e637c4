//! Colour, randomness and text helpers that every picture uses. No page or browser here.

/** A 32-bit hash of a text (FNV-1a). */
export function hash(text) {
  let h = 2166136261;
  for (const c of text) h = Math.imul(h ^ c.codePointAt(0), 16777619) >>> 0;
  return h;
}

/** A seeded generator of numbers in [0, 1), so that every run draws the same picture. */
export function rng(seed) {
  let a = typeof seed === "string" ? hash(seed) : seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const esc = (s) => String(s).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
export const each = (list, f) => list.map(f).join("");
export const range = (n) => Array.from({ length: n }, (_, i) => i);
export const ok = (l, c, h, a = 1) => `oklch(${l} ${c} ${h}${a < 1 ? ` / ${a}` : ""})`;

/**
 * A palette from a main hue and an accent hue, both in OKLCH degrees.
 * `tone` decides the ground: "deep" (dark), "vivid" (saturated) or "pale".
 */
export function palette(h, h2, tone = "deep", chroma = 1) {
  const k = (l, c, hue = h, a = 1) => ok(l, +(c * chroma).toFixed(3), hue, a);
  const p = {
    h, h2, tone,
    deep: k(0.26, 0.06), deep2: k(0.33, 0.07), deep3: k(0.43, 0.09), vivid: k(0.58, 0.15), bright: k(0.74, 0.14),
    pale: k(0.955, 0.022), pale2: k(0.91, 0.045), pale3: k(0.85, 0.07), ink: k(0.25, 0.035), mute: k(0.55, 0.03),
    line: k(0.91, 0.012), paper: "#fff", acc: k(0.7, 0.17, h2), acc2: k(0.56, 0.17, h2), accPale: k(0.94, 0.05, h2),
    white: "#fff", good: "#16a34a", warn: "#d97706", bad: "#dc2626",
  };
  p.ground = { deep: p.deep, vivid: p.vivid, pale: p.pale2 }[tone];
  p.on = tone === "pale" ? p.ink : "#fff";
  return p;
}

/** Wraps a scene in a 960 × 600 stage that carries the palette as CSS custom properties. */
export function stage(p, inner, { bg = p.ground, style = "" } = {}) {
  const vars = ["deep", "deep2", "deep3", "vivid", "bright", "pale", "pale2", "pale3", "ink", "mute", "line", "acc", "acc2", "accPale"]
    .map((k) => `--${k}:${p[k]}`).join(";");
  return `<div class="stage" style="${vars};background:${bg};${style}">${inner}</div>`;
}

export const svg = (inner, { w = 960, h = 600, style = "position:absolute;inset:0", box = `0 0 ${w} ${h}`, attrs = "" } = {}) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="${box}" style="${style}" ${attrs}>${inner}</svg>`;

/** A smooth path through points (Catmull-Rom as cubic Béziers). */
export function smooth(points, tension = 0.5) {
  let d = `M${points[0].map((n) => n.toFixed(1))}`;
  for (let i = 0; i < points.length - 1; i++) {
    const [p0, p1, p2, p3] = [points[i - 1] ?? points[i], points[i], points[i + 1], points[i + 2] ?? points[i + 1]];
    const t = tension / 3 * 2;
    d += `C${[p1[0] + (p2[0] - p0[0]) * t / 2, p1[1] + (p2[1] - p0[1]) * t / 2, p2[0] - (p3[0] - p1[0]) * t / 2, p2[1] - (p3[1] - p1[1]) * t / 2, p2[0], p2[1]].map((n) => n.toFixed(1))}`;
  }
  return d;
}
