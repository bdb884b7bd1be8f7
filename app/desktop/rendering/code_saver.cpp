#include "app/desktop/rendering/code_saver.h"

#include <QHash>
#include <QSaveFile>

namespace hearth::desktop {

QString CodeSaver::suggestedName(const QString& language) const {
  static const QHash<QString, QString> endings{
      {"bash", "sh"},         {"shell", "sh"},    {"sh", "sh"},     {"zsh", "sh"},      {"c", "c"},
      {"c++", "cpp"},         {"cpp", "cpp"},     {"csharp", "cs"}, {"c#", "cs"},       {"cs", "cs"},
      {"css", "css"},         {"scss", "scss"},   {"dart", "dart"}, {"diff", "diff"},   {"elixir", "ex"},
      {"erlang", "erl"},      {"fortran", "f90"}, {"fsharp", "fs"}, {"go", "go"},       {"golang", "go"},
      {"graphql", "graphql"}, {"haskell", "hs"},  {"html", "html"}, {"ini", "ini"},     {"java", "java"},
      {"javascript", "js"},   {"js", "js"},       {"json", "json"}, {"jsx", "jsx"},     {"julia", "jl"},
      {"kotlin", "kt"},       {"latex", "tex"},   {"tex", "tex"},   {"lua", "lua"},     {"markdown", "md"},
      {"md", "md"},           {"nix", "nix"},     {"ocaml", "ml"},  {"perl", "pl"},     {"php", "php"},
      {"powershell", "ps1"},  {"python", "py"},   {"py", "py"},     {"r", "r"},         {"ruby", "rb"},
      {"rb", "rb"},           {"rust", "rs"},     {"rs", "rs"},     {"scala", "scala"}, {"sql", "sql"},
      {"svg", "svg"},         {"swift", "swift"}, {"toml", "toml"}, {"tsx", "tsx"},     {"typescript", "ts"},
      {"ts", "ts"},           {"vim", "vim"},     {"xml", "xml"},   {"yaml", "yaml"},   {"yml", "yaml"},
      {"zig", "zig"},         {"csv", "csv"},     {"glsl", "glsl"}, {"lisp", "lisp"},   {"clojure", "clj"}};
  const QString name = language.toLower();
  if (name == QStringLiteral("makefile") || name == QStringLiteral("make")) return QStringLiteral("Makefile");
  if (name == QStringLiteral("dockerfile") || name == QStringLiteral("docker"))
    return QStringLiteral("Dockerfile");
  if (name == QStringLiteral("cmake")) return QStringLiteral("CMakeLists.txt");
  return QStringLiteral("code.") + endings.value(name, QStringLiteral("txt"));
}

QString CodeSaver::save(const QUrl& file, const QString& text) const {
  QSaveFile target(file.toLocalFile());
  const QByteArray bytes = (text.endsWith(u'\n') ? text : text + u'\n').toUtf8();
  if (target.open(QIODevice::WriteOnly) && target.write(bytes) == bytes.size() && target.commit()) return {};
  return tr("The code could not be saved to %1: %2. Choose another folder.")
      .arg(file.toLocalFile(), target.errorString());
}

}  // namespace hearth::desktop
