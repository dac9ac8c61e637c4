//! Parts of application screens: windows, tables, charts, figures. Each returns HTML.
import { each, esc, range, rng, smooth, svg } from "./kit.mjs";
import { lights } from "./code.mjs";

/** Ground with a soft light in the accent colour. */
export const glow = (p, at = "85% 0%") => `radial-gradient(720px 520px at ${at}, color-mix(in oklch, ${p.ground}, ${p.acc} ${p.tone === "deep" ? 22 : 34}%), transparent), ${p.ground}`;

/** A window with a head line. `bar` is "app" (title and action), "browser" (address) or "none". Without `h` it is as tall as its content and centred. */
export function win({ x = 48, y = 48, w = 864, h, title = "", action = "", body, bar = "app", pad = 20, bg = "#fff", style = "" }) {
  const head = { none: "",
    app: `<div class="row sb" style="padding:18px 22px 14px"><div class="sg b7 t20" style="letter-spacing:-.01em">${title}</div><div class="row g8">${action}</div></div>`,
    browser: `<div class="row g8" style="height:44px;padding:0 16px;background:#eef0f4">${lights()}<span style="flex:1;margin-left:12px;background:#fff;border-radius:8px;padding:6px 14px;font-size:12px;color:#6b7280">${title}</span></div>` }[bar];
  return `<div class="win" style="left:${x}px;${h ? `top:${y}px;height:${h}px` : "top:50%;transform:translateY(-50%);max-height:536px"};width:${w}px;background:${bg};${style}">${head}<div class="f1 rel" style="padding:${bar === "app" ? 0 : pad}px ${pad}px ${pad}px;overflow:hidden">${body}</div></div>`;
}

/** A window with a navigation column on the left. */
export function app({ x = 40, y = 40, w = 880, h = 520, name, nav, on = 0, title, action = "", body, dark = true, p }) {
  const [bg, fg] = dark ? [p.deep, "#fff"] : [`color-mix(in oklch, ${p.pale} 60%, #fff)`, p.ink];
  const items = each(nav, (n, i) => `<div class="row g8" style="padding:8px 12px;border-radius:8px;font-size:13px;font-weight:${i === on ? 600 : 500};opacity:${i === on ? 1 : 0.68};background:${i === on ? (dark ? "#ffffff1c" : p.pale2) : "none"}"><i style="width:14px;height:14px;border-radius:${[4, 7, 2, 5][i % 4]}px;background:${i === on ? p.acc : "currentColor"};opacity:${i === on ? 1 : 0.4}"></i>${n}</div>`);
  return `<div class="win" style="left:${x}px;top:${y}px;width:${w}px;height:${h}px;flex-direction:row">
    <div style="width:172px;background:${bg};color:${fg};padding:18px 12px;flex:none"><div class="row g8 sg b7 t16" style="padding:2px 12px 18px"><i style="width:18px;height:18px;border-radius:6px;background:${p.acc}"></i>${name}</div>${items}</div>
    <div class="f1 col"><div class="row sb" style="padding:18px 24px 14px"><div class="sg b7 t20" style="letter-spacing:-.01em">${title}</div><div class="row g8">${action}</div></div><div class="f1 rel" style="padding:0 24px 20px;overflow:hidden">${body}</div></div></div>`;
}

/** A table. Cells are HTML; `right` names the columns aligned right, `sel` the selected row. */
export function table({ head, rows, right = [], sel = -1, size = 13, pad = 10 }) {
  const cell = (tag, c, i) => `<${tag}${right.includes(i) ? ' class="r num"' : ""} style="${tag === "td" ? `font-size:${size}px;padding-top:${pad}px;padding-bottom:${pad}px` : ""}">${c}</${tag}>`;
  return `<div style="border:1px solid var(--line);border-radius:10px;overflow:hidden"><table><thead><tr>${head.map((c, i) => cell("th", c, i)).join("")}</tr></thead><tbody>${rows.map((r, k) => `<tr class="${k === sel ? "sel" : ""}">${r.map((c, i) => cell("td", c, i)).join("")}</tr>`).join("")}</tbody></table></div>`;
}

export const pill = (text, kind = "") => `<span class="pill ${kind}">${text}</span>`;
export const stat = (label, value, note = "", kind = "good") => `<div class="card f1" style="padding:14px 16px"><div class="t12 mute b5">${label}</div><div class="sg b7 num" style="font-size:26px;letter-spacing:-.02em;line-height:1.3">${value}</div>${note ? `<div class="t12 b6" style="color:${{ good: "#15803d", bad: "#b91c1c", grey: "#6b7280" }[kind]}">${note}</div>` : ""}</div>`;

const scaleOf = (values, lo, hi) => [lo ?? Math.min(...values), hi ?? Math.max(...values)];

/** A line chart. Series: `{values, color, fill, width, dash, curve}`; `x` and `y` are axis labels, y from bottom to top. `total` points fill the width, for a line still being drawn. */
export function lines({ w, h, series, x = [], y = [], lo, hi, dark = false, left = 40, marks = "", total }) {
  const all = series.flatMap((s) => s.values);
  const [a, b] = scaleOf(all, lo, hi);
  const [l, t, r, bt] = [y.length ? left : 4, 10, 8, x.length ? 26 : 6];
  const px = (i, n) => l + (i / (n - 1)) * (w - l - r), py = (v) => t + (1 - (v - a) / (b - a || 1)) * (h - t - bt);
  const grid = dark ? "#ffffff1f" : "#e8ebf0", ink = dark ? "#ffffff99" : "#7a8291";
  const rows = y.map((label, i) => { const yy = t + (1 - i / (y.length - 1)) * (h - t - bt); return `<path d="M${l} ${yy}H${w - r}" stroke="${grid}"/><text x="${l - 9}" y="${yy + 4}" text-anchor="end" font-size="11" fill="${ink}" font-family="Inter">${label}</text>`; }).join("");
  const cols = x.map((label, i) => `<text x="${l + (i / (x.length - 1 || 1)) * (w - l - r)}" y="${h - 6}" text-anchor="${i === 0 ? "start" : i === x.length - 1 ? "end" : "middle"}" font-size="11" fill="${ink}" font-family="Inter">${label}</text>`).join("");
  const draw = series.map((s) => { const pts = s.values.map((v, i) => [px(i, total ?? s.values.length), py(v)]); const d = s.curve === false ? "M" + pts.map((q) => q.map((n) => n.toFixed(1)).join(" ")).join("L") : smooth(pts);
    return (s.fill ? `<path d="${d}L${pts.at(-1)[0]} ${h - bt}L${l} ${h - bt}z" fill="${s.fill}"/>` : "") + (s.color ? `<path d="${d}" fill="none" stroke="${s.color}" stroke-width="${s.width ?? 2.5}" stroke-linejoin="round" stroke-linecap="round" ${s.dash ? `stroke-dasharray="${s.dash}"` : ""}/>` : ""); }).join("");
  return svg(rows + cols + draw + (typeof marks === "function" ? marks({ px, py }) : marks), { w, h, style: "display:block" });
}

/** Vertical bars; each value may be a number or a list of stacked parts. `colors` per part. */
export function bars({ w, h, values, labels = [], colors, y = [], hi, gap = 0.32, dark = false, radius = 4, left = 36 }) {
  const sum = (v) => (Array.isArray(v) ? v.reduce((a, b) => a + b, 0) : v);
  const top = hi ?? Math.max(...values.map(sum)), l = y.length ? left : 2, bt = labels.length ? 24 : 4, t = 8, step = (w - l - 2) / values.length;
  const ink = dark ? "#ffffff99" : "#7a8291";
  const rows = y.map((label, i) => { const yy = t + (1 - i / (y.length - 1)) * (h - t - bt); return `<path d="M${l} ${yy}H${w}" stroke="${dark ? "#ffffff1f" : "#e8ebf0"}"/><text x="${l - 8}" y="${yy + 4}" text-anchor="end" font-size="11" fill="${ink}" font-family="Inter">${label}</text>`; }).join("");
  const cols = values.map((v, i) => { let y0 = h - bt; return [].concat(v).map((part, k) => { const hh = (part / top) * (h - t - bt); y0 -= hh; return `<rect x="${l + i * step + step * gap / 2}" y="${y0.toFixed(1)}" width="${(step * (1 - gap)).toFixed(1)}" height="${Math.max(hh - (Array.isArray(v) ? 1.5 : 0), 0).toFixed(1)}" rx="${radius}" fill="${typeof colors === "function" ? colors(i, k) : colors[k % colors.length]}"/>`; }).join("") + (labels[i] ? `<text x="${l + i * step + step / 2}" y="${h - 6}" text-anchor="middle" font-size="11" fill="${ink}" font-family="Inter">${labels[i]}</text>` : ""); }).join("");
  return svg(rows + cols, { w, h, style: "display:block" });
}

/** Horizontal bars with names on the left and values on the right. */
export const ranks = ({ rows, color, wide = 130, height = 22, gap = 10, max }) => { const top = max ?? Math.max(...rows.map((r) => r[1]));
  return `<div class="col" style="gap:${gap}px">${each(rows, ([n, v, label, c]) => `<div class="row g12"><span class="nw t13 b5" style="width:${wide}px">${n}</span><span class="f1" style="height:${height}px"><i style="display:block;height:100%;width:${(v / top * 100).toFixed(1)}%;background:${c ?? color};border-radius:5px"></i></span><span class="t13 b6 num r" style="width:74px">${label ?? v}</span></div>`)}</div>`; };

/** A ring of parts `[value, colour]` with a text in its middle. */
export function ring({ size, parts, width = 26, big = "", small = "" }) {
  const total = parts.reduce((a, b) => a + b[0], 0), r = (size - width) / 2, len = 2 * Math.PI * r;
  let at = 0;
  const arcs = parts.map(([v, c]) => { const s = `<circle cx="${size / 2}" cy="${size / 2}" r="${r}" fill="none" stroke="${c}" stroke-width="${width}" stroke-dasharray="${Math.max(v / total * len - 3, 1)} ${len}" stroke-dashoffset="${-at / total * len}" transform="rotate(-90 ${size / 2} ${size / 2})"/>`; at += v; return s; }).join("");
  return svg(`${arcs}<text x="50%" y="50%" text-anchor="middle" font-family="Space Grotesk" font-weight="700" font-size="${size * 0.17}" fill="#1f2430" dy="2">${big}</text><text x="50%" y="62%" text-anchor="middle" font-family="Inter" font-size="${size * 0.065}" fill="#6b7280" dy="2">${small}</text>`, { w: size, h: size, style: "display:block" });
}

export const spark = (seed, color, { w = 90, h = 26, drift = 0 } = {}) => { const r = rng(seed); let v = 0; return lines({ w, h, series: [{ values: range(14).map(() => (v += r() - 0.5 + drift)), color, width: 2 }] }); };
export const avatar = (name, hue) => `<span class="av" style="background:oklch(.86 .08 ${hue});color:oklch(.33 .09 ${hue})">${esc(name.split(" ").map((s) => s[0]).join("").slice(0, 2))}</span>`;
export const skeleton = (ws, h = 9, c = "#e3e6ec", gap = 8) => `<div class="col" style="gap:${gap}px">${each(ws, (w) => `<i style="height:${h}px;width:${w}${typeof w === "number" ? "px" : ""};border-radius:9px;background:${c}"></i>`)}</div>`;

/** A phone at (x, y); `w` wide, screen content scaled from 390 px width. */
export function phone({ x, y, w = 250, h = 520, screen, bg = "#fff", frame = "#14161c", style = "" }) {
  const k = (w - 16) / 390;
  return `<div class="abs" style="left:${x}px;top:${y}px;width:${w}px;height:${h}px;border-radius:${w * 0.145}px;background:${frame};padding:8px;box-shadow:0 30px 60px -14px rgb(10 15 30/.5),0 8px 18px -8px rgb(10 15 30/.3);${style}">
    <div class="rel" style="width:100%;height:100%;border-radius:${w * 0.115}px;overflow:hidden;background:${bg}"><div class="scaled" style="width:390px;height:${(h - 16) / k}px;transform:scale(${k})">${screen}</div>
    <i class="abs" style="left:50%;top:9px;width:${w * 0.27}px;height:${w * 0.068}px;margin-left:${-w * 0.135}px;border-radius:20px;background:${frame}"></i></div></div>`;
}
