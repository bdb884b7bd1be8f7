// Bundles math.js and code.js for Qt's JavaScript engine: node build.mjs OUTPUT_FOLDER
import { build } from "esbuild";
import { createRequire } from "module";
import { join } from "path";
import { fileURLToPath } from "url";

const require = createRequire(import.meta.url);
const components = require("prismjs/components.js");
const getLoader = require("prismjs/dependencies.js");
const here = fileURLToPath(new URL(".", import.meta.url));
const output = process.argv[2];
if (!output) throw new Error("Say where the bundles go: node build.mjs FOLDER");

// The languages people ask a model about; what they need is added.
const kLanguages = `
  markup css clike javascript typescript jsx tsx json json5 scss less sass graphql http regex
  bash shell-session powershell batch awk docker nginx makefile cmake git diff ini toml yaml properties csv
  c cpp csharp objectivec go rust zig d nim swift kotlin java scala groovy dart crystal
  python ruby perl php lua r julia matlab octave fortran
  haskell elixir erlang clojure ocaml fsharp elm lisp scheme prolog
  sql protobuf latex markdown markdown-templating vbnet basic pascal solidity gdscript
  glsl hlsl wgsl nasm armasm wasm verilog vhdl vim nix hcl jq tcl mermaid dot
`.split(/\s+/).filter((name) => components.languages[name]);

const languages = {
  name: "prism-languages",
  setup(bundle) {
    bundle.onResolve({ filter: /^prism-languages$/ }, () => ({ path: "prism-languages", namespace: "languages" }));
    bundle.onLoad({ filter: /.*/, namespace: "languages" }, () => {
      const wanted = getLoader(components, kLanguages).getIds();
      // "manual" stops Prism from looking for a page to colour.
      const lines = ["globalThis.Prism = { manual: true, disableWorkerMessageHandler: true };",
                     'const Prism = require("prismjs/components/prism-core.js");', "globalThis.Prism = Prism;"];
      for (const name of wanted) lines.push(`require("prismjs/components/prism-${name}.js");`);
      lines.push("module.exports = Prism;");
      return { contents: lines.join("\n"), loader: "js", resolveDir: here };
    });
  },
};

for (const name of ["math", "code"]) {
  await build({
    entryPoints: [join(here, `${name}.js`)],
    outfile: join(output, `${name}.bundle.js`),
    bundle: true,
    format: "iife",
    target: "es2015",
    minify: true,
    charset: "ascii",
    legalComments: "inline",
    logLevel: "warning",
    plugins: [languages],
  });
}
