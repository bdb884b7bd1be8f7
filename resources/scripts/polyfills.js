// What MathJax and Prism ask of the language and Qt 6.4's JavaScript engine lacks. Evaluated before them.
export const hearthGlobal = Function("return this")();
if (typeof hearthGlobal.globalThis === "undefined") hearthGlobal.globalThis = hearthGlobal;
if (!Object.fromEntries) {
  Object.fromEntries = function (pairs) {
    var made = {};
    for (var pair of pairs) made[pair[0]] = pair[1];
    return made;
  };
}
if (!Array.prototype.flat) {
  Object.defineProperty(Array.prototype, "flat", {
    value: function (depth) {
      var out = [];
      this.forEach(function (item) {
        if (Array.isArray(item) && depth !== 0) {
          Array.prototype.push.apply(out, item.flat(depth === undefined ? 0 : depth - 1));
        } else {
          out.push(item);
        }
      });
      return out;
    },
  });
}
// Qt writes each slash of a pattern's source with a backslash more than it has, so that a pattern made from another
// one's source never matches; and it tells no flags. Prism makes its patterns so.
if (/\//.source !== "\\/") {
  const source = Object.getOwnPropertyDescriptor(RegExp.prototype, "source").get;
  Object.defineProperty(RegExp.prototype, "source", {
    configurable: true,
    get() {
      return source.call(this).replace(/\\\//g, "/");
    },
  });
}
if (/a/i.flags !== "i") {
  Object.defineProperty(RegExp.prototype, "flags", {
    configurable: true,
    get() {
      return (this.global ? "g" : "") + (this.ignoreCase ? "i" : "") + (this.multiline ? "m" : "") +
        (this.unicode ? "u" : "") + (this.sticky ? "y" : "");
    },
  });
}
