#include "app/desktop/library/model_metadata.h"

#include <QCoreApplication>
#include <QFile>
#include <QLocale>
#include <QVariantMap>

#include "runtime/checkpoint/open_checkpoint.h"

namespace hearth::desktop {
namespace {

constexpr char kTemplateKey[] = "tokenizer.chat_template";
constexpr qsizetype kLongest = 300;  // of a text that is shown

QString shown(const MetadataValue& value) {
  return std::visit(
      [](const auto& held) -> QString {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, bool>) {
          return held ? QCoreApplication::translate("ModelMetadata", "yes")
                      : QCoreApplication::translate("ModelMetadata", "no");
        } else if constexpr (std::is_same_v<Held, std::string>) {
          const QString text = QString::fromStdString(held).trimmed();
          return text.size() > kLongest ? text.left(kLongest) + QChar(0x2026) : text;
        } else if constexpr (std::is_arithmetic_v<Held>) {
          return QString::number(held);
        } else {
          return QCoreApplication::translate("ModelMetadata", "%1 entries")
              .arg(QLocale().toString(static_cast<qulonglong>(held.size())));
        }
      },
      value);
}

}  // namespace

ModelMetadata readModelMetadata(const QString& path) {
  ModelMetadata read;
  const auto metadata = hearth::readModelMetadata(QFile::encodeName(path).toStdString());
  if (!metadata) return read;
  for (const auto& [key, value] : metadata->all()) {
    if (key == kTemplateKey) continue;
    read.lines << QVariantMap{{"label", QString::fromStdString(key)}, {"value", shown(value)}};
  }
  if (const std::string* text = metadata->textOrNull(kTemplateKey))
    read.chatTemplate = QString::fromStdString(*text);
  return read;
}

}  // namespace hearth::desktop
