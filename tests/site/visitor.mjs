// A visitor of the site in Chromium, from the disk: every page through axe, narrow and wide, light and dark; search, keyboard, no script.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const request = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { chromium } = createRequire(join(request.nodeModules, "x.js"))("playwright-core");
const address = (name) => pathToFileURL(join(request.site, name)).href;
const pages = ["index.html", ...readdirSync(join(request.site, "read")).filter((name) => name.endsWith(".html")).map((name) => `read/${name}`)];
const browser = await chromium.launch({ executablePath: request.chromium, args: ["--no-sandbox", "--allow-file-access-from-files"] });
const told = { pages: pages.length, axe: [], wide: [], broken: [], refused: [] };

const audit = async (name, scheme, width) => {
  const page = await browser.newPage({ colorScheme: scheme, viewport: { width, height: 800 }, bypassCSP: true });
  page.on("pageerror", (error) => told.refused.push(`${name}: ${error.message}`));
  await page.goto(address(name));
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (over > 0) told.wide.push(`${name} at ${width}: ${over}`);
  if (width > 320) {
    await page.evaluate(request.axe);
    const found = await page.evaluate((tags) => axe.run({ runOnly: tags, rules: { "target-size": { enabled: true } } }), request.tags);
    for (const each of found.violations) told.axe.push(`${name} ${scheme}: ${each.id} × ${each.nodes.length}: ${each.nodes[0].html.slice(0, 120)}`);
  }
  if (scheme === "light" && width > 320) {
    const links = await page.evaluate(() => [...document.querySelectorAll("a[href]")].map((link) => link.href).filter((href) => href.startsWith("file:")));
    for (const href of new Set(links)) told.links = (told.links ?? new Set()).add(href);
  }
  await page.close();
};
for (const name of pages) {
  await audit(name, "light", 1280);
  await audit(name, "dark", 1280);
  await audit(name, "light", 320);
}
const ids = new Map();
for (const href of told.links) {
  const url = new URL(href);
  const file = decodeURIComponent(url.pathname);
  try {
    if (!ids.has(file)) ids.set(file, readFileSync(file, "utf8"));
    const place = decodeURIComponent(url.hash.slice(1));
    if (place && !ids.get(file).includes(`id="${place}"`)) told.broken.push(href);
  } catch { told.broken.push(href); }
}
told.links = told.links.size;

const context = await browser.newContext();
const page = await context.newPage();
page.on("console", (message) => message.type() === "error" && told.refused.push(message.text()));
page.on("request", (asked) => asked.url().startsWith("file:") || asked.url().startsWith("data:") || told.refused.push(asked.url()));
await page.goto(address("read/search.html"));
told.search = {};
for (const query of request.queries) {
  const start = Date.now();
  await page.fill("#query", query);
  told.search[query] = { titles: await page.locator("#results a").allTextContents(), count: await page.textContent("#count"), ms: Date.now() - start };
}
await page.fill("#query", request.queries[0]);
await page.keyboard.press("Tab");
await page.keyboard.press("Enter");
await page.waitForURL((url) => url.hash.length > 1);
told.arrived = new URL(page.url()).pathname.split("/").pop() + new URL(page.url()).hash;

await page.goto(address("index.html"));
const stops = [];
for (let stop = 0; stop < 40; stop++) {
  await page.keyboard.press("Tab");
  const seen = await page.evaluate(() => ({ text: document.activeElement.textContent.trim().slice(0, 60), outline: getComputedStyle(document.activeElement).outlineStyle, home: document.activeElement === document.body }));
  if (seen.home) break;
  stops.push(seen);
}
told.stops = stops.map((each) => each.text);
told.unseen = stops.filter((each) => each.outline === "none").map((each) => each.text);

const plain = await browser.newContext({ javaScriptEnabled: false });
const quiet = await plain.newPage();
await quiet.goto(address(request.question));
told.closed = await quiet.locator("details.answer[open]").count();
told.answers = await quiet.locator("details.answer").count();
await quiet.locator("details.answer summary").first().click();
told.opened = (await quiet.locator("details.answer[open]").first().innerText()).slice(0, 200);
await quiet.goto(address("read/search.html"));
told.noscript = await quiet.locator("noscript").innerText().catch(() => "");

const rows = await page.locator(".files tbody tr").evaluateAll((all) => all.map((row) => [row.querySelector("a").getAttribute("href"), row.querySelector("code").textContent]));
told.files = rows.map(([href, digest]) => [href, createHash("sha256").update(readFileSync(join(request.site, href))).digest("hex") === digest]);
await browser.close();
process.stdout.write(JSON.stringify(told));
