//! Makes the site's mark: favicon.svg, the PNG icons and the default sharing picture.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { open, root } from "./lib/browser.mjs";

const leaves = (a, b) => `<path d="M12.500 15C28 16.500 35.500 28 32 47C17.500 44.500 10.500 31.500 12.500 15z" fill="${a}"/><path d="M51.500 15C36 16.500 28.500 28 32 47C46.500 44.500 53.500 31.500 51.500 15z" fill="${b}"/>`;
const legs = (c) => `<path d="M13 20V48M51 20V48" stroke="${c}" stroke-width="5" stroke-linecap="round"/>`;
const veins = `<path d="M16 20C22 26 27.500 33 31.500 45M48 20C42 26 36.500 33 32.500 45" fill="none" stroke="#0f766e" stroke-width="1.800" stroke-linecap="round"/>`;
/** The mark: an M whose middle is two mint leaves. `r` rounds the ground, in parts of 64. */
const mark = (r) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="${r}" fill="#0f766e"/>${legs("#fff")}${leaves("#fff", "#99f6e4")}${veins}</svg>`;
const pub = (name) => path.join(root, "public", name);

writeFileSync(pub("favicon.svg"), `${mark(15)}\n`);
for (const [name, size, r] of [["icon-192.png", 192, 15], ["apple-touch-icon.png", 180, 0]]) {
  const board = await open({ width: size, height: size });
  await board.draw(`<div style="width:${size}px;height:${size}px">${mark(r).replace("<svg", `<svg width="${size}" height="${size}"`)}</div>`);
  await board.png(pub(name));
  await board.close();
}

const board = await open({ width: 1200, height: 630 });
const tile = (file, x, y) => `<img src="../../public/media/demo/${file}-1.webp" width="300" height="188" style="position:absolute;left:${x}px;top:${y}px;border-radius:14px;box-shadow:0 16px 40px -12px #03201d">`;
await board.draw(`<div style="position:relative;width:1200px;height:630px;overflow:hidden;background:radial-gradient(900px 700px at 100% 0, #14a394, transparent), #0b4f4a;color:#fff;font-family:'Space Grotesk'">
  <div style="position:absolute;left:610px;top:-70px;width:760px;height:800px;transform:rotate(8deg)">${[["tabula-grid", 0, 0], ["mercer-furniture", 320, 40], ["waypoint-geocoding", 0, 208], ["nightshift-dashboard", 320, 248], ["saltbox-provisions", 0, 416], ["inkwell-ocr", 320, 456], ["murmur-speech", 0, 624]].map((t) => tile(...t)).join("")}</div>
  <div style="position:absolute;inset:0;background:linear-gradient(90deg,#0b4f4a 44%,transparent 70%)"></div>
  <div style="position:absolute;left:72px;top:72px;width:92px;height:92px">${mark(15).replace("<svg", `<svg width="92" height="92" style="filter:drop-shadow(0 8px 20px #0006)"`).replace('fill="#0f766e"/>', 'fill="#14857b"/>')}</div>
  <div style="position:absolute;left:72px;top:212px;width:640px;font-weight:700;font-size:92px;line-height:.98;letter-spacing:-.045em">Mintreu<br>Marketplace</div>
  <div style="position:absolute;left:72px;top:432px;width:520px;font-size:32px;line-height:1.3;font-weight:500;color:#c9f2ec">APIs, code packages and themes from people who make them.</div></div>`);
await board.page.evaluate(() => { document.body.style.cssText = "width:auto;height:auto"; return Promise.all([...document.images].map((i) => i.decode())); });
await board.png(pub("og-default.png"));
await board.close();
