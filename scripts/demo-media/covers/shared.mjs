//! What all covers have in common: the maker's mark and the product's name.
import { esc, hash, svg } from "../lib/kit.mjs";

const GLYPHS = [
  (c) => `<circle cx="11" cy="11" r="10" fill="none" stroke="${c}" stroke-width="2.5"/><circle cx="11" cy="11" r="4" fill="${c}"/>`,
  (c) => `<path d="M1 21V1h9l11 20h-9z" fill="${c}"/>`,
  (c) => `<rect x="1" y="1" width="9" height="20" rx="4.5" fill="${c}"/><rect x="12" y="1" width="9" height="9" rx="4.5" fill="${c}"/>`,
  (c) => `<path d="M11 0l11 11-11 11L0 11z" fill="${c}"/>`,
  (c) => `<path d="M1 11a10 10 0 0 1 20 0z" fill="${c}"/><rect x="1" y="15" width="20" height="4" rx="2" fill="${c}"/>`,
  (c) => `<circle cx="7" cy="11" r="6.5" fill="${c}"/><circle cx="15" cy="11" r="6.5" fill="none" stroke="${c}" stroke-width="2"/>`,
  (c) => `<path d="M2 20C2 9 9 2 20 2c0 11-7 18-18 18z" fill="${c}"/>`,
];

/** The developer's small mark and name, top left. */
export function maker(product, colour, x = 56, y = 46) {
  const { slug, name } = product.developer;
  return `<div class="abs row g12" style="left:${x}px;top:${y}px;color:${colour};font:600 19px 'Space Grotesk','Noto Sans JP'">
    ${svg(GLYPHS[hash(slug) % GLYPHS.length](colour), { w: 22, h: 22, style: "" })}<span>${esc(name)}</span></div>`;
}

/** The product's name: first part large, the rest below. */
export function nameplate(big, small, colour, { x = 56, bottom = 46, size = 92, font = "'Space Grotesk','Noto Sans JP'", width = 848, weight = 700, sub = 46 } = {}) {
  return `<div class="abs" style="left:${x}px;bottom:${bottom}px;width:${width}px;color:${colour};font-family:${font};line-height:1">
    <div class="nw" data-fit style="font-size:${size}px;font-weight:${weight};letter-spacing:-.035em;padding-bottom:.08em">${esc(big)}</div>
    ${small ? `<div style="font-size:${sub}px;font-weight:500;letter-spacing:-.02em;opacity:.78;margin-top:2px">${esc(small)}</div>` : ""}</div>`;
}

/** Splits a title into the brand word and what it is. */
export function split(title) {
  const words = title.replace(/ 言葉/, "").split(" ");
  const first = words[1] === "&" ? 3 : 1;
  return [words.slice(0, first).join(" "), words.slice(first).join(" ")];
}
