//! Parts of web pages for theme mock-ups: browser frames, covers, and the small blocks most pages share.
import { each, esc } from "./kit.mjs";
import { lights } from "./code.mjs";
import { pic } from "./art.mjs";
import { maker } from "../covers/shared.mjs";

/** A browser window showing `html`, laid out `wide` pixels wide and scaled to fit. */
export function frame({ x, y, w, h, html, bg = "#fff", fg = "#1c1c1c", font = "Inter", wide = 1280, bar = true, url = "", dark = false, style = "", radius = 14 }) {
  const k = w / wide, top = bar ? 30 : 0;
  const head = bar ? `<div class="row" style="height:30px;gap:7px;padding:0 13px;background:${dark ? "#1b1e26" : "#eceef1"}">${lights(dark)}<span style="flex:1"></span><span style="font:500 11px Inter;color:${dark ? "#8b92a3" : "#858c99"};background:${dark ? "#2a2e39" : "#fff"};padding:3px 40px;border-radius:6px">${esc(url)}</span><span style="flex:1"></span></div>` : "";
  return `<div class="win" style="left:${x}px;top:${y}px;width:${w}px;height:${h}px;border-radius:${radius}px;${style}">${head}<div class="rel f1" style="overflow:hidden;background:${bg}"><div class="scaled" style="width:${wide}px;height:${(h - top) / k}px;transform:scale(${k});font:400 18px/1.5 ${font},'Noto Sans JP';color:${fg}">${html}</div></div></div>`;
}

/** A cover with the name above a cropped browser window. */
export function coverTop(product, p, { name, sub, font, html, size = 84, weight = 700, wide = 1280, tracking = "-.035em", extra = "", ...rest }) {
  return `<div class="abs nw" data-fit style="left:56px;top:82px;width:848px;font:${weight} ${size}px/1.1 ${font};letter-spacing:${tracking};color:${p.on}">${esc(name)}</div><div class="abs sg" style="right:56px;top:46px;color:${p.on};font-size:19px;font-weight:500;opacity:.8">${esc(sub)}</div>${maker(product, p.on)}${frame({ x: 56, y: 206, w: 848, h: 460, html, wide, ...rest })}${extra}`;
}

/** A cover with the name in a left column and a window that runs off the right edge. */
export function coverSide(product, p, { name, sub, font, html, size = 76, weight = 700, wide = 1180, tracking = "-.03em", left = 376, extra = "", ...rest }) {
  return `${maker(product, p.on)}<div class="abs" style="left:56px;bottom:52px;width:${left - 72}px;color:${p.on}"><div style="font:${weight} ${size}px/1 ${font};letter-spacing:${tracking}">${name}</div><div class="sg" style="font-size:26px;line-height:1.2;font-weight:500;opacity:.8;margin-top:16px">${sub}</div></div>${frame({ x: left, y: 64, w: 700, h: 620, html, wide, ...rest })}${extra}`;
}

export const nav = (brand, links, { pad = "28px 56px", font = "", color = "", right = "", size = 17, gap = 34 } = {}) => `<div class="row sb" style="padding:${pad};${color ? `color:${color}` : ""}"><div style="${font};white-space:nowrap">${brand}</div><div class="row" style="gap:${gap}px;font-size:${size}px">${each(links, (l) => `<span>${l}</span>`)}${right}</div></div>`;
export const art = (inner, { h, w = "100%", r = 0, style = "" } = {}) => `<div style="width:${typeof w === "number" ? `${w}px` : w};height:${h}px;border-radius:${r}px;overflow:hidden;flex:none;${style}">${pic(inner)}</div>`;
export const cols = (list, f, { gap = 28, n = list.length, style = "" } = {}) => `<div style="display:grid;grid-template-columns:repeat(${n},1fr);gap:${gap}px;${style}">${each(list, f)}</div>`;
export const button = (t, bg, fg = "#fff", { pad = "15px 28px", r = 8, size = 17, style = "" } = {}) => `<span class="nw" style="display:inline-block;padding:${pad};border-radius:${r}px;background:${bg};color:${fg};font-weight:600;font-size:${size}px;${style}">${t}</span>`;
