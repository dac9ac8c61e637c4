//! Chromium as a drawing board: puts HTML on a stage page and takes it down as WebP or PNG.
import { chromium } from "playwright-core";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import path from "node:path";

export const here = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const root = path.resolve(here, "../..");
export const media = path.join(root, "public/media/demo");

const FONTS = {
  inter: [400, 500, 600, 700, 800], "space-grotesk": [400, 500, 600, 700], "dm-sans": [400, 500, 700], manrope: [400, 500, 700, 800],
  sora: [400, 600, 700, 800], fraunces: [400, 600, 700, 900], "playfair-display": [400, 700, 900], "dm-serif-display": [400],
  lora: [400, 600], archivo: [400, 600, 800, 900], "instrument-serif": [400], newsreader: [400, 500, 600],
  "jetbrains-mono": [400, 500, 700], "ibm-plex-mono": [400, 500, 600], "noto-sans-jp": [400, 700], "bricolage-grotesque": [400, 600, 800],
  syne: [600, 700, 800], "cormorant-garamond": [400, 500, 600], "work-sans": [400, 500, 600], karla: [400, 500, 700],
};

/** Opens the board. `draw(html)` puts a scene on it; `webp(file)` and `png(file)` save what is seen. */
export async function open({ width = 960, height = 600, scale = 1 } = {}) {
  const links = Object.entries(FONTS).flatMap(([f, ws]) => ws.map((w) => `<link rel="stylesheet" href="node_modules/@fontsource/${f}/${w}.css">`));
  const css = readFileSync(path.join(here, "lib/stage.css"), "utf8");
  const page_file = path.join(here, "node_modules/.stage.html");
  writeFileSync(page_file, `<!doctype html><meta charset="utf-8"><base href="${pathToFileURL(here)}/">${links.join("")}<style>${css}</style><body></body>`);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-background-networking", "--font-render-hinting=none", "--force-color-profile=srgb", "--allow-file-access-from-files"],
  });
  const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: scale });
  await page.goto(pathToFileURL(page_file).href);
  const coder = await browser.newPage();
  return {
    page,
    async draw(html) {
      await page.evaluate((h) => { document.body.innerHTML = h; }, html);
      await page.evaluate(async () => {
        await document.fonts.ready;
        for (const el of document.querySelectorAll("[data-fit]")) {
          let size = parseFloat(getComputedStyle(el).fontSize);
          while (el.scrollWidth > el.clientWidth && size > 10) el.style.fontSize = `${(size -= 1)}px`;
        }
      });
    },
    async png(file) { return page.screenshot({ path: file, omitBackground: true, clip: { x: 0, y: 0, width, height } }); },
    async webp(file, quality = 0.8) {
      const shot = await page.screenshot({ clip: { x: 0, y: 0, width, height } });
      const url = await coder.evaluate(async ([b64, q]) => {
        const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${b64}`)).blob());
        const canvas = Object.assign(document.createElement("canvas"), { width: bitmap.width, height: bitmap.height });
        canvas.getContext("2d").drawImage(bitmap, 0, 0);
        return canvas.toDataURL("image/webp", q);
      }, [shot.toString("base64"), quality]);
      const bytes = Buffer.from(url.split(",")[1], "base64");
      writeFileSync(file, bytes);
      return bytes.length;
    },
    close: () => browser.close(),
  };
}
