#include "app/attachments/extractor.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QFileInfo>
#include <QProcess>

#include "app/attachments/file_kind.h"
#include "app/attachments/text_encoding.h"

namespace hearth::attachments {
namespace {

Error about(std::string_view fileName, const std::string& cause) {
  return Error("“" + std::string(fileName) + "” could not be read: " + cause + ".");
}

}  // namespace

std::string Extractor::besideThisProgram() {
  const QDir here(QCoreApplication::applicationDirPath());
  return here.filePath(QStringLiteral("hearth-extract")).toStdString();
}

Result<std::string> Extractor::inOtherProcess(const char* kind, std::span<const std::byte> content) const {
  const QDeadlineTimer patience(patience_);
  const auto left = [&patience] { return static_cast<int>(patience.remainingTime()); };
  QProcess process;
  process.start(QString::fromStdString(program_), {QString::fromLatin1(kind)});
  if (!process.waitForStarted(left()))
    return Error("the program hearth-extract is missing. Install Hearth again");
  process.write(reinterpret_cast<const char*>(content.data()), static_cast<qint64>(content.size()));
  process.closeWriteChannel();
  if (!process.waitForFinished(left())) {
    process.kill();
    process.waitForFinished();
    return Error("it takes too long. Save it as plain text and attach that");
  }
  if (process.exitStatus() != QProcess::NormalExit)
    return Error("it is damaged or too large. Save it as plain text and attach that");
  if (process.exitCode() != 0) {
    const std::string cause = process.readAllStandardError().trimmed().toStdString();
    return Error(cause.empty() ? "it is damaged" : cause);
  }
  return process.readAllStandardOutput().toStdString();
}

Result<Extraction> Extractor::extract(std::string_view fileName, std::span<const std::byte> content) const {
  if (content.size() > kFileBytesMax) return about(fileName, "it is larger than 32 MB. Attach a part of it");
  const FileKind kind = kindOf(fileName, content);
  if (auto refusal = refusalOf(kind, fileName); !refusal.empty()) return Error(std::move(refusal));
  auto text = kind == FileKind::Text ? decodeText(content)
                                     : inOtherProcess(kind == FileKind::Pdf ? "pdf" : "docx", content);
  if (!text) return about(fileName, text.error().what());
  if (text->find_first_not_of(" \n\r\t") == std::string::npos) return about(fileName, "it is empty");
  if (text->size() > kTextBytesMax)
    return about(fileName, "its text is larger than 16 MB. Attach a part of it");
  return Extraction{std::move(*text), mediaTypeOf(kind, fileName)};
}

}  // namespace hearth::attachments
