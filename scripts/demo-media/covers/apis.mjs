//! Cover motifs of the APIs: one large plain picture each, drawn on 960 × 600.
import { each, ok, range, rng, smooth } from "../lib/kit.mjs";

const R = (x, y, w, h, r, fill, more = "") => `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="${r}" fill="${fill}" ${more}/>`;
const C = (x, y, r, fill, more = "") => `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}" ${more}/>`;
const L = (d, stroke, w, more = "") => `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${w}" stroke-linecap="round" stroke-linejoin="round" ${more}/>`;
const F = (d, fill, more = "") => `<path d="${d}" fill="${fill}" ${more}/>`;
const T = (x, y, size, fill, text, more = "") => `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" font-family="Space Grotesk" ${more}>${text}</text>`;
const shadow = (id, dy = 18, blur = 22, a = 0.3) => `<filter id="${id}" x="-30%" y="-30%" width="160%" height="170%"><feDropShadow dx="0" dy="${dy}" stdDeviation="${blur}" flood-color="#081018" flood-opacity="${a}"/></filter>`;
const grad = (id, a, b, v = "x2=\"0\" y2=\"1\"") => `<linearGradient id="${id}" ${v}><stop stop-color="${a}"/><stop offset="1" stop-color="${b}"/></linearGradient>`;

/** Streets of an invented town, as stroked paths. */
export function streets(seed, minor, major, river, { w = 960, h = 600 } = {}) {
  const r = rng(seed), tilt = (r() - 0.5) * 0.5;
  const lines = range(34).map((i) => {
    const across = i % 2, at = (i / 34) * 1500 - 260 + r() * 26;
    return across ? `M${at} -40l${tilt * 700} 720` : `M-40 ${at * 0.75}l1060 ${-tilt * 700}`;
  });
  const bend = smooth([[-60, h * 0.82], [w * 0.22, h * 0.66], [w * 0.4, h * 0.78], [w * 0.62, h * 0.5], [w * 0.8, h * 0.46], [w + 60, h * 0.16]]);
  return (river ? L(bend, river, 58) : "") + L(lines.join(""), minor, 4) +
    L(`M-40 ${h * 0.32}L${w + 40} ${h * 0.18}M${w * 0.66} -40L${w * 0.5} ${h + 40}M-40 ${h * 0.9}L${w * 0.7} ${h + 30}`, major, 12) +
    L(smooth([[w * 0.12, -40], [w * 0.26, h * 0.3], [w * 0.32, h * 0.6], [w * 0.2, h + 40]]), major, 12);
}
export const pin = (x, y, s, fill, hole) => `<g transform="translate(${x} ${y}) scale(${s})">${F("M0 0C-14 -24 -30 -40 -30 -62A30 30 0 0 1 30 -62C30 -40 14 -24 0 0z", fill)}${C(0, -62, 12, hole)}</g>`;

export const motifs = {
  "waypoint-geocoding": (p) => `<defs>${shadow("s", 20, 18, 0.28)}</defs>` + streets("way", "#fff", "#fff", ok(0.82, 0.08, 210)) +
    each([[520, 120, 120, 70], [640, 400, 90, 120], [820, 60, 110, 110]], ([x, y, w, h]) => R(x, y, w, h, 10, ok(0.85, 0.09, 150), `transform="rotate(-8 ${x} ${y})"`)) +
    F("M0 340h960v260H0z", `url(#fade)`) + `<defs>${grad("fade", "oklch(0.91 0.045 195 / 0)", p.pale2)}</defs>` +
    `<ellipse cx="700" cy="452" rx="92" ry="20" fill="${p.deep}" opacity=".18"/><g filter="url(#s)">${pin(700, 450, 4.4, p.acc2, "#fff")}</g>`,

  "isobar-weather": (p) => `<defs>${grad("sky", ok(0.36, 0.12, 262), ok(0.22, 0.09, 265))}</defs>` + R(0, 0, 960, 600, 0, "url(#sky)") +
    C(690, 215, 130, ok(0.86, 0.16, 88)) + C(690, 215, 175, ok(0.86, 0.16, 88, 0.16)) + C(690, 215, 225, ok(0.86, 0.16, 88, 0.1)) +
    each(range(7), (i) => L(smooth([[-40, 250 + i * 58], [180, 150 + i * 62], [420, 300 + i * 46], [640, 250 + i * 50], [820, 180 + i * 56], [1010, 260 + i * 46]]), `oklch(1 0 0 / ${0.85 - i * 0.1})`, 5)) +
    R(488, 268, 92, 40, 20, "#fff") + T(534, 296, 24, ok(0.3, 0.12, 262), "1013", 'text-anchor="middle" font-weight="700"'),

  "roadbook-routing": (p) => streets("road", ok(0.97, 0.015, 130), ok(0.98, 0.01, 130), ok(0.84, 0.06, 220)) +
    L(smooth([[350, 372], [450, 330], [480, 230], [570, 190], [650, 270], [750, 300], [810, 250], [850, 196]], 0.7), "#fff", 40) +
    L(smooth([[350, 372], [450, 330], [480, 230], [570, 190], [650, 270], [750, 300], [810, 250], [850, 196]], 0.7), p.acc2, 22) +
    C(350, 372, 34, "#fff") + C(350, 372, 22, p.deep) + pin(850, 198, 1.9, p.deep, "#fff") +
    `<defs>${grad("fd", "oklch(0.91 0.045 130 / 0)", p.pale2)}</defs>` + R(0, 350, 960, 250, 0, "url(#fd)"),

  "steadyrate-fx": (p) => each(range(6), (i) => L(`M0 ${90 + i * 78}H960`, "#ffffff14", 2)) +
    F("M0 600V420L150 380L270 410L400 300L520 330L660 190L770 220L960 90V600z", "url(#g)") + `<defs>${grad("g", ok(0.8, 0.16, 120, 0.35), ok(0.8, 0.16, 120, 0))}</defs>` +
    L("M-20 424L150 380L270 410L400 300L520 330L660 190L770 220L980 76", ok(0.87, 0.18, 118), 14) +
    C(400, 300, 62, p.deep) + C(400, 300, 54, "#fff") + T(400, 326, 72, p.deep2, "€", 'text-anchor="middle" font-weight="700"') +
    C(770, 220, 62, p.deep) + C(770, 220, 54, ok(0.87, 0.18, 118)) + T(770, 245, 70, p.deep, "$", 'text-anchor="middle" font-weight="700"'),

  vatkeeper: (p) => R(300, -40, 620, 520, 14, "#fffaf3", 'transform="rotate(-6 600 200)"') +
    `<g transform="rotate(-6 600 200)">` + each(range(9), (i) => L(`M340 ${30 + i * 46}H880`, ok(0.88, 0.03, 30), 2) + R(350, 8 + i * 46, 90 + (i * 53) % 110, 10, 5, ok(0.8, 0.02, 30)) + R(790, 8 + i * 46, 60 + (i * 31) % 24, 10, 5, ok(0.7, 0.03, 30))) + L("M760 -30V480", ok(0.85, 0.07, 20), 2) + "</g>" +
    `<g transform="rotate(-14 690 280)" opacity=".95">` + C(690, 280, 168, "none", `stroke="${ok(0.5, 0.2, 15)}" stroke-width="13"`) + C(690, 280, 140, "none", `stroke="${ok(0.5, 0.2, 15)}" stroke-width="4"`) +
    `<defs><path id="arc" d="M690 280m-152 0a152 152 0 1 1 304 0"/></defs>` + L("M628 284l46 46 86-98", ok(0.5, 0.2, 15), 26) + T(690, 206, 34, ok(0.5, 0.2, 15), "VALID", 'text-anchor="middle" font-weight="700" letter-spacing="5"') + "</g>" +
    `<defs>${grad("fd", ok(0.26, 0.09, 12, 0), ok(0.26, 0.09, 12))}</defs>` + R(0, 330, 960, 190, 0, "url(#fd)") + R(0, 515, 960, 90, 0, p.deep),

  "ledgerline-company-data": (p) => { const box = (x, y, a, w = 190) => R(x, y, w, 88, 12, a ? p.acc : ok(0.97, 0.01, 250)) + R(x + 20, y + 22, 34, 34, 8, a ? p.deep : ok(0.8, 0.04, 250)) + R(x + 68, y + 24, w - 100, 13, 6, a ? p.deep : ok(0.6, 0.03, 250)) + R(x + 68, y + 48, w - 130, 10, 5, a ? ok(0.45, 0.09, 75) : ok(0.82, 0.02, 250));
    return `<g transform="translate(36 10) scale(.88)">` + L("M700 138V200M480 290V245Q480 200 520 200H840Q880 200 880 245V290M690 200V290", ok(0.6, 0.04, 250), 4) + L("M480 380V440M690 380V440", ok(0.6, 0.04, 250), 4) + box(590, 60, 1, 220) + box(385, 290, 0) + box(595, 290, 0) + box(805, 290, 0) + each([[440, 440], [650, 440]], ([x, y]) => R(x, y, 80, 26, 8, ok(0.5, 0.03, 250))) + "</g>"; },

  "almanac-working-days": (p) => `<defs>${shadow("s")}</defs><g transform="translate(44 -22) rotate(5 640 200)" filter="url(#s)">` + R(400, 50, 490, 420, 22, "#fff") + R(400, 50, 490, 84, 22, p.deep2) + R(400, 100, 490, 34, 0, p.deep2) + T(430, 108, 40, "#fff", "May 2026", 'font-weight="700"') +
    each(range(31), (i) => { const d = i + 4, x = 448 + (d % 7) * 65, y = 180 + Math.floor(d / 7) * 62, off = [0, 13, 24].includes(i), we = d % 7 > 4; return (off ? C(x, y - 8, 27, p.acc) : "") + T(x, y, 27, off ? "#fff" : we ? ok(0.75, 0.02, 240) : p.ink, i + 1, `text-anchor="middle" font-weight="${off ? 700 : 500}"`); }) + "</g>",

  parcelwise: (p) => `<defs>${shadow("s", 24, 24, 0.35)}</defs>` + L("M-20 210C120 110 270 200 400 290", "#fff", 7, 'stroke-dasharray="2 24"') + L("M830 250C900 200 930 140 1000 130", "#fff", 7, 'stroke-dasharray="2 24"') +
    `<g filter="url(#s)">` + F("M420 190L640 110L860 190L640 280z", ok(0.84, 0.08, 72)) + F("M420 190L640 280V500L420 400z", ok(0.72, 0.09, 66)) + F("M860 190L640 280V500L860 400z", ok(0.62, 0.09, 60)) + F("M520 153L740 238V330L705 343V252L484 167z", ok(0.93, 0.04, 85)) +
    F("M672 340L800 288V370L672 425z", "#fff") + L("M690 362L770 330M690 384L740 364", ok(0.4, 0.03, 60), 7) + L("M690 404l4-1.600M700 400l10-4M717 393l3-1.200M727 389l12-5M746 381l4-2M757 377l14-6", ok(0.25, 0.03, 60), 12, 'stroke-linecap="butt"') + "</g>",

  "paperplane-pdf": (p) => `<defs>${shadow("s", 30, 26, 0.25)}</defs>` + each(range(5), (i) => L(`M${-40 + i * 30} ${430 - i * 74}Q${170 + i * 40} ${420 - i * 70} ${330 + i * 30} ${330 - i * 40}`, "#ffffff66", 8, 'stroke-dasharray="1 26"')) +
    `<g filter="url(#s)" transform="translate(40 0)">` + F("M860 60L330 260L500 330z", "#fff") + F("M860 60L500 330L520 470L600 372z", ok(0.86, 0.03, 80)) + F("M860 60L600 372L740 440z", "#fffdf6") + F("M500 330L520 470L560 421z", ok(0.74, 0.05, 75)) +
    L("M430 250L640 172M470 268L600 219M520 282L680 218", ok(0.78, 0.03, 80), 8) + L("M660 356L780 190M690 376L770 262M712 402L762 322", ok(0.84, 0.05, 80), 7) + "</g>",

  "paperplane-post": (p) => `<defs>${shadow("s")}</defs>` + each(range(9), (i) => C(40 + i * 52, 120 + Math.sin(i / 1.6) * 46 + i * 12, 6 + i * 1.4, "#fff", `opacity="${0.3 + i * 0.08}"`)) + `<g filter="url(#s)" transform="rotate(-5 680 260)">` + R(470, 110, 420, 290, 18, "#fffdf8") + F("M478 124L680 290L882 124", "none", `stroke="${ok(0.84, 0.03, 215)}" stroke-width="6" stroke-linejoin="round"`) +
    L("M480 392L620 262M880 392L742 262", ok(0.9, 0.02, 215), 5) + "</g>" + `<g transform="rotate(-12 800 170)" opacity=".9">` + C(800, 180, 66, "none", `stroke="${p.acc2}" stroke-width="7"`) + C(800, 180, 46, "none", `stroke="${p.acc2}" stroke-width="3"`) + T(800, 176, 22, p.acc2, "08:14", 'text-anchor="middle" font-weight="700"') + T(800, 199, 18, p.acc2, "12 MAR", 'text-anchor="middle" font-weight="700"') + each(range(3), (i) => L(smooth([[866, 150 + i * 26], [900, 140 + i * 26], [934, 156 + i * 26], [970, 146 + i * 26]]), p.acc2, 6)) + "</g>",

  "pagelight-screenshots": (p) => `<defs>${shadow("s")}</defs><g transform="translate(44 -14)">` + L("M380 160V90Q380 60 410 60H480M880 160V90Q880 60 850 60H780M380 350V420Q380 450 410 450H480M880 350V420Q880 450 850 450H780", "#fff", 14) + `<g filter="url(#s)">` + R(440, 120, 380, 270, 14, "#fff") + R(440, 120, 380, 44, 14, ok(0.93, 0.03, 295)) + R(440, 148, 380, 16, 0, ok(0.93, 0.03, 295)) + each(["#ff6058", "#ffbd2e", "#28c941"], (c, i) => C(466 + i * 24, 142, 7, c)) + R(464, 186, 170, 22, 8, p.deep2) + R(464, 220, 130, 12, 6, ok(0.85, 0.03, 295)) + R(464, 240, 150, 12, 6, ok(0.85, 0.03, 295)) + R(464, 270, 80, 28, 14, p.acc) + R(656, 186, 140, 112, 10, ok(0.8, 0.1, 295)) + C(764, 214, 14, p.acc) + F("M656 298V262L696 232L732 262L756 248L796 276V298z", p.vivid) + each(range(3), (i) => R(464 + i * 114, 322, 104, 44, 8, ok(0.94, 0.025, 295))) + "</g>" + "</g>",

  "inkwell-ocr": (p) => `<defs>${shadow("s", 20, 22, 0.4)}${grad("beam", ok(0.85, 0.2, 150, 0), ok(0.85, 0.2, 150, 0.55))}</defs><g filter="url(#s)">` + F(`M520 40H820V470${each(range(10), (i) => `l-15 ${i % 2 ? 14 : -14}l-15 ${i % 2 ? -14 : 14}`)}z`, "#fffdf7") + "</g>" + R(600, 70, 140, 20, 6, ok(0.35, 0.04, 275)) + R(625, 102, 90, 10, 5, ok(0.8, 0.01, 275)) +
    each(range(5), (i) => R(550, 146 + i * 36, 90 + (i * 37) % 60, 13, 6, ok(0.72, 0.02, 275)) + R(742, 146 + i * 36, 48, 13, 6, ok(0.55, 0.02, 275))) + L("M550 330H790", ok(0.75, 0.02, 275), 3, 'stroke-dasharray="2 10"') + R(540, 352, 262, 58, 10, ok(0.88, 0.17, 150)) + T(556, 392, 32, ok(0.28, 0.08, 150), "Total", 'font-weight="700"') + T(788, 392, 34, ok(0.28, 0.08, 150), "14.70", 'text-anchor="end" font-weight="700"') + R(440, 190, 460, 110, 0, "url(#beam)") + R(430, 296, 480, 7, 3, ok(0.9, 0.2, 150)),

  "aperture-images": (p) => { const hs = [25, 45, 65, 5, 345, 325]; return `<g transform="translate(680 250)">` + each(range(6), (i) => `<g transform="rotate(${i * 60})">` + F("M-60 -104A240 240 0 0 1 196 -112L62 -104z", ok(0.5 + i * 0.06, 0.17, hs[i])) + F("M-62 -104L62 -104L178 -96A210 210 0 0 0 -20 -212z", ok(0.62 + i * 0.045, 0.17, hs[i])) + "</g>") + C(0, 0, 250, "none", `stroke="${ok(0.2, 0.05, 350)}" stroke-width="34"`) + C(0, 0, 236, "none", `stroke="#ffffff33" stroke-width="3"`) + `</g>`; },

  "cutline-video": (p) => { const strip = (dx) => R(dx, -90, 900, 180, 10, ok(0.2, 0.04, 20)) + each(range(22), (i) => R(dx + 14 + i * 40, -78, 22, 18, 5, "#fff") + R(dx + 14 + i * 40, 60, 22, 18, 5, "#fff")) + each(range(5), (i) => R(dx + 14 + i * 176, -48, 164, 96, 6, ok(0.55 + i * 0.06, 0.12, 250 - i * 45))); return `<g transform="translate(250 268) rotate(-18)"><g clip-path="url(#lft)">${strip(-80)}</g></g><g transform="translate(274 234) rotate(-18)"><g clip-path="url(#rgt)">${strip(-80)}</g></g><defs><clipPath id="lft"><path d="M-200 -200H440L360 200H-200z"/></clipPath><clipPath id="rgt"><path d="M470 -200H1000V200H390z"/></clipPath>${shadow("s", 14, 18, 0.35)}</defs>` + `<g filter="url(#s)">` + C(716, 190, 98, "#fff") + F("M688 136L778 190L688 244z", ok(0.62, 0.22, 24)) + "</g>"; },

  "murmur-speech": (p) => { const r = rng("mur"); return each(range(19), (i) => { const h = (60 + 260 * Math.abs(Math.sin(i * 0.62)) * (0.55 + r() * 0.45)) * (i > 13 ? 1 - (i - 13) * 0.13 : 1); return R(70 + i * 30, 230 - h / 2, 17, h, 8, ok(0.86 - i * 0.008, 0.14, 180 - i * 8)); }) + each([[300, 1], [240, 0], [280, 0], [190, 0]], ([w, a], i) => R(652, 132 + i * 54, w * 0.9, 24, 12, a ? p.acc : "#ffffffd9")); },

  "kotoba-translate": (p) => T(300, 300, 300, p.acc2, "A", 'font-weight="700" text-anchor="middle"') + `<text x="690" y="330" font-size="310" font-family="Noto Sans JP" font-weight="700" text-anchor="middle" fill="${p.vivid}">言</text>` + L("M360 74C440 20 520 18 580 56", p.ink, 12) + L("M588 18L586 60L546 66", p.ink, 12),

  "lantern-search": (p) => `<defs><radialGradient id="gl"><stop stop-color="${ok(0.88, 0.16, 85, 0.75)}"/><stop offset="1" stop-color="${ok(0.88, 0.16, 85, 0)}"/></radialGradient></defs>` + each(range(34), (i) => C((i * 197) % 960, (i * 83) % 400, 1.5 + (i % 3), "#ffffff80")) + C(640, 240, 300, "url(#gl)") + C(640, 230, 132, ok(0.9, 0.14, 88)) + C(640, 230, 132, "none", 'stroke="#fff" stroke-width="22"') + F("M640 150C682 200 694 232 678 270C668 296 612 296 602 270C590 236 616 214 640 150z", ok(0.72, 0.19, 55)) + F("M640 214C660 240 664 258 656 274C648 286 630 286 624 274C618 258 626 238 640 214z", ok(0.97, 0.08, 95)) + L("M738 328L836 426", "#fff", 40) + L("M596 84Q596 30 640 30Q684 30 684 84", "#fff", 11) + R(588, 82, 104, 26, 10, "#fff"),

  "digest-text": (p) => each(range(13), (i) => R(64, 108 + i * 24, 250 + (i * 71) % 90, 11, 5, ok(0.78, 0.03, 320))) + each(range(13), (i) => L(`M${330 + (i * 71) % 90} ${113 + i * 24}C470 ${113 + i * 24} 480 ${178 + Math.floor(i / 4.4) * 76} 550 ${178 + Math.floor(i / 4.4) * 76}`, [p.vivid, p.acc2, p.deep3][Math.floor(i / 4.4)], 3, 'opacity=".55"')) + each(range(3), (i) => R(550, 156 + i * 76, [340, 300, 220][i], 44, 22, [p.vivid, p.acc2, p.deep3][i])),

  "gatehouse-identity": (p) => `<defs><radialGradient id="gl" cy=".55"><stop stop-color="${ok(0.9, 0.13, 85)}"/><stop offset="1" stop-color="${ok(0.72, 0.15, 65)}"/></radialGradient></defs>` + each(range(4), (i) => F(`M${430 + i * 36} 470V${250}a${230 - i * 36} ${215 - i * 30} 0 0 1 ${460 - i * 72} 0V470z`, ok(0.34 + i * 0.055, 0.03, 235))) + F("M574 470V262a86 92 0 0 1 172 0V470z", p.deep) + `<g transform="translate(0 6)">` + C(660, 262, 46, "url(#gl)") + F("M642 292L618 420H702L678 292z", "url(#gl)") + "</g>" + R(360, 468, 600, 8, 0, ok(0.5, 0.03, 235)) + F("M618 470H702L800 600H520z", ok(0.85, 0.13, 80, 0.16)),

  "tollgate-fraud": (p) => { const arc = (a, b, col) => { const pt = (t) => [660 + 250 * Math.cos(Math.PI * (1 + t)), 380 + 250 * Math.sin(Math.PI * (1 + t))].map((n) => n.toFixed(1)); return L(`M${pt(a)}A250 250 0 0 1 ${pt(b)}`, col, 64, 'stroke-linecap="butt"'); }; return arc(0, 0.4, ok(0.76, 0.16, 155)) + arc(0.42, 0.74, ok(0.8, 0.16, 78)) + arc(0.76, 1, ok(0.65, 0.21, 25)) + `<g transform="rotate(20 660 380)">` + F("M648 380L660 160L672 380z", "#fff") + "</g>" + C(660, 380, 34, "#fff") + C(660, 380, 14, p.deep) + T(440, 442, 30, "#ffffffa0", "0", 'text-anchor="end"') + T(886, 442, 30, "#ffffffa0", "100"); },

  "truebox-verify": (p) => `<defs>${shadow("s", 22, 22, 0.3)}</defs><g filter="url(#s)">` + R(650, 380, 44, 240, 0, ok(0.34, 0.05, 150)) + F("M470 400V210a100 100 0 0 1 200 0V400z", ok(0.5, 0.12, 155)) + F("M570 110H780a100 100 0 0 1 100 100V400H670V210a100 100 0 0 0-100-100z", ok(0.42, 0.1, 155)) + R(470, 384, 410, 22, 6, ok(0.36, 0.09, 155)) + "</g>" + C(570, 210, 78, "#fff") + L("M536 212l26 28 44-54", ok(0.62, 0.18, 148), 18) + R(720, 250, 120, 14, 7, ok(0.28, 0.06, 155)) + `<g transform="rotate(-12 330 180)" filter="url(#s)">` + R(250, 120, 190, 124, 10, "#fff") + L("M254 128L345 196L436 128", ok(0.8, 0.05, 25), 5) + L("M300 214l26-26m0 26l-26-26", ok(0.62, 0.2, 25), 9) + "</g>" + L("M300 300C340 350 400 340 440 300", "#ffffffb0", 7, 'stroke-dasharray="2 18"'),

  "ringback-phone": (p) => `<defs>${shadow("s", 22, 24, 0.35)}</defs><g filter="url(#s)">` + R(590, 34, 270, 560, 44, ok(0.2, 0.03, 340)) + R(604, 48, 242, 540, 32, "#fff") + "</g>" + R(680, 62, 90, 22, 11, ok(0.2, 0.03, 340)) + R(640, 130, 130, 16, 8, p.ink) + R(640, 160, 170, 10, 5, ok(0.85, 0.02, 340)) + `<g filter="url(#s)">` + each("482917".split(""), (d, i) => R(392 + i * 88 + (i > 2 ? 20 : 0), 220, 76, 96, 16, i < 4 ? "#fff" : ok(0.97, 0.02, 340), `stroke="${i === 4 ? ok(0.6, 0.14, 200) : ok(0.9, 0.02, 340)}" stroke-width="${i === 4 ? 5 : 2}"`) + (i < 4 ? T(430 + i * 88 + (i > 2 ? 20 : 0), 288, 54, p.ink, d, 'text-anchor="middle" font-weight="700"') : "")) + "</g>" + R(796, 242, 4, 52, 2, ok(0.6, 0.14, 200)),

  "hookline-relay": (p) => each(range(5), (i) => L(smooth(range(9).map((k) => [k * 130 - 40, 330 + i * 54 + (k % 2 ? 15 : -15)])), `oklch(0.6 0.11 ${225 - i * 6} / ${0.5 - i * 0.07})`, 5)) + L("M180 -20C180 140 300 170 430 150S650 60 760 110S900 250 820 330S620 360 610 262", "#fff", 12) + L("M610 262L580 300M610 262L648 292", "#fff", 12) + each([[300, 160], [520, 128], [812, 148]], ([x, y], i) => C(x, y, 40, p.deep) + C(x, y, 31, [ok(0.82, 0.13, 190), ok(0.85, 0.15, 90), ok(0.72, 0.18, 25)][i])),

  "sundial-bookings": (p) => `<defs>${shadow("s")}<clipPath id="face"><circle cx="670" cy="258" r="208"/></clipPath></defs><g filter="url(#s)">` + C(670, 258, 224, ok(0.8, 0.09, 62)) + C(670, 258, 208, "#fffaf0") + "</g>" + `<g clip-path="url(#face)">` + F("M670 258L960 300L900 470z", ok(0.62, 0.15, 250)) + "</g>" + each(range(24), (i) => { const a = i * 15 * Math.PI / 180, r0 = i % 2 ? 188 : 174; return L(`M${670 + r0 * Math.cos(a)} ${258 + r0 * Math.sin(a)}L${670 + 198 * Math.cos(a)} ${258 + 198 * Math.sin(a)}`, ok(0.5, 0.06, 55), i % 2 ? 3 : 6); }) + T(806, 322, 30, "#fff", "10:30", 'text-anchor="middle" font-weight="700" transform="rotate(18 806 322)"') + F("M670 258L560 200L670 120z", ok(0.6, 0.12, 45)) + F("M670 258L560 200L648 232z", ok(0.48, 0.1, 40)) + C(670, 258, 14, ok(0.4, 0.07, 40)),
};
