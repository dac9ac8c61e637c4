//! The short films: what each shows at a moment between 0 and 1.
import { each, ok, range, rng, stage, svg } from "./lib/kit.mjs";
import { highlight, inks, terminal } from "./lib/code.mjs";
import { glow, pill, win } from "./lib/ui.mjs";
import { frame } from "./lib/site.mjs";
import { pin } from "./covers/apis.mjs";
import { cityMap } from "./scenes/apis-maps.mjs";
import { mercerHome } from "./scenes/themes-shops.mjs";
import { nightOverview, ns } from "./scenes/themes-apps.mjs";
import { paletteOf } from "./palettes.mjs";

const clamp = (x) => Math.max(0, Math.min(1, x));
/** Progress of the part of the film between `a` and `b`, eased at both ends. */
const part = (t, a, b) => { const x = clamp((t - a) / (b - a)); return x * x * (3 - 2 * x); };
const arrow = (x, y) => svg(`<path d="M2 2l13 32 5-13 13-5z" fill="#111" stroke="#fff" stroke-width="2.500"/>`, { w: 38, h: 38, style: `position:absolute;left:${x}px;top:${y}px` });

const NAMES = ["Ås Møbler", "Fjordlys", "Casa Amarela", "Olaria do Vale", "Nordre Verksted", "青空書店", "Kōenji Records", "Hof Sonnental", "Weingut Lahm", "Atelier Rousseau", "Talleres Montaña", "Harrow Instruments"];
const order = (i) => { const r = rng(i * 7 + 1); return { id: i + 1, name: NAMES[Math.floor(r() * 12)], kind: ["good", "warn", "bad", "grey"][Math.floor(r() * 4)], items: 1 + Math.floor(r() * 24), total: 20 + r() * 2900 }; };

function grid(t) {
  const p = paletteOf("tabula-grid"), rowH = 40, sorted = t > 0.62;
  const pos = part(t, 0.04, 0.5) * 82_400 * (1 - part(t, 0.6, 0.601));
  const list = range(13).map((i) => { const n = sorted ? (i * 7919 + 312) % 100_000 : Math.floor(pos) + i; const o = order(n); return sorted ? { ...o, total: 2919.5 - i * 3.37 - (i % 3) * 0.41 } : o; });
  const sel = part(t, 0.72, 0.92), rows = Math.round(sel * 5);
  const words = { good: "paid", warn: "packed", bad: "refunded", grey: "new" };
  const body = each(list, (o, i) => `<div class="row num" style="height:${rowH}px;border-bottom:1px solid #e8ebf0;font-size:14px"><span style="width:100px;padding-left:16px;color:#7a8291" class="mono t12">#${o.id}</span><span class="f1">${o.name}</span><span style="width:150px">${pill(words[o.kind], o.kind)}</span><span class="r" style="width:100px;padding-right:16px;height:100%;line-height:${rowH}px;background:${sel > 0 && i >= 2 && i < 2 + rows ? p.pale2 : "none"}">${o.items}</span><b class="r" style="width:150px;padding-right:20px;height:100%;line-height:${rowH}px;background:${sel > 0 && i >= 2 && i < 2 + rows ? p.pale2 : "none"}">${o.total.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}</b></div>`);
  const head = `<div class="row b6 t12 mute" style="height:38px;border-bottom:1px solid #dfe3ea;background:#f7f9fc"><span style="width:100px;padding-left:16px">Order</span><span class="f1">Customer</span><span style="width:150px">Status</span><span class="r" style="width:100px;padding-right:16px">Items</span><span class="r" style="width:150px;padding-right:20px;color:${sorted ? p.vivid : ""}">Total ${sorted ? "▼" : ""}</span></div>`;
  const picked = list.slice(2, 2 + rows), sum = picked.reduce((a, o) => a + o.total + o.items, 0);
  const cx = t < 0.52 ? 820 : t < 0.68 ? 820 + part(t, 0.52, 0.6) * 20 : 640 + part(t, 0.72, 0.92) * 190, cy = t < 0.52 ? 300 : t < 0.68 ? 300 - part(t, 0.52, 0.6) * 170 : 250 + part(t, 0.72, 0.92) * 165;
  return stage(p, win({ x: 48, y: 40, w: 864, h: 520, title: "Orders", action: `<span class="num t13 mute">100,000 rows</span>`, pad: 0, body: `${head}<div style="height:372px;overflow:hidden">${body}</div><i class="abs" style="right:5px;top:${44 + (pos / 82_400) * 300}px;width:7px;height:60px;border-radius:9px;background:#c3cad6"></i>${rows > 0 ? `<div class="abs" style="left:${864 - 250}px;top:${38 + 2 * rowH}px;width:250px;height:${rows * rowH}px;border:3px solid ${p.vivid};border-radius:3px"></div>` : ""}<div class="row sb num t13" style="height:44px;padding:0 20px;border-top:1px solid #dfe3ea"><span class="mute">row ${(sorted ? 1 : Math.floor(pos) + 1).toLocaleString("en-US")}</span><b style="opacity:${rows ? 1 : 0}">${rows * 2} cells · sum ${sum.toLocaleString("en-US", { maximumFractionDigits: 2 })}</b></div>` }) + arrow(cx, cy), { bg: glow(p) });
}

const DEPLOY = [["~ storefront 4f21c9e, 14.2 MB, 3 servers", 0.26], ["", 0.27], ["+ web-1   copied   started   /readyz 200   traffic", 0.38], ["+ web-2   copied   started   /readyz 200   traffic", 0.5], ["+ web-3   copied   started   /readyz 200   traffic", 0.63], ["", 0.64], ["~ old release finishes 12 requests", 0.7], ["+ Released 118 in 21 s. 0 requests dropped.", 0.8], ["~ Back with: halyard back", 0.86]];
function deploy(t) {
  const p = paletteOf("halyard-deploy"), typed = "halyard up".slice(0, Math.round(clamp((t - 0.04) / 0.14) * 10));
  const shown = DEPLOY.filter(([, at]) => t >= at).map(([l, at]) => (l.startsWith("+ web") && t < at + 0.09 ? l.slice(2).replace("200   traffic", "…") : l));
  const caret = Math.floor(t * 20) % 2 || t < 0.2 ? "▍" : " ";
  const all = [`$ ${typed}${t < 0.22 ? caret : ""}`, ...shown];
  // The last line is blank but wide, so that the type keeps its size while lines are added.
  return stage(p, terminal({ x: 60, y: 70, w: 840, h: 460, ink: inks.night, title: "storefront — halyard", lines: [...all, ...range(11 - all.length).map(() => ""), `~ ${" ".repeat(50)}`], max: 17.5 }), { bg: glow(p) });
}

const STOPS = [[620, 330], [780, 250], [900, 420], [1040, 300], [1180, 380], [1260, 220], [1340, 430], [1110, 470], [980, 180]];
function pan(t) {
  const p = paletteOf("mapframe-gl"), shift = part(t, 0, 1) * 560;
  const drop = STOPS.map(([x, y], i) => { const a = part(t, 0.08 + i * 0.085, 0.16 + i * 0.085); return a > 0 ? `<g opacity="${a}" transform="translate(0 ${(1 - a) * -60})"><ellipse cx="${x}" cy="${y + 2}" rx="${16 * a}" ry="${5 * a}" fill="#0003"/>${pin(x, y, 0.78, i % 3 === 1 ? p.acc2 : ok(0.42, 0.1, 175), "#fff")}</g>` : ""; }).join("");
  const seen = STOPS.filter((_, i) => t > 0.14 + i * 0.085).length;
  return stage(p, `<div class="abs" style="left:${-shift - 40}px;top:0;width:1600px;height:600px">${cityMap(p, "film", drop, { w: 1600, h: 600, ground: ok(0.95, 0.02, 165), park: ok(0.88, 0.07, 155) })}</div><div class="win" style="left:32px;top:32px;padding:16px 22px;flex-direction:row;align-items:center;gap:14px"><b class="sg t20">Bookshops</b><span class="pill plain num">${seen} of 9 in view</span></div><div class="abs code" style="left:32px;bottom:32px;background:${inks.sea.bg};color:${inks.sea.fg};border-radius:12px;padding:14px 20px;font-size:16px;box-shadow:0 16px 36px -12px #0009">${highlight("map.add(markers(shops, { cluster: true }));", inks.sea)}</div>`);
}

function scroll(t) {
  const y = part(t, 0.08, 0.34) * 560 + part(t, 0.44, 0.66) * 460 + part(t, 0.74, 0.94) * 330;
  return stage({}, frame({ x: 60, y: 44, w: 840, h: 512, html: `<div style="transform:translateY(${-y.toFixed(1)}px)">${mercerHome}</div>`, bg: "#fbf7f0", fg: "#2f2722", url: "mercer-rye.example.com" }), { bg: ok(0.8, 0.07, 55) });
}

const dashboard = (t) => stage({}, frame({ x: 30, y: 30, w: 900, h: 540, html: nightOverview(ns.dark, Math.max(0.03, part(t, 0.04, 0.72))), wide: 1240, dark: true, bg: ns.dark.bg, url: "admin.example.org" }), { bg: `radial-gradient(700px 420px at 80% 20%, ${ok(0.4, 0.1, 158)}, transparent), #05070a` });

/** By product: length in seconds, the moment of the poster, and the scene at `t`. */
export const films = {
  "tabula-grid": { seconds: 9, poster: 0.95, at: grid, crf: 47 },
  "halyard-deploy": { seconds: 9, poster: 0.9, at: deploy },
  "mapframe-gl": { seconds: 8, poster: 0.8, at: pan, crf: 40 },
  "mercer-furniture": { seconds: 9, poster: 0.05, at: scroll, crf: 38 },
  "nightshift-dashboard": { seconds: 7, poster: 1, at: dashboard },
};
