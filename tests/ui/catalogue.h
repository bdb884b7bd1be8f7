// A translation file, read: what the source says and what a language makes of it.
#pragma once

#include <map>
#include <set>
#include <tuple>

#include <QFile>
#include <QRegularExpression>
#include <QXmlStreamReader>

namespace hearth::desktop {

struct CatalogueEntry {
  QStringList forms;  // one, or as many as the language has plurals
  bool numerus = false;
  bool finished = true;
};
// By context, source and comment.
using CatalogueKey = std::tuple<QString, QString, QString>;
using Catalogue = std::map<CatalogueKey, CatalogueEntry>;

// Empty when the file cannot be read.
inline Catalogue readCatalogue(const QString& path) {
  Catalogue catalogue;
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) return catalogue;
  QXmlStreamReader xml(&file);
  QString context, source, comment;
  CatalogueEntry entry;
  while (!xml.atEnd()) {
    xml.readNext();
    if (xml.isEndElement() && xml.name() == QStringLiteral("message"))
      catalogue[{context, source, comment}] = entry;
    if (!xml.isStartElement()) continue;
    if (xml.name() == QStringLiteral("name")) context = xml.readElementText();
    if (xml.name() == QStringLiteral("source")) source = xml.readElementText();
    if (xml.name() == QStringLiteral("comment")) comment = xml.readElementText();
    if (xml.name() == QStringLiteral("numerusform")) entry.forms << xml.readElementText();
    if (xml.name() == QStringLiteral("message")) {
      comment.clear();
      entry = {};
      entry.numerus = xml.attributes().value(QStringLiteral("numerus")) == QStringLiteral("yes");
    }
    if (xml.name() == QStringLiteral("translation")) {
      entry.finished = !xml.attributes().hasAttribute(QStringLiteral("type"));
      if (!entry.numerus) entry.forms << xml.readElementText();
    }
  }
  return xml.hasError() ? Catalogue() : catalogue;
}

// What a translation must not lose: places for values, markup, and what a file dialog filters by.
inline std::set<QString> marksOf(const QString& text) {
  static const QRegularExpression mark(
      QStringLiteral("%L?[0-9n]|</?[a-z]+>|&[a-z]+;|\\*\\.\\w+|\\(\\*\\)|hearth://|…$"));
  std::set<QString> marks;
  for (auto each = mark.globalMatch(text); each.hasNext();) marks.insert(each.next().captured());
  return marks;
}

}  // namespace hearth::desktop
