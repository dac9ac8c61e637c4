//! Code on pictures: a small highlighter, editor windows, terminals and request panels.
import { each, esc } from "./kit.mjs";

const WORDS = new Set(("const let var function return async await import from export default if else for of in new class extends use fn pub impl struct type def with as lambda not and or " +
  "func package range err nil true false null None self match enum trait mut where require echo public private static fn end do raise yield can relation try catch throw interface").split(" "));
const TOKEN = /(\/\/[^\n]*|#(?![\w{\[])[^\n]*|(?<=\s)# [^\n]*|--[^\n>]* --|<!--[^]*?-->)|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`)|(\b\d[\d_.]*\b)|([@$]\w+|#\[[^\]]*\])|(<\/?[A-Za-z][\w.-]*|\/?>)|([A-Za-z_]\w*)(?=(\()?)|([{}()[\];,.:=+*!?&|<>-]+)/g;

/** Themes for code: ground, text and token colours. */
export const inks = {
  night: { bg: "#10141f", bar: "#171c2a", fg: "#d7deee", com: "#6b7690", str: "#9ee6b0", num: "#f7b27a", key: "#8fb4ff", fun: "#ffd479", tag: "#ff9fb2", pun: "#8d97ae", dec: "#c7a6ff" },
  paper: { bg: "#fffdf8", bar: "#f4efe4", fg: "#2b2a33", com: "#9a948a", str: "#2d7d46", num: "#b4540a", key: "#7a3fb0", fun: "#1d5fa8", tag: "#b3264a", pun: "#85807a", dec: "#8a6d00" },
  sea: { bg: "#062a33", bar: "#0a3640", fg: "#cfe9ea", com: "#5f8d93", str: "#ffd08a", num: "#ff9e80", key: "#6fe0d2", fun: "#b8f2a0", tag: "#8ccbff", pun: "#74a3a8", dec: "#f5a8d0" },
  plum: { bg: "#221529", bar: "#2c1c36", fg: "#eadff0", com: "#8d7897", str: "#f4b9a7", num: "#ffd37a", key: "#d59bff", fun: "#7fdcf0", tag: "#ff8fb8", pun: "#a08cac", dec: "#a5e887" },
};

/** Code as HTML with coloured tokens. */
export function highlight(code, ink) {
  let out = "", last = 0;
  const paint = (c, s) => `<span style="color:${c}">${esc(s)}</span>`;
  for (const m of code.matchAll(TOKEN)) {
    out += esc(code.slice(last, m.index));
    last = m.index + m[0].length;
    const [all, com, str, num, dec, tag, word, call] = m;
    if (com) out += paint(ink.com, all);
    else if (str) out += paint(/^\s*:/.test(code.slice(last)) && str[0] === '"' ? ink.key : ink.str, all);
    else if (num) out += paint(ink.num, all);
    else if (dec) out += paint(ink.dec, all);
    else if (tag) out += paint(ink.tag, all);
    else if (word) out += WORDS.has(word) ? paint(ink.key, all) : call ? paint(ink.fun, all) : /^[A-Z]/.test(word) ? paint(ink.tag, all) : esc(all);
    else out += paint(ink.pun, all);
  }
  return out + esc(code.slice(last));
}

/** Font size at which `code` fits a box of `w` × `h` pixels, at most `max`. */
export function fit(code, w, h, max = 18) {
  const lines = code.split("\n");
  const wide = Math.max(...lines.map((l) => l.length));
  return Math.min(max, w / (wide * 0.602), h / (lines.length * 1.58));
}

export const lights = (dim) => each(dim ? ["#ffffff2e", "#ffffff2e", "#ffffff2e"] : ["#ff6058", "#ffbd2e", "#28c941"], (c) => `<i style="width:11px;height:11px;border-radius:50%;background:${c}"></i>`);

/** An editor window at (x, y) with tabs and line numbers. */
export function editor({ x, y, w, h, ink, tabs, code, mark = [], max = 18 }) {
  const size = fit(code, w - 96, h - 44 - 36, max);
  const lines = highlight(code, ink).split("\n");
  const head = each(tabs, (t, i) => `<span style="padding:13px 18px;font:500 13px Inter;color:${i ? ink.com : ink.fg};background:${i ? "none" : ink.bg};border-radius:8px 8px 0 0">${esc(t)}</span>`);
  const body = each(lines, (l, i) => `<div style="display:flex;${mark.includes(i + 1) ? `background:${ink.key}22;box-shadow:inset 3px 0 ${ink.key}` : ""}"><span style="width:54px;flex:none;text-align:right;padding-right:20px;color:${ink.com};opacity:.6">${i + 1}</span><span>${l || " "}</span></div>`);
  return `<div class="win" style="left:${x}px;top:${y}px;width:${w}px;height:${h}px;background:${ink.bg}">
    <div class="row" style="height:44px;background:${ink.bar};padding:0 16px;gap:8px">${lights()}<div class="row" style="align-self:flex-end;margin-left:14px">${head}</div></div>
    <div class="code" style="padding:18px 0;font-size:${size.toFixed(1)}px;line-height:1.58;color:${ink.fg}">${body}</div></div>`;
}

/** A terminal window. Lines starting with `$ ` are commands; `+ `, `! ` and `~ ` colour good, bad and quiet lines. */
export function terminal({ x, y, w, h, ink, title, lines, max = 18, prompt = "❯" }) {
  const text = lines.map((l) => (l.startsWith("$ ") ? l : l.replace(/^[+!~] /, "")));
  const size = fit(text.join("\n"), w - 56, h - 44 - 40, max);
  const body = each(lines, (l) => {
    if (l.startsWith("$ ")) return `<div><span style="color:${ink.key}">${prompt}</span> <span style="color:${ink.bg === inks.paper.bg ? ink.fg : "#fff"};font-weight:500">${esc(l.slice(2))}</span></div>`;
    const c = { "+ ": ink.str, "! ": ink.tag, "~ ": ink.com }[l.slice(0, 2)];
    return `<div style="color:${c ?? ink.fg}">${esc(c ? l.slice(2) : l) || " "}</div>`;
  });
  return `<div class="win" style="left:${x}px;top:${y}px;width:${w}px;height:${h}px;background:${ink.bg}">
    <div class="row g8" style="height:44px;background:${ink.bar};padding:0 16px">${lights()}<span style="flex:1;text-align:center;font:500 13px Inter;color:${ink.com};padding-right:60px">${esc(title)}</span></div>
    <div class="code" style="padding:20px 28px;font-size:${size.toFixed(1)}px;line-height:1.6;color:${ink.fg}">${body}</div></div>`;
}

/** A request beside its answer. `method` and `path` head the left panel, `status` the right one. */
export function exchange({ p, ink, method, path, request, answer, status = "200 OK", ms = 42, flip = false }) {
  const dark = (title, pill, code, box, h) => `<div class="win" style="${box};background:${ink.bg}">
    <div class="row sb" style="height:46px;padding:0 18px;background:${ink.bar};font:500 13px 'JetBrains Mono';color:${ink.fg}"><span class="nw" style="overflow:hidden;text-overflow:ellipsis">${title}</span>${pill}</div>
    <div class="code" style="padding:18px 20px;color:${ink.fg};font-size:${fit(code, 410, h - 46 - 36, 16).toFixed(1)}px">${highlight(code, ink)}</div></div>`;
  const tag = (t, bg, fg) => `<span style="background:${bg};color:${fg};font:700 12px 'JetBrains Mono';padding:3px 9px;border-radius:6px;margin-right:10px">${t}</span>`;
  const need = 46 + 40 + request.split("\n").length * 25.6;
  const left = flip ? `left:64px;top:${Math.round(542 - Math.min(need, 392))}px;width:450px;height:${Math.min(need, 392)}px` : `left:48px;top:56px;width:450px;height:${Math.min(need, 330)}px`;
  const right = flip ? "left:462px;top:54px;width:450px;height:404px" : "left:462px;top:142px;width:450px;height:404px";
  return dark(`${tag(method, p.acc, "#10141f")}${esc(path)}`, "", request, left, Math.min(need, flip ? 392 : 330)) +
    dark(`${tag(status, "#22c55e", "#05240f")}application/json`, `<span style="color:${ink.com}">${ms} ms</span>`, answer, right, 404);
}
