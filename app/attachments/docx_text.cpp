#include "app/attachments/docx_text.h"

#include <map>
#include <memory>

#include <archive.h>
#include <archive_entry.h>
#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QXmlStreamReader>

#include "app/attachments/file_kind.h"

namespace hearth::attachments {
namespace {

// A zip can promise little and hold much: what is unpacked is counted, not believed.
constexpr size_t kUnpackedBytesMax = size_t{64} << 20;
constexpr int kEntriesMax = 10'000;
constexpr int kDepthMax = 200;  // of tables in tables

struct Parts {
  QByteArray document, footnotes, endnotes;
};

Result<Parts> unpack(std::span<const std::byte> content) {
  const std::unique_ptr<archive, int (*)(archive*)> zip(archive_read_new(), archive_read_free);
  archive_read_support_format_zip(zip.get());
  if (archive_read_open_memory(zip.get(), content.data(), content.size()) != ARCHIVE_OK)
    return Error("it is not a DOCX file, or it is damaged");
  Parts parts;
  size_t unpacked = 0;
  archive_entry* entry = nullptr;
  int status = ARCHIVE_OK;
  for (int i = 0; (status = archive_read_next_header(zip.get(), &entry)) == ARCHIVE_OK; ++i) {
    if (i == kEntriesMax) return Error("it holds more files than a document would");
    const char* path = archive_entry_pathname(entry);
    const std::string_view name = path ? path : "";
    QByteArray* part = name == "word/document.xml"    ? &parts.document
                       : name == "word/footnotes.xml" ? &parts.footnotes
                       : name == "word/endnotes.xml"  ? &parts.endnotes
                                                      : nullptr;
    if (name == "EncryptedPackage")
      return Error("it is encrypted. Save it without a password and attach that");
    if (part == nullptr) continue;
    if (archive_entry_is_encrypted(entry))
      return Error("it is encrypted. Save it without a password and attach that");
    char buffer[65536];
    la_ssize_t count = 0;
    while ((count = archive_read_data(zip.get(), buffer, sizeof buffer)) > 0) {
      unpacked += static_cast<size_t>(count);
      if (unpacked > kUnpackedBytesMax) return Error("its text is larger than Hearth reads (64 MB unpacked)");
      part->append(buffer, count);
    }
    if (count < 0) return Error("it is damaged");
  }
  if (parts.document.isEmpty()) return Error("it is not a DOCX file, or it is damaged");
  return parts;
}

// Reads WordprocessingML into Markdown. Namespaces are told by local names: documents of the strict and the
// transitional kind differ only in them.
class WordReader {
 public:
  explicit WordReader(const QByteArray& xml) : xml_(xml) {}

  Result<QString> body() {
    QString text;
    while (!xml_.atEnd()) {
      xml_.readNext();
      if (!xml_.isStartElement()) continue;
      if (xml_.name() == QStringLiteral("p")) text += paragraph();
      if (xml_.name() == QStringLiteral("tbl")) text += table(0);
    }
    if (xml_.hasError()) return Error("its text is damaged");
    return text;
  }

  // By id; separators have none that is shown.
  Result<std::map<QString, QString>> notes() {
    std::map<QString, QString> notes;
    while (!xml_.atEnd()) {
      xml_.readNext();
      const bool note = xml_.isStartElement() && (xml_.name() == QStringLiteral("footnote") ||
                                                  xml_.name() == QStringLiteral("endnote"));
      if (!note) continue;
      const QString id = attribute("id");
      const bool separator = !attribute("type").isEmpty();
      const QString text = until(xml_.name().toString(), 0).simplified();
      if (!separator && !text.isEmpty()) notes[id] = text;
    }
    if (xml_.hasError()) return Error("its footnotes are damaged");
    return notes;
  }

  const QStringList& footnotesSeen() const { return footnotes_; }
  const QStringList& endnotesSeen() const { return endnotes_; }

 private:
  QString attribute(const char* name) const {
    for (const auto& one : xml_.attributes()) {
      if (one.name() == QLatin1String(name)) return one.value().toString();
    }
    return {};
  }

  bool next(const QString& end) {
    if (xml_.atEnd()) return false;
    xml_.readNext();
    return !(xml_.isEndElement() && xml_.name() == end);
  }

  // Everything inside an element, as paragraphs.
  QString until(const QString& end, int depth) {
    QString text;
    while (next(end)) {
      if (!xml_.isStartElement()) continue;
      if (xml_.name() == QStringLiteral("p")) text += paragraph();
      if (xml_.name() == QStringLiteral("tbl")) text += table(depth + 1);
    }
    return text;
  }

  QString paragraph() {
    QString text, prefix;
    int nested = 0;  // a text box holds paragraphs within the paragraph
    while (!xml_.atEnd()) {
      xml_.readNext();
      const auto name = xml_.name();
      if (xml_.isEndElement() && name == QStringLiteral("p")) {
        if (nested-- == 0) break;
        text += QChar(' ');
      }
      if (!xml_.isStartElement()) continue;
      if (name == QStringLiteral("p")) ++nested;
      if (name == QStringLiteral("t")) text += xml_.readElementText(QXmlStreamReader::IncludeChildElements);
      if (name == QStringLiteral("tab")) text += QChar('\t');
      if (name == QStringLiteral("br") || name == QStringLiteral("cr")) text += QChar('\n');
      if (name == QStringLiteral("noBreakHyphen")) text += QChar('-');
      if (name == QStringLiteral("pStyle")) prefix = headingPrefix(attribute("val"), prefix);
      if (name == QStringLiteral("ilvl")) level_ = attribute("val").toInt();
      if (name == QStringLiteral("numId") && prefix.isEmpty() && attribute("val") != QStringLiteral("0"))
        prefix = QString(2 * std::clamp(level_, 0, 8), QChar(' ')) + QStringLiteral("- ");
      if (name == QStringLiteral("footnoteReference")) text += mark(footnotes_, attribute("id"), "");
      if (name == QStringLiteral("endnoteReference")) text += mark(endnotes_, attribute("id"), "e");
      // What was deleted with changes tracked is not the text.
      if (name == QStringLiteral("del") || name == QStringLiteral("Fallback")) xml_.skipCurrentElement();
    }
    level_ = 0;
    if (text.trimmed().isEmpty()) return {};
    return prefix + text.trimmed() +
           (prefix.endsWith(QStringLiteral("- ")) ? QStringLiteral("\n") : QStringLiteral("\n\n"));
  }

  // "Heading1", "berschrift2" and the like end with their level.
  static QString headingPrefix(const QString& style, const QString& otherwise) {
    if (style.compare(QStringLiteral("Title"), Qt::CaseInsensitive) == 0) return QStringLiteral("# ");
    const int level = style.isEmpty() ? 0 : style.back().digitValue();
    const bool heading = style.contains(QStringLiteral("heading"), Qt::CaseInsensitive) ||
                         style.contains(QStringLiteral("berschrift"), Qt::CaseInsensitive);
    if (heading && level >= 1 && level <= 6) return QString(level, QChar('#')) + QChar(' ');
    return otherwise;
  }

  QString mark(QStringList& seen, const QString& id, const char* kind) {
    seen << id;
    return QStringLiteral("[^%1%2]").arg(QLatin1String(kind)).arg(seen.size());
  }

  QString table(int depth) {
    if (depth > kDepthMax) {
      xml_.skipCurrentElement();
      return {};
    }
    QString text;
    bool first = true;
    while (next(QStringLiteral("tbl"))) {
      if (!xml_.isStartElement() || xml_.name() != QStringLiteral("tr")) continue;
      QStringList cells;
      while (next(QStringLiteral("tr"))) {
        if (xml_.isStartElement() && xml_.name() == QStringLiteral("tc"))
          cells << until(QStringLiteral("tc"), depth).simplified().replace(QChar('|'), QStringLiteral("\\|"));
      }
      text += QStringLiteral("| ") + cells.join(QStringLiteral(" | ")) + QStringLiteral(" |\n");
      if (std::exchange(first, false))
        text += QStringLiteral("|") + QStringLiteral(" --- |").repeated(cells.size()) + QChar('\n');
    }
    return text + QChar('\n');
  }

  QXmlStreamReader xml_;
  QStringList footnotes_, endnotes_;  // ids in the order of their marks
  int level_ = 0;                     // of the list the paragraph belongs to
};

Result<QString> notesText(const QByteArray& xml, const QStringList& seen, const char* kind) {
  if (xml.isEmpty() || seen.isEmpty()) return QString();
  auto notes = WordReader(xml).notes();
  if (!notes) return std::move(notes).error();
  QString text;
  for (qsizetype i = 0; i < seen.size(); ++i)
    text += QStringLiteral("[^%1%2]: %3\n").arg(QLatin1String(kind)).arg(i + 1).arg((*notes)[seen[i]]);
  return text;
}

}  // namespace

Result<std::string> docxText(std::span<const std::byte> content) {
  auto parts = unpack(content);
  if (!parts) return std::move(parts).error();
  WordReader reader(parts->document);
  auto text = reader.body();
  if (!text) return std::move(text).error();
  auto footnotes = notesText(parts->footnotes, reader.footnotesSeen(), "");
  if (!footnotes) return std::move(footnotes).error();
  auto endnotes = notesText(parts->endnotes, reader.endnotesSeen(), "e");
  if (!endnotes) return std::move(endnotes).error();
  const std::string all = (*text + *footnotes + *endnotes).trimmed().toStdString();
  if (all.size() > kTextBytesMax) return Error("its text is larger than Hearth reads");
  return all;
}

}  // namespace hearth::attachments
