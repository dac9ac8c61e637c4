//! A contact sheet to look at: `node contact.mjs OUT.png [--width=320] [prefix…]` (files of public/media/demo).
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { media, open } from "./lib/browser.mjs";

const [out, ...rest] = process.argv.slice(2);
const width = Number(rest.find((a) => a.startsWith("--width="))?.slice(8) ?? 320);
const match = rest.filter((a) => !a.startsWith("--")).map((a) => new RegExp(a));
const files = readdirSync(media).filter((f) => f.endsWith(".webp") && (!match.length || match.some((m) => m.test(f)))).sort();
const columns = Math.max(1, Math.floor(1600 / (width + 8)));
const height = Math.ceil(files.length / columns) * (width * 0.625 + 8) + 8;
const board = await open({ width: columns * (width + 8) + 8, height: Math.round(height) });
await board.draw(`<div style="display:flex;flex-wrap:wrap;gap:8px;padding:8px;background:#888;width:${columns * (width + 8) + 8}px;height:${height}px;align-content:flex-start">${files.map((f) =>
  `<img width="${width}" height="${width * 0.625}" src="data:image/webp;base64,${readFileSync(path.join(media, f)).toString("base64")}">`).join("")}</div>`);
await board.page.evaluate(() => { document.body.style.cssText = "width:auto;height:auto;overflow:visible"; });
await board.page.evaluate(() => Promise.all([...document.images].map((i) => i.decode())));
await board.png(out);
await board.close();
