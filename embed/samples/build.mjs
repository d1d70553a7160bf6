// Bundles the samples: node build.mjs <origin of Latchkey> <folder for the pages>.

import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { compileScript, parse } from "vue/compiler-sfc";

const [, , latchkey, folder] = process.argv;

/** Compiles a Vue component, to which <latchkey-card> is an element of the browser and none of Vue's. */
const vue = {
  name: "vue",
  setup({ onLoad }) {
    onLoad({ filter: /\.vue$/ }, async ({ path }) => {
      const { descriptor } = parse(await readFile(path, "utf8"), { filename: path });
      const compilerOptions = { isCustomElement: (tag) => tag === "latchkey-card" };
      const script = compileScript(descriptor, { id: path, inlineTemplate: true, templateOptions: { compilerOptions } });
      return { contents: script.content, loader: "ts" };
    });
  },
};

const samples = ["bundled.ts", "react.tsx", "vue.ts"];
await build({
  entryPoints: samples,
  bundle: true,
  minify: true,
  outdir: folder,
  plugins: [vue],
  jsx: "automatic",
  define: {
    LATCHKEY: JSON.stringify(latchkey),
    "process.env.NODE_ENV": '"production"',
    __VUE_OPTIONS_API__: "false",
    __VUE_PROD_DEVTOOLS__: "false",
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
  },
});

await mkdir(folder, { recursive: true });
await copyFile("plain.js", join(folder, "plain.js"));
const pages = [["plain", `<script src="${latchkey}/embed.js" defer></script>\n<script src="plain.js" defer></script>`]];
for (const sample of samples) {
  const name = sample.split(".")[0];
  pages.push([name, `<script src="${name}.js" defer></script>`]);
}
for (const [name, scripts] of pages) {
  const body = await readFile(name === "plain" ? "plain.html" : "page.html", "utf8");
  const page = body.replaceAll("{latchkey}", latchkey).replaceAll("{name}", name).replaceAll("{scripts}", scripts);
  await writeFile(join(folder, `${name}.html`), page);
}
