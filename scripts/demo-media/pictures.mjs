//! Makes the demo catalogue's pictures: `node pictures.mjs [slug…] [--only=1]`.
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { media, open, root } from "./lib/browser.mjs";
import { scenesOf } from "./scenes.mjs";

const wanted = process.argv.slice(2).filter((a) => !a.startsWith("--"));
const only = process.argv.find((a) => a.startsWith("--only="))?.slice(7);
const products = readFileSync(path.join(root, "demo/catalog.jsonl"), "utf8").trim().split("\n").map((l) => JSON.parse(l));

mkdirSync(media, { recursive: true });
const board = await open();
let files = 0, bytes = 0;
for (const product of products) {
  if (wanted.length && !wanted.some((w) => product.slug.startsWith(w) || product.category === w)) continue;
  const scenes = scenesOf(product);
  const count = product.media.filter((m) => m.kind === "image").length;
  if (scenes.length !== count) console.warn(`${product.slug}: ${scenes.length} scenes for ${count} pictures`);
  for (const [i, html] of scenes.entries()) {
    if (only && only !== String(i + 1)) continue;
    await board.draw(html);
    const size = await board.webp(path.join(media, `${product.slug}-${i + 1}.webp`));
    if (size > 40_000) console.warn(`${product.slug}-${i + 1}.webp: ${Math.round(size / 1024)} KB`);
    files += 1; bytes += size;
  }
}
await board.close();
console.log(`${files} pictures, ${(bytes / 1024 / 1024).toFixed(2)} MB, ${(bytes / 1024 / Math.max(files, 1)).toFixed(1)} KB on average`);
