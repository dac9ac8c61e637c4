//! Makes the demo videos and their posters: `node videos.mjs [slug…]`. Needs ffmpeg with libvpx.
//! Each film is a function of time (0 to 1) that returns a scene; frames are screenshots.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { media, open } from "./lib/browser.mjs";
import { films } from "./films.mjs";

const FPS = 20;
const wanted = process.argv.slice(2);
mkdirSync(media, { recursive: true });
const board = await open();
for (const [slug, { seconds, poster, at, crf = 36 }] of Object.entries(films)) {
  if (wanted.length && !wanted.includes(slug)) continue;
  const dir = mkdtempSync(path.join(os.tmpdir(), "film-"));
  const count = seconds * FPS;
  for (let i = 0; i < count; i++) {
    await board.draw(at(i / (count - 1)));
    await board.png(path.join(dir, `${String(i).padStart(4, "0")}.png`));
  }
  const file = path.join(media, `${slug}.webm`);
  execFileSync("ffmpeg", ["-v", "error", "-y", "-framerate", String(FPS), "-i", path.join(dir, "%04d.png"), "-an",
    "-c:v", "libvpx-vp9", "-b:v", "0", "-crf", String(crf), "-pix_fmt", "yuv420p", "-row-mt", "1", "-g", "100", "-fflags", "+bitexact", file]);
  rmSync(dir, { recursive: true });
  await board.draw(at(poster));
  await board.webp(path.join(media, `${slug}.webp`));
  console.log(`${slug}.webm: ${seconds} s, ${Math.round(statSync(file).size / 1024)} KB`);
}
await board.close();
