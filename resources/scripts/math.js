// TeX to SVG. hearthMath(tex, display) answers a JSON text: {svg, width, height, depth} in ems, or {error}.
import { hearthGlobal } from "./polyfills.js";
import { mathjax } from "mathjax-full/js/mathjax.js";
import { TeX } from "mathjax-full/js/input/tex.js";
import { SVG } from "mathjax-full/js/output/svg.js";
import { liteAdaptor } from "mathjax-full/js/adaptors/liteAdaptor.js";
import { RegisterHTMLHandler } from "mathjax-full/js/handlers/html.js";
import { AllPackages } from "mathjax-full/js/input/tex/AllPackages.js";

const kUnitsPerEm = 1000; // of MathJax's fonts, and so of every viewBox
// Packages that load other files, or make links and raw attributes out of what a model wrote.
const kLeftOut = ["bussproofs", "html", "noerrors", "noundefined", "require", "autoload", "setoptions"];

const adaptor = liteAdaptor();
RegisterHTMLHandler(adaptor);
const input = new TeX({
  packages: AllPackages.filter((name) => kLeftOut.indexOf(name) < 0),
  maxBuffer: 20 * 1024,
  maxMacros: 2000,
  tags: "none",
  formatError: (_, error) => {
    throw error;
  },
});
const output = new SVG({ fontCache: "none", internalSpeechTitles: false });
const page = mathjax.document("", { InputJax: input, OutputJax: output });

// Numbers of equations are set beside the formula: a picture has no page margin to put them in.
function withTagsInline(tex) {
  return tex
    .replace(/\\tag\*\s*\{([^{}]*)\}/g, "\\qquad\\text{$1}")
    .replace(/\\tag\s*\{([^{}]*)\}/g, "\\qquad\\text{($1)}")
    .replace(/\\(?:label\s*\{[^{}]*\}|nonumber|notag)/g, "");
}

// QSvgRenderer knows no <svg> within <svg>, which MathJax uses for stretched parts: they become moved and scaled
// groups. Their clipping is given up; it hides only the overlap of a stretched stroke with itself.
function withoutInnerSvg(node) {
  for (const child of adaptor.childNodes(node)) {
    if (adaptor.kind(child) === "#text" || adaptor.kind(child) === "#comment") continue;
    withoutInnerSvg(child);
    if (adaptor.kind(child) !== "svg") continue;
    const number = (name) => parseFloat(adaptor.getAttribute(child, name) || "0");
    const box = (adaptor.getAttribute(child, "viewBox") || "0 0 1 1").split(/[ ,]+/).map(parseFloat);
    const place = "translate(" + number("x") + "," + number("y") + ") scale(" + number("width") / (box[2] || 1) + "," +
      number("height") / (box[3] || 1) + ") translate(" + -box[0] + "," + -box[1] + ")";
    const group = adaptor.node("g", { transform: place }, adaptor.childNodes(child).slice());
    adaptor.replace(group, child);
  }
}

// What one formula defines ends with it: formulas are kept and drawn in any order, and none may change another.
function forgetDefinitions() {
  for (const name of ["new-Delimiter", "new-Command", "new-Environment"]) {
    const map = input.parseOptions.handlers.retrieve(name);
    if (map) map.map.clear();
  }
}

hearthGlobal.hearthMath = function (tex, display) {
  try {
    input.reset();
    forgetDefinitions();
    const made = page.convert(withTagsInline(tex), { display: display, em: 16, ex: 8, containerWidth: 1e6 });
    const svg = adaptor.firstChild(made);
    const box = adaptor.getAttribute(svg, "viewBox").split(/[ ,]+/).map(parseFloat);
    withoutInnerSvg(svg);
    adaptor.removeAttribute(svg, "style");
    adaptor.setAttribute(svg, "width", String(box[2]));
    adaptor.setAttribute(svg, "height", String(box[3]));
    return JSON.stringify({
      svg: adaptor.outerHTML(svg),
      width: box[2] / kUnitsPerEm,
      height: box[3] / kUnitsPerEm,
      depth: (box[1] + box[3]) / kUnitsPerEm,
    });
  } catch (error) {
    return JSON.stringify({ error: String((error && error.message) || error) });
  }
};
