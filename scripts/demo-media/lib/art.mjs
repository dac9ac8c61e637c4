//! Pictures inside pictures: places, things and people, drawn as SVG from a seed and hues.
import { each, ok, range, rng, smooth } from "./kit.mjs";

const C = (x, y, r, f, m = "") => `<circle cx="${x}" cy="${y}" r="${r}" fill="${f}" ${m}/>`;
const R = (x, y, w, h, r, f, m = "") => `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="${r}" fill="${f}" ${m}/>`;
const F = (d, f, m = "") => `<path d="${d}" fill="${f}" ${m}/>`;
const L = (d, s, w, m = "") => `<path d="${d}" fill="none" stroke="${s}" stroke-width="${w}" stroke-linecap="round" stroke-linejoin="round" ${m}/>`;
let serial = 0;
const grad = (a, b, v = 'x2="0" y2="1"') => { const id = `ag${serial++}`; return [`<defs><linearGradient id="${id}" ${v}><stop stop-color="${a}"/><stop offset="1" stop-color="${b}"/></linearGradient></defs>`, `url(#${id})`]; };

/** An SVG of an 800 × 500 drawing that fills its box, cropped like a photograph. */
export const pic = (inner, style = "width:100%;height:100%;display:block", box = "0 0 800 500") => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" preserveAspectRatio="xMidYMid slice" style="${style}">${inner}</svg>`;

/** Mountain ridges in haze with a low sun. */
export function ridges(seed, hue, { sun = 70, night = false, n = 6 } = {}) {
  const r = rng(seed), [d, sky] = grad(night ? ok(0.22, 0.06, hue + 30) : ok(0.82, 0.08, hue + 10), night ? ok(0.4, 0.1, hue) : ok(0.94, 0.06, sun));
  return d + R(0, 0, 800, 500, 0, sky) + C(520 + r() * 120, 150 + r() * 60, 46, ok(0.94, night ? 0.03 : 0.12, sun)) + C(560, 180, 110, ok(0.95, 0.1, sun, 0.16)) +
    each(range(n), (i) => { const y = 210 + i * 48, a = 70 - i * 5; const pts = range(11).map((k) => [k * 84 - 20, y + (r() - 0.6) * a + (k % 2 ? -18 : 12)]); const l = night ? 0.34 - i * 0.045 : 0.76 - i * 0.095; return F(`${smooth(pts, 0.22)}L820 520L-20 520z`, ok(l, 0.045 + i * 0.006, hue)); });
}
/** A coast: sea, headlands, sun and perhaps sails. */
export function coast(seed, hue, { sun = 70, sails = 2 } = {}) {
  const r = rng(seed), [d, sky] = grad(ok(0.8, 0.09, hue), ok(0.95, 0.05, sun)), [d2, sea] = grad(ok(0.72, 0.1, hue - 15), ok(0.5, 0.11, hue));
  return d + d2 + R(0, 0, 800, 500, 0, sky) + C(300, 190, 52, ok(0.95, 0.12, sun)) + F("M420 262L520 196Q600 178 660 206L820 150V270H420z", ok(0.62, 0.06, hue - 40)) + R(0, 260, 800, 240, 0, sea) +
    each(range(14), (i) => L(`M${r() * 760} ${280 + i * 15}h${30 + r() * 90}`, "#ffffff", 2.5, `opacity="${0.25 + r() * 0.35}"`)) + F("M-10 330Q120 320 210 380T420 520H-10z", ok(0.86, 0.06, 80)) + F("M-10 300Q80 300 130 350T200 420L-10 460z", ok(0.52, 0.08, 145)) +
    each(range(sails), (i) => { const x = 420 + i * 150 + r() * 60, y = 300 + i * 26; return F(`M${x} ${y}l0 -58l34 54z`, "#fff") + F(`M${x - 4} ${y}l0 -46l-22 42z`, "#ffffffd0") + F(`M${x - 26} ${y + 4}h64l-12 12h-40z`, ok(0.4, 0.06, 30)); });
}
/** Rolling fields with trees and a river. */
export function meadow(seed, hue, { river = true } = {}) {
  const r = rng(seed), [d, sky] = grad(ok(0.86, 0.06, 230), ok(0.96, 0.03, 100));
  const tree = (x, y, s) => R(x - 3 * s, y - 10 * s, 6 * s, 16 * s, 2, ok(0.4, 0.05, 50)) + C(x, y - 28 * s, 20 * s, ok(0.5, 0.1, hue)) + C(x - 10 * s, y - 18 * s, 13 * s, ok(0.46, 0.1, hue)) + C(x + 11 * s, y - 19 * s, 14 * s, ok(0.56, 0.11, hue - 8));
  return d + R(0, 0, 800, 500, 0, sky) + C(600, 110, 44, ok(0.95, 0.1, 90)) + F("M0 250Q200 190 420 240T820 200V520H0z", ok(0.78, 0.09, hue)) + each(range(7), (i) => tree(60 + i * 110 + r() * 40, 250 + r() * 16, 0.8)) + F("M-10 320Q240 250 480 310T820 280V520H-10z", ok(0.7, 0.12, hue)) +
    (river ? F("M430 300Q360 350 470 390T380 520H640Q560 430 600 390T470 298z", ok(0.78, 0.08, 225)) : "") + each(range(4), (i) => tree(80 + i * 210 + r() * 60, 350 + r() * 70, 1.5)) + F("M-10 450Q160 410 330 460T820 440V520H-10z", ok(0.6, 0.12, hue + 5));
}
/** A view of the sea through an arched window, with a bed of shadow and a plant. */
export function arch(hue, { night = false } = {}) {
  const wall = night ? ok(0.3, 0.04, hue + 20) : ok(0.93, 0.025, 75), [d, sky] = night ? grad(ok(0.22, 0.07, hue + 20), ok(0.42, 0.1, hue)) : grad(ok(0.83, 0.08, hue), ok(0.96, 0.04, 60)), [d2, sea] = night ? grad(ok(0.35, 0.08, hue), ok(0.2, 0.06, hue + 10)) : grad(ok(0.68, 0.1, hue), ok(0.52, 0.12, hue + 5));
  return d + d2 + R(0, 0, 800, 500, 0, wall) + `<clipPath id="arc${serial}"><path d="M230 500V230a170 170 0 0 1 340 0V500z"/></clipPath><g clip-path="url(#arc${serial++})">` + R(200, 40, 400, 480, 0, sky) + C(470, night ? 170 : 230, 38, night ? ok(0.95, 0.03, 90) : ok(0.95, 0.12, 75)) + F("M200 286Q270 236 340 270T430 286z", ok(night ? 0.3 : 0.66, 0.06, hue - 20)) + R(200, 284, 400, 230, 0, sea) + each(range(9), (i) => L(`M${260 + (i * 67) % 260} ${300 + i * 18}h${40 + (i * 31) % 70}`, "#fff", 2.5, `opacity="${night ? 0.2 : 0.5}"`)) + F("M350 310l0-46l28 42z", "#fff") + "</g>" +
    L("M230 500V230a170 170 0 0 1 340 0V500", night ? ok(0.42, 0.04, hue) : "#fff", 16) + R(200, 470, 400, 30, 4, night ? ok(0.36, 0.04, hue) : ok(0.97, 0.015, 75)) + F("M650 500L664 420H726L740 500z", ok(0.62, 0.1, 45)) + each(range(7), (i) => L(`M695 424Q${640 + i * 18} ${330 + Math.abs(3 - i) * 14} ${620 + i * 26} ${270 + Math.abs(3 - i) * 28}`, ok(0.5 + (i % 3) * 0.06, 0.09, 150), 12)) + F("M0 500L150 380V500z", night ? ok(0.24, 0.03, hue) : ok(0.88, 0.03, 65));
}
/** A row of gabled houses. */
export function houses(seed, hue, { night = true, n = 6 } = {}) {
  const r = rng(seed), [d, sky] = night ? grad(ok(0.34, 0.08, hue), ok(0.66, 0.09, 40)) : grad(ok(0.86, 0.06, hue), ok(0.97, 0.03, 80));
  const w = 800 / n;
  return d + R(0, 0, 800, 500, 0, sky) + each(range(26), () => (night ? C(r() * 800, r() * 200, 1.6, "#fff") : "")) + each(range(n), (i) => { const x = i * w, h = 180 + r() * 110, y = 500 - h, c = ok(night ? 0.36 + r() * 0.12 : 0.72 + r() * 0.16, 0.06, [hue, 40, 20, hue + 30, 80][Math.floor(r() * 5)]); return F(`M${x + 4} 500V${y}L${x + w / 2} ${y - 70 - r() * 30}L${x + w - 4} ${y}V500z`, c) + F(`M${x - 4} ${y + 4}L${x + w / 2} ${y - 80}L${x + w + 4} ${y + 4}l-8 8L${x + w / 2} ${y - 62}L${x + 4} ${y + 12}z`, ok(night ? 0.26 : 0.45, 0.05, 30)) + each(range(6), (k) => R(x + w * 0.2 + (k % 2) * w * 0.36, y + 26 + Math.floor(k / 2) * 58, w * 0.22, 34, 3, r() < 0.55 && night ? ok(0.88, 0.13, 85) : ok(night ? 0.28 : 0.93, 0.03, hue))); }) + R(0, 476, 800, 30, 0, ok(night ? 0.22 : 0.6, 0.04, hue));
}

/** An armchair, a chair, a lamp, a table or a sofa on a plain wall. */
export function furniture(kind, hue, { wall = ok(0.9, 0.03, 70), floor = ok(0.82, 0.04, 60), fg = ok(0.55, 0.12, hue) } = {}) {
  const wood = ok(0.55, 0.09, 60), wood2 = ok(0.45, 0.08, 55), dk = fg.replace(/oklch\(([\d.]+)/, (_, l) => `oklch(${(l * 0.84).toFixed(3)}`), sh = `<ellipse cx="400" cy="436" rx="210" ry="17" fill="#3a2a1a" opacity=".16"/>`;
  const draw = {
    armchair: L("M290 400l-18 46M510 400l18 46", wood2, 14) + F("M262 190Q268 96 400 96T538 190V340H262z", fg) + R(286, 276, 228, 82, 26, fg.replace(/oklch\(([\d.]+)/, (_, l) => `oklch(${(l * 1.09).toFixed(3)}`)) + F("M214 232a34 34 0 0 1 68 0V404H238a24 24 0 0 1-24-24z", dk) + F("M586 232a34 34 0 0 0-68 0V404h44a24 24 0 0 0 24-24z", dk) + R(262, 352, 276, 54, 18, dk),
    chair: L("M300 110L290 438M500 110L510 438", wood, 17) + L("M300 130H500M298 180H502M298 228H504", wood, 18) + F("M272 286H528L546 318H254z", wood2) + L("M278 318L262 438M522 318L538 438", wood2, 17) + L("M276 392H524", wood2, 9),
    lamp: L("M400 40V150", "#3b3530", 5) + F("M400 130Q540 140 570 282H230Q260 140 400 130z", fg) + F("M230 282H570L560 296H240z", dk) + `<ellipse cx="400" cy="296" rx="60" ry="20" fill="${ok(0.95, 0.1, 90)}"/>` + F("M260 300H540L680 500H120z", ok(0.95, 0.1, 90, 0.22)),
    floorlamp: L("M470 436V150Q470 90 420 90", "#3b3530", 9) + F("M420 84Q340 90 322 176H470Q468 96 420 84z", fg) + R(410, 426, 120, 14, 7, "#3b3530") + F("M330 178H468L560 440H230z", ok(0.95, 0.1, 90, 0.2)),
    table: R(170, 226, 460, 28, 12, wood) + L("M216 254L190 438M584 254L610 438", wood2, 18) + F("M370 226V150Q370 126 388 122V96H416V122Q434 126 434 150V226z", fg) + each(range(5), (i) => L(`M402 98Q${360 + i * 20} 60 ${346 + i * 28} ${26 + Math.abs(2 - i) * 12}`, ok(0.56, 0.1, 140), 6)),
    sofa: L("M200 404v36M600 404v36", wood2, 14) + R(160, 178, 480, 190, 34, fg) + R(196, 270, 200, 84, 20, fg.replace(/oklch\(([\d.]+)/, (_, l) => `oklch(${(l * 1.09).toFixed(3)}`)) + R(404, 270, 200, 84, 20, fg.replace(/oklch\(([\d.]+)/, (_, l) => `oklch(${(l * 1.09).toFixed(3)}`)) + R(128, 240, 76, 168, 30, dk) + R(596, 240, 76, 168, 30, dk) + R(180, 344, 440, 62, 16, dk),
    stool: F("M290 190H510Q520 190 520 206T510 224H290Q280 224 280 206T290 190z", fg) + L("M318 224L280 438M482 224L520 438M400 224V430", wood, 16) + L("M296 350H504", wood, 9),
    vase: F("M352 250Q300 300 300 360T352 440H448Q500 430 500 360T448 250V210H352z", fg) + R(344, 196, 112, 18, 8, dk) + each(range(5), (i) => L(`M400 200Q${350 + i * 24} 130 ${312 + i * 44} ${74 + Math.abs(2 - i) * 20}`, ok(0.55, 0.08, 130), 5) + C(312 + i * 44, 74 + Math.abs(2 - i) * 20, 13, ok(0.78, 0.12, 60 - i * 8))),
  }[kind];
  const hanging = kind === "lamp";
  return R(0, 0, 800, 500, 0, wall) + (hanging ? "" : R(0, 400, 800, 100, 0, floor) + sh) + draw;
}

/** A pouch, tin or jar with a label. */
export function pack(kind, hue, label, { bg = ok(0.9, 0.05, hue + 40), ink = "#fff", font = "Fraunces" } = {}) {
  const c = ok(0.55, 0.13, hue), dk = ok(0.45, 0.12, hue), lines = label.split("\n");
  const text = each(lines, (t, i) => `<text x="400" y="${270 + i * 44 - (lines.length - 1) * 16}" text-anchor="middle" font-family="${font}" font-weight="700" font-size="38" fill="${kind === "jar" ? dk : ink}">${t}</text>`);
  const shape = {
    pouch: F("M280 90H520L536 430Q536 452 514 452H286Q264 452 264 430z", c) + R(280, 70, 240, 34, 4, dk) + L("M290 96H510", "#ffffff66", 3, 'stroke-dasharray="5 6"') + F("M280 104L268 430Q270 440 276 446L300 104z", "#ffffff18") + C(400, 160, 20, "#ffffff30"),
    tin: R(290, 120, 220, 330, 16, c) + R(282, 90, 236, 46, 12, dk) + F("M300 136H330V450H300z", "#ffffff1c"),
    jar: R(282, 130, 236, 320, 40, ok(0.8, 0.09, hue)) + R(300, 84, 200, 54, 10, dk) + R(282, 220, 236, 130, 0, "#fffaf0") + F("M300 160H326V430H306z", "#ffffff50"),
  }[kind];
  return R(0, 0, 800, 500, 0, bg) + `<ellipse cx="400" cy="452" rx="170" ry="14" fill="#2a1a0a" opacity=".2"/>` + shape + text;
}

/** A garment laid flat. */
export function garment(kind, hue, { bg = ok(0.92, 0.02, 70), l = 0.5, c = 0.1 } = {}) {
  const f = ok(l, c, hue), d = ok(l * 0.86, c, hue), x = ok(l * 0.72, c, hue);
  const shape = {
    coat: F("M330 70Q400 96 470 70L560 110L610 330L560 346L528 220L540 470H260L272 220L240 346L190 330L240 110z", f) + F("M330 70L400 250L372 470H260L272 220L240 130z", d) + F("M330 70L352 60L400 150L448 60L470 70L432 190L400 240L368 190z", x) + each(range(4), (i) => C(388, 276 + i * 48, 7, "#f3e6d0")) + L("M288 330H352M448 330H512", x, 7),
    shirt: F("M320 90Q400 130 480 90L590 150L560 250L510 230V450H290V230L240 250L210 150z", f) + F("M340 84L400 140L460 84L480 96L430 170L400 140L370 170L320 96z", d) + L("M400 150V450", d, 4) + each(range(5), (i) => C(400, 190 + i * 52, 5, "#fff")),
    knit: F("M316 90Q400 122 484 90L600 160L572 330L520 322V440H280V322L228 330L200 160z", f) + each(range(9), (i) => L(`M284 ${170 + i * 30}H516`, d, 6, 'stroke-dasharray="10 8"')) + R(280, 424, 240, 28, 6, d) + F("M344 92Q400 130 456 92L446 82H354z", x),
    dress: F("M350 70H374Q400 104 426 70H450L474 190Q460 220 470 240L560 460H240L330 240Q340 220 326 190z", f) + F("M330 240Q340 220 326 190H474Q460 220 470 240z", d) + L("M360 260L330 460M400 260V460M440 260L470 460", d, 4),
    bag: L("M320 220Q320 90 400 90T480 220", x, 14) + F("M240 200H560L590 440Q590 456 574 456H226Q210 456 210 440z", f) + R(232, 200, 336, 40, 6, d) + C(400, 300, 22, ok(0.85, 0.1, 85)),
    trousers: F("M300 70H500L530 470H424L400 200L376 470H270z", f) + R(300, 66, 200, 30, 4, d) + L("M400 96V200", d, 4),
  }[kind];
  return R(0, 0, 800, 500, 0, bg) + `<g opacity=".12" transform="translate(14 16)">${shape.replace(/fill="[^n][^"]*"/g, 'fill="#000"').replace(/stroke="[^"]*"/g, 'stroke="none"')}</g>` + shape;
}

/** A plate seen from above. */
export function plate(seed, hue, { bg = ok(0.45, 0.06, hue) } = {}) {
  const r = rng(seed), leaf = (x, y, a, s) => `<g transform="translate(${x} ${y}) rotate(${a}) scale(${s})">${F("M0 0C-26 -24 -22 -62 0 -84C22 -62 26 -24 0 0z", ok(0.56 + r() * 0.14, 0.14, 135))}${L("M0 -6V-70", ok(0.8, 0.1, 130), 3)}</g>`;
  return R(0, 0, 800, 500, 0, bg) + C(412, 262, 206, "#000", 'opacity=".18"') + C(400, 250, 204, "#fdfbf5") + C(400, 250, 150, "#f1ece0") + C(400, 250, 144, "#faf7ef") + each(range(3), () => leaf(400 + (r() - 0.5) * 150, 270 + (r() - 0.5) * 120, r() * 360, 0.9 + r() * 0.4)) + F("M330 250Q340 190 410 196T480 250Q470 310 402 306T330 250z", ok(0.72, 0.14, 62)) + F("M346 246Q356 206 408 210T462 246Q440 232 402 234T346 246z", ok(0.82, 0.12, 75)) + each(range(9), () => C(330 + r() * 150, 190 + r() * 130, 8 + r() * 11, ok(0.6 + r() * 0.1, 0.2, r() < 0.5 ? 28 : 20))) + each(range(5), () => leaf(350 + r() * 100, 220 + r() * 80, r() * 360, 0.4)) + each(range(14), () => C(300 + r() * 200, 160 + r() * 180, 2.5, ok(0.35, 0.05, 60))) +
    L("M96 110V390", "#d9d5cc", 12) + L("M74 110V180Q74 214 96 214T118 180V110", "#d9d5cc", 8) + F("M700 100Q738 150 722 270H700z", "#d9d5cc") + L("M704 266V392", "#d9d5cc", 12);
}

/** Head and shoulders of an invented person. */
export function portrait(seed, hue) {
  const r = rng(seed), shade = Math.floor(r() * 5), skin = [[0.86, 0.05, 60], [0.78, 0.07, 58], [0.66, 0.08, 55], [0.5, 0.07, 50], [0.42, 0.06, 48]][shade], tones = [[0.25, 0.03, 50], [0.36, 0.06, 50], [0.6, 0.1, 70], [0.75, 0.09, 85], [0.5, 0.13, 40], [0.72, 0.01, 80]], hair = tones[Math.floor(r() * (shade > 2 ? 2 : 6))], style = Math.floor(r() * 5);
  const s = ok(...skin), s2 = ok(skin[0] * 0.9, skin[1], skin[2]), h = ok(...hair), wear = ok(0.45 + r() * 0.3, 0.1, hue + r() * 120);
  return R(0, 0, 800, 500, 0, ok(0.88, 0.05, hue)) + (style === 1 ? F("M276 220Q260 90 400 84T524 220L548 430H252z", h) : "") + (style === 3 ? C(400, 74, 46, h) : "") + F("M190 520Q196 388 330 366H470Q604 388 610 520z", wear) + R(352, 300, 96, 96, 40, s2) + `<ellipse cx="400" cy="226" rx="92" ry="110" fill="${s}"/>` +
    [F("M304 214Q296 104 400 100T496 214Q480 160 440 150Q360 168 320 156Q308 180 304 214z", h), F("M304 230Q292 96 400 96T496 230Q486 172 400 148Q326 170 304 230z", h), F("M302 220Q300 110 380 104Q470 92 500 170Q504 196 496 220Q492 170 452 154Q390 178 330 164Q308 184 302 220z", h), F("M304 216Q300 106 400 104T496 216Q470 150 400 146T304 216z", h), F("M300 200Q310 90 420 100T500 206Q486 180 478 160H322Q310 180 300 200z", h)][style] +
    C(364, 232, 8, "#2a2522") + C(436, 232, 8, "#2a2522") + L("M346 206Q362 196 380 204M420 204Q438 196 454 206", ok(hair[0] * 0.8, hair[1], hair[2]), 7) + L("M372 288Q400 308 428 288", ok(skin[0] * 0.68, 0.09, 30), 7) + L("M400 238V264", s2, 8) + (r() < 0.3 ? L("M330 234a34 34 0 1 0 68 0a34 34 0 1 0-68 0M402 234a34 34 0 1 0 68 0a34 34 0 1 0-68 0", "#2a2522", 6) : "") + (style === 4 && r() < 0.7 ? F("M312 250Q316 344 400 346T488 250Q480 300 440 296Q400 280 360 296Q320 300 312 250z", h) : "");
}

/** An abstract print of plain shapes. */
export function print(seed, hue) {
  const r = rng(seed), col = () => ok(0.5 + r() * 0.4, 0.06 + r() * 0.12, hue + [0, 30, 160, 200, -40][Math.floor(r() * 5)]);
  let out = R(0, 0, 800, 500, 0, ok(0.94, 0.02, hue + 40));
  for (let i = 0; i < 7; i++) { const x = 80 + r() * 560, y = 40 + r() * 340, s = 80 + r() * 190; out += [C(x, y, s * 0.55, col()), R(x - s / 2, y - s / 2, s, s * (0.5 + r()), 0, col()), F(`M${x} ${y + s}a${s} ${s} 0 0 1 ${s} -${s}v${s}z`, col()), F(`M${x - s / 2} ${y}a${s / 2} ${s / 2} 0 0 1 ${s} 0z`, col()), L(`M${x} ${y}l${s} ${-s * 0.6}M${x} ${y + 24}l${s} ${-s * 0.6}M${x} ${y + 48}l${s} ${-s * 0.6}`, col(), 9)][Math.floor(r() * 5)]; }
  return out;
}

/** A sprig with leaves along a curve. */
export function sprig(x, y, angle, n, c, s = 1) {
  return `<g transform="translate(${x} ${y}) rotate(${angle}) scale(${s})">${L(`M0 0Q${n * 10} -14 ${n * 20} 0`, c, 3)}${each(range(n), (i) => { const t = i / n, px = t * n * 20, py = -14 * Math.sin(Math.PI * t); return `<g transform="translate(${px} ${py}) rotate(${i % 2 ? 52 : -52})">${F("M0 0C6 -9 24 -9 32 0C24 9 6 9 0 0z", c)}</g>`; })}</g>`;
}
