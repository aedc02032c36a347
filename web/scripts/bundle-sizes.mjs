/** Prints the compressed size of what each page loads first and fails above the budget (architecture section 6). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const budgetBytes = 300_000;
const dist = new URL("../dist", import.meta.url).pathname;
let failed = false;

for (const page of ["index.html", "phone.html"]) {
  const html = readFileSync(join(dist, page), "utf8");
  const files = [...html.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g)].map((match) => match[1]);
  const size = (ending) =>
    files
      .filter((file) => file.endsWith(ending))
      .reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0);
  const js = size(".js");
  failed ||= js > budgetBytes;
  console.log(
    `${page}: first load ${(js / 1000).toFixed(1)} kB JS, ${(size(".css") / 1000).toFixed(1)} kB CSS (gzip)`,
  );
}

if (failed) {
  console.error(`First load above ${budgetBytes / 1000} kB of compressed JavaScript.`);
  process.exit(1);
}
