//! Checks the demo catalogue: `node validate.mjs`. Prints what is wrong, by file and line, and exits with 1.
//! Format, vocabularies, files that must exist, ratings that must follow from the reviews, sizes.
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const TAGS = new Set(("accessibility agency audio auth automation blog calendar charts cli company-data dark-mode dashboard data-tables database deployment documentation documents ecommerce education email events files finance food forms fraud geocoding health identity images invoicing jobs landing-page logistics machine-learning maps nonprofit notifications observability payments pdf performance portfolio queues real-estate realtime saas scheduling search security starter-kit tax testing text translation travel typography ui-kit validation video weather webhooks").split(" "));
const COMPATIBILITY = new Set("rust node python php go ruby browser react vue svelte nextjs astro laravel wordpress shopify ghost figma html docker postgresql sqlite".split(" "));
const COLLECTIONS = new Set(["staff-picks", "launch-kit", "for-agencies", "developer-essentials"]);
const CATEGORIES = new Set(["apis", "packages", "themes"]);
const FIELDS = "slug title summary description category tags developer compatibility media specifications published_at popularity collections rating plans".split(" ");
const TOTAL = 8 * 1024 * 1024, SINGLE = 1024 * 1024, AVERAGE = 25 * 1024;

const errors = [];
const fail = (file, line, text) => errors.push(`${file}:${line}: ${text}`);
const slug = (s) => typeof s === "string" && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(s);
const time = (s) => typeof s === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(s) && !Number.isNaN(Date.parse(s));
const text = (s, max = Infinity) => typeof s === "string" && s.trim().length > 0 && [...s].length <= max;

function read(file) {
  return readFileSync(path.join(root, "demo", file), "utf8").trimEnd().split("\n").map((line, i) => {
    try { return [i + 1, JSON.parse(line)]; } catch (e) { fail(file, i + 1, `not JSON: ${e.message}`); return null; }
  }).filter(Boolean);
}

const reviews = read("reviews.jsonl");
const products = read("catalog.jsonl");
const bySlug = new Map();
const developers = new Map();

for (const [line, p] of products) {
  const no = (t) => fail("catalog.jsonl", line, `${p.slug}: ${t}`);
  for (const k of Object.keys(p)) if (!FIELDS.includes(k)) no(`unknown field ${k}`);
  if (!slug(p.slug)) no("slug");
  if (bySlug.has(p.slug)) no("slug occurs twice");
  bySlug.set(p.slug, p);
  if (!text(p.title, 80)) no("title: 1 to 80 characters");
  if (!text(p.summary, 120)) no("summary: 1 to 120 characters");
  const words = (p.description ?? "").split(/\s+/).filter(Boolean).length;
  if (words < 150 || words > 360) no(`description has ${words} words`);
  if (!CATEGORIES.has(p.category)) no(`category ${p.category}`);
  if (!(p.tags?.length >= 2 && p.tags.length <= 6)) no("tags: two to six");
  for (const t of p.tags ?? []) if (!TAGS.has(t)) no(`tag ${t} is not in the vocabulary`);
  for (const c of p.compatibility ?? []) if (!COMPATIBILITY.has(c)) no(`compatibility ${c} is not in the vocabulary`);
  for (const c of p.collections ?? []) if (!COLLECTIONS.has(c)) no(`collection ${c}`);
  const d = p.developer ?? {}, known = developers.get(d.slug);
  if (!slug(d.slug) || !text(d.name) || !/^https:\/\/[a-z-]+\.example\.com$/.test(d.website) || !/^[a-z]+@[a-z-]+\.example\.com$/.test(d.support_email)) no("developer");
  if (known && known !== JSON.stringify(d)) no(`developer ${d.slug} differs from another line`);
  developers.set(d.slug, JSON.stringify(d));
  if (!time(p.published_at) || p.published_at < "2024-01" || p.published_at > "2026-11") no("published_at");
  if (!Number.isInteger(p.popularity) || p.popularity < 10 || p.popularity > 60_000) no("popularity");
  const specs = Object.entries(p.specifications ?? {});
  if (specs.length < 4 || specs.length > 7 || !specs.every(([k, v]) => text(k) && text(v))) no("specifications: four to seven texts");
  checkPlans(p, no);
  checkMedia(p, no);
  checkRating(p, no);
}

function checkPlans(p, no) {
  if (!(p.plans?.length >= 2 && p.plans.length <= 3)) no("two or three plans");
  if (new Set(p.plans.map((x) => x.slug)).size !== p.plans.length) no("plan slug occurs twice");
  for (const x of p.plans) {
    if (!slug(x.slug) || !text(x.name)) no(`plan ${x.slug}: slug or name`);
    if (!Number.isInteger(x.amount) || x.amount <= 0 || x.currency !== "USD") no(`plan ${x.slug}: amount or currency`);
    if (!(x.features.length >= 2 && x.features.length <= 6)) no(`plan ${x.slug}: features`);
    const l = x.license ?? {};
    for (const [k, v] of Object.entries(l)) if (!["duration_days", "activation_limit", "domain_limit", "monthly_calls"].includes(k) || !Number.isInteger(v) || v < 1) no(`plan ${x.slug}: license.${k}`);
    const fits = { apis: x.billing !== "one_time" && l.monthly_calls, packages: x.billing === "one_time" && l.activation_limit, themes: x.billing === "one_time" && l.domain_limit }[p.category];
    if (!["one_time", "monthly", "yearly"].includes(x.billing) || !fits) no(`plan ${x.slug}: billing and license do not fit the category`);
  }
}

function checkMedia(p, no) {
  if (!(p.media?.filter((m) => m.kind === "image").length >= 3)) no("fewer than three pictures");
  for (const m of p.media ?? []) {
    if (!["image", "video"].includes(m.kind) || !text(m.alt, 200)) no(`media ${m.url}: kind or alt`);
    const files = m.kind === "video" ? [m.url, m.url.replace(/\.webm$/, ".webp")] : [m.url];
    for (const f of files) if (!existsSync(path.join(root, "public", f))) no(`${f} does not exist`);
  }
}

function checkRating(p, no) {
  const own = reviews.filter(([, r]) => r.product === p.slug).map(([, r]) => r.rating);
  if (!own.length) { if (p.rating) no("a rating without reviews"); return; }
  const average = Math.round((100 * own.reduce((a, b) => a + b, 0)) / own.length) / 100;
  if (p.rating?.average !== average || p.rating?.count !== own.length) no(`rating must be ${average} of ${own.length}`);
}

let before = null;
for (const [line, r] of reviews) {
  const no = (t) => fail("reviews.jsonl", line, t), p = bySlug.get(r.product);
  for (const k of Object.keys(r)) if (!["product", "author", "rating", "title", "body", "created_at", "developer_reply"].includes(k)) no(`unknown field ${k}`);
  if (!p) no(`no product ${r.product}`);
  if (!text(r.author) || !text(r.title, 120) || !text(r.body)) no("author, title or body");
  if (![1, 2, 3, 4, 5].includes(r.rating)) no("rating");
  if (!time(r.created_at) || (p && r.created_at < p.published_at)) no("created_at");
  if (before && (before.product > r.product || (before.product === r.product && before.created_at > r.created_at))) no("not sorted by product and time");
  before = r;
}

const folder = path.join(root, "public/media/demo");
const used = new Set([...bySlug.values()].flatMap((p) => p.media.flatMap((m) => [m.url, m.url.replace(/\.webm$/, ".webp")])));
const files = readdirSync(folder).map((f) => [f, statSync(path.join(folder, f)).size]);
const total = files.reduce((a, [, s]) => a + s, 0), pictures = files.filter(([f]) => f.endsWith(".webp"));
const average = pictures.reduce((a, [, s]) => a + s, 0) / pictures.length;
for (const [f, s] of files) {
  if (s > SINGLE) errors.push(`${f}: ${s} bytes, over 1 MB`);
  if (!used.has(`/media/demo/${f}`)) errors.push(`${f}: no product uses it`);
}
if (total > TOTAL) errors.push(`public/media/demo: ${total} bytes, over 8 MB`);
if (average > AVERAGE) errors.push(`pictures: ${Math.round(average)} bytes on average, over 25 KB`);

for (const e of errors) console.error(e);
console.log(`${products.length} products by ${developers.size} developers, ${reviews.length} reviews, ${files.length} files, ${(total / 1024 / 1024).toFixed(2)} MB, ${errors.length} errors`);
process.exit(errors.length ? 1 : 0);
