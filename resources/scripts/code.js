// Colours of code. hearthCode(language, source) answers "start,length,colour,..." with places in UTF-16 units and
// the numbers of kColours, or an empty text where the language is unknown.
import { hearthGlobal } from "./polyfills.js";
import Prism from "prism-languages";

// The order is that of CodeColour in app/desktop/rendering/code_colours.h.
const kColours = ["comment", "keyword", "string", "number", "function", "type", "constant", "operator", "tag",
                  "attribute", "inserted", "deleted", "heading"];

// Prism's names of tokens, by the colour they take. What is not listed takes that of the token around it.
const kNames = {
  comment: ["comment", "prolog", "doctype", "cdata", "hr", "blockquote", "shebang"],
  keyword: ["keyword", "atrule", "rule", "important", "directive", "directive-hash", "builtin-target", "statement",
            "instruction", "section-name", "control-flow"],
  string: ["string", "char", "regex", "attr-value", "template-string", "string-literal", "heredoc", "url", "content",
           "triple-quoted-string", "raw-string", "value", "regex-source", "character"],
  number: ["number", "hexcode", "unit", "color", "date", "time", "datetime", "float", "integer"],
  function: ["function", "method", "function-name", "function-definition", "builtin", "command", "macro", "decorator",
             "annotation", "function-variable", "internal-function"],
  type: ["class-name", "namespace", "maybe-class-name", "type", "generic", "return-type", "type-definition", "module",
         "known-class-name", "storage-class", "datatype", "data-type", "constructor"],
  constant: ["boolean", "constant", "symbol", "null", "nil", "entity", "variable", "environment", "atom", "lifetime-annotation",
             "predefined", "interpolation-punctuation", "register"],
  operator: ["operator", "arrow", "spread", "label"],
  tag: ["tag", "selector", "key", "table", "header-name", "table-header"],
  attribute: ["attr-name", "property", "parameter", "attribute", "assign-left", "named-argument", "literal-property"],
  inserted: ["inserted", "inserted-sign", "inserted-arrow"],
  deleted: ["deleted", "deleted-sign", "deleted-arrow"],
  heading: ["title", "header", "section", "coord", "unchanged-heading"],
};
const kColourOf = {};
kColours.forEach((colour, index) => kNames[colour].forEach((name) => (kColourOf[name] = index + 1)));
// Names as people write them after a fence, where Prism knows another.
const kAlias = {
  "c++": "cpp", "c#": "csharp", "f#": "fsharp", "objective-c": "objectivec", golang: "go", rs: "rust", shell: "bash",
  zsh: "bash", sh: "bash", console: "shell-session", terminal: "shell-session", ps1: "powershell", pwsh: "powershell",
  bat: "batch", cmd: "batch", mk: "makefile", make: "makefile", dockerfile: "docker", jsonc: "json5", cuda: "cpp",
  cu: "cpp", "c/c++": "cpp", hpp: "cpp", cc: "cpp", h: "c", vb: "vbnet", pl: "perl", ex: "elixir", exs: "elixir",
  ml: "ocaml", cl: "c", vue: "markup", svelte: "markup", patch: "diff", text: "", txt: "", plain: "", plaintext: "",
  none: "", jl: "julia", fs: "fsharp", clj: "clojure", tex: "latex", node: "javascript", postgresql: "sql",
  mysql: "sql", sqlite: "sql", "t-sql": "sql", plsql: "sql", asm: "nasm", assembly: "nasm", proto: "protobuf",
};

function grammarOf(language) {
  const name = language.toLowerCase();
  const known = Object.prototype.hasOwnProperty.call(kAlias, name) ? kAlias[name] : name;
  const grammar = Object.prototype.hasOwnProperty.call(Prism.languages, known) ? Prism.languages[known] : null;
  return grammar && typeof grammar === "object" ? { known, grammar } : null;
}

function colourOf(token, around) {
  const own = kColourOf[token.type];
  if (own) return own;
  const alias = token.alias === undefined ? [] : Array.isArray(token.alias) ? token.alias : [token.alias];
  for (const name of alias) if (kColourOf[name]) return kColourOf[name];
  return token.type === "punctuation" || token.type === "interpolation" ? 0 : around;
}

hearthGlobal.hearthCode = function (language, source) {
  const found = grammarOf(language);
  if (!found) return "";
  // The hooks let templates within templates (PHP in HTML, say) find each other.
  const env = { code: source, grammar: found.grammar, language: found.known };
  Prism.hooks.run("before-tokenize", env);
  env.tokens = Prism.tokenize(env.code, env.grammar);
  Prism.hooks.run("after-tokenize", env);
  const runs = [];
  let at = 0;
  const walk = (tokens, around) => {
    for (const token of Array.isArray(tokens) ? tokens : [tokens]) {
      if (typeof token !== "string") {
        walk(token.content, colourOf(token, around));
        continue;
      }
      if (around && token.trim() !== "") {
        const last = runs.length - 3;
        if (last >= 0 && runs[last + 2] === around && runs[last] + runs[last + 1] === at) {
          runs[last + 1] += token.length;
        } else {
          runs.push(at, token.length, around);
        }
      }
      at += token.length;
    }
  };
  walk(env.tokens, 0);
  return runs.join(",");
};
