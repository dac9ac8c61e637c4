//! One palette per product: main hue, accent hue, tone of the cover's ground, strength of colour.
import { palette } from "./lib/kit.mjs";

const HUES = {
  "waypoint-geocoding": [195, 40, "pale"], "isobar-weather": [255, 85, "deep", 1.6], "roadbook-routing": [130, 30, "pale"],
  "steadyrate-fx": [160, 95, "deep", 1.2], vatkeeper: [12, 60, "deep", 1.5], "ledgerline-company-data": [250, 75, "deep", 0.6],
  "almanac-working-days": [240, 30, "pale"], parcelwise: [70, 25, "vivid", 0.75], "paperplane-pdf": [88, 25, "bright"],
  "paperplane-post": [215, 30, "vivid", 0.9], "pagelight-screenshots": [295, 90, "vivid"], "inkwell-ocr": [275, 150, "deep", 1.3],
  "aperture-images": [350, 60, "deep", 1.3], "cutline-video": [22, 250, "vivid", 1.1], "murmur-speech": [180, 20, "deep", 1.1],
  "kotoba-translate": [28, 255, "pale"], "lantern-search": [265, 80, "deep", 1.6], "digest-text": [320, 350, "pale"],
  "gatehouse-identity": [230, 80, "deep", 0.6], "tollgate-fraud": [285, 70, "deep", 0.9], "truebox-verify": [150, 145, "vivid", 0.9],
  "ringback-phone": [340, 200, "vivid", 1.0], "hookline-relay": [245, 195, "deep", 1.5], "sundial-bookings": [50, 250, "pale"],

  "tabula-grid": [258, 258, "pale"], "sparrow-charts": [165, 40, "pale"], formwright: [300, 150, "pale"], "tiptoe-editor": [75, 265, "paper"],
  "calendria-scheduler": [205, 20, "vivid", 0.85], "millrace-jobs": [225, 45, "deep", 1.1], "bramble-cache": [345, 300, "deep", 1.4], ledgerwood: [135, 60, "deep", 1.1],
  "strongroom-encryption": [260, 80, "deep", 0.35], "faktura-invoices": [250, 90, "vivid"], "tillpoint-payments": [25, 270, "vivid", 0.95],
  rechtschreibpruefungswerkzeugkasten: [90, 25, "paper"], "halyard-deploy": [235, 25, "deep", 1.2], "lookout-logs": [190, 85, "deep", 1.3],
  "lightswitch-flags": [85, 150, "pale"], "spindle-cli": [15, 170, "pale"], "seedbed-fixtures": [125, 50, "vivid", 0.75], pipewright: [200, 50, "pale"],
  "dropslip-uploads": [280, 60, "vivid", 0.9], "pixelsmith-native": [30, 65, "deep", 0.8], "gatekeeper-policies": [170, 20, "vivid", 0.7],
  "passkey-kit": [305, 265, "pale"], "polyglot-messages": [265, 20, "vivid"], "mapframe-gl": [165, 40, "deep", 1.0],

  fieldnote: [80, 35, "pale", 0.8], "foundry-docs": [265, 30, "deep", 0.8], "almanack-magazine": [28, 28, "pale", 0.6], plainsong: [350, 340, "pale"],
  "syllabus-courses": [158, 85, "deep", 1.1], commonground: [215, 45, "vivid", 0.8], "mercer-furniture": [60, 40, "pale", 0.9], "saltbox-provisions": [40, 80, "vivid", 0.9],
  "harvest-table": [115, 45, "deep", 1.0], "gable-estate": [255, 60, "deep", 1.1], "wellhouse-clinic": [155, 45, "pale"], "cedar-and-stitch": [38, 35, "deep", 1.1],
  "maison-oceane": [220, 50, "pale", 1.1], "trailhead-outdoors": [20, 45, "vivid", 0.85], "onair-podcast": [110, 112, "vivid", 1.2], "nightshift-dashboard": [160, 155, "deep", 0.5],
  "upstart-landing": [278, 150, "vivid", 1.3], "soonish-waitlist": [20, 85, "vivid", 1.1], "rolecall-jobs": [150, 150, "vivid", 1.0], "denim-ui-kit": [250, 60, "vivid", 0.6],
  "atelier-portfolio": [85, 30, "pale", 0.4], "grotesk-agency": [48, 48, "vivid", 1.2], "encore-events": [350, 95, "vivid", 1.4], "lettercase-emails": [172, 30, "pale", 1.2],
  "juniper-and-vow": [140, 30, "pale", 0.8],
};

/** The palette of a product. */
export function paletteOf(slug) {
  const [h, h2, tone, chroma = 1] = HUES[slug];
  const p = palette(h, h2, tone, chroma);
  if (tone === "bright") Object.assign(p, { ground: p.bright, on: p.deep });
  if (tone === "paper") Object.assign(p, { ground: "#faf6ec", on: p.ink });
  return p;
}
