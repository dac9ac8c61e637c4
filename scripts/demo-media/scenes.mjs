//! Which scenes a product has, in the order of its media list. The first is the cover.
import { stage, svg } from "./lib/kit.mjs";
import { maker, nameplate, split } from "./covers/shared.mjs";
import { motifs as apis } from "./covers/apis.mjs";
import { motifs as packages } from "./covers/packages.mjs";
import { paletteOf } from "./palettes.mjs";
import { scenes as maps } from "./scenes/apis-maps.mjs";
import { scenes as mediaApis } from "./scenes/apis-media.mjs";
import { scenes as text } from "./scenes/apis-text.mjs";
import { scenes as trust } from "./scenes/apis-trust.mjs";
import { scenes as ui } from "./scenes/packages-ui.mjs";
import { scenes as code } from "./scenes/packages-code.mjs";
import { scenes as words } from "./scenes/themes-words.mjs";
import { scenes as shops } from "./scenes/themes-shops.mjs";
import { scenes as bold } from "./scenes/themes-bold.mjs";
import { scenes as apps } from "./scenes/themes-apps.mjs";

const MOTIFS = { ...apis, ...packages };
const GALLERY = { ...maps, ...mediaApis, ...text, ...trust, ...ui, ...code, ...words, ...shops, ...bold, ...apps };

function motifCover(product, p, motif) {
  const [big, small] = split(product.title);
  const plate = big.length > 20 ? nameplate("Spelling, hyphens, compounds", "", p.on, { size: 40 }) : nameplate(big, small, p.on);
  return stage(p, svg(motif(p)) + maker(product, p.on) + plate);
}

/** HTML of each picture of a product. */
export function scenesOf(product) {
  const p = paletteOf(product.slug);
  const motif = MOTIFS[product.slug];
  const cover = motif ? [motifCover(product, p, motif)] : [];
  return [...cover, ...(GALLERY[product.slug] ?? []).map((scene) => scene(p, product))];
}
