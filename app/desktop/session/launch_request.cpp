#include "app/desktop/session/launch_request.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QUrl>
#include <QUrlQuery>

#include "app/library/checkpoint_folder.h"

namespace hearth::desktop {
namespace {

const QString kScheme = QStringLiteral("hearth://");
const QString kOpenFromHub = QStringLiteral("open_from_hf");
constexpr qsizetype kLinkCharactersMax = 1000;
constexpr qsizetype kTargetsMax = 32;

struct Words {
  Q_DECLARE_TR_FUNCTIONS(LaunchRequest)
};

LaunchRequest refused(const QString& sentence) {
  return {.kind = LaunchRequest::Kind::Refused, .refusal = sentence};
}

// Names on the hub: letters, digits, '.', '-', '_'; never a way out of a folder.
bool isRepository(const QString& name) {
  static const QRegularExpression form(QStringLiteral("^[A-Za-z0-9][\\w.-]{0,95}/[A-Za-z0-9][\\w.-]{0,95}$"));
  return form.match(name).hasMatch() && !name.contains(QStringLiteral(".."));
}

bool isModelFile(const QString& name) {
  static const QRegularExpression form(
      QStringLiteral("^[A-Za-z0-9][\\w. +-]*(/[A-Za-z0-9][\\w. +-]*){0,4}\\.gguf$"),
      QRegularExpression::CaseInsensitiveOption);
  return form.match(name).hasMatch() && !name.contains(QStringLiteral(".."));
}

LaunchRequest fromLink(const QString& link) {
  const QString rest = link.mid(kScheme.size());
  const qsizetype mark = rest.indexOf(QChar('?'));
  QString action = mark < 0 ? rest : rest.left(mark);
  while (action.endsWith(QChar('/'))) action.chop(1);
  if (action != kOpenFromHub || link.size() > kLinkCharactersMax) {
    return refused(Words::tr("Hearth does not know what this link asks for, so nothing was done: %1")
                       .arg(link.left(200)));
  }
  const QUrlQuery query(mark < 0 ? QString() : rest.mid(mark + 1));
  const QString repository = query.queryItemValue(QStringLiteral("model"), QUrl::FullyDecoded);
  const QString file = query.queryItemValue(QStringLiteral("file"), QUrl::FullyDecoded);
  if (!isRepository(repository)) {
    return refused(
        Words::tr("The link names no model that could exist on Hugging Face, so nothing was done."));
  }
  if (!file.isEmpty() && !isModelFile(file)) {
    return refused(Words::tr("The link names a file that is no GGUF model, so nothing was done."));
  }
  return {.kind = LaunchRequest::Kind::OpenFromHub, .repository = repository, .file = file};
}

}  // namespace

QString portableTarget(const QString& target, const QString& workingFolder) {
  if (target.contains(QStringLiteral("://"))) return target;
  return QDir::cleanPath(QDir(workingFolder).absoluteFilePath(target));
}

LaunchRequest launchRequestFor(const QString& target, const QString& workingFolder) {
  if (target.isEmpty()) return {};
  if (target.startsWith(kScheme, Qt::CaseInsensitive)) return fromLink(target);
  QString path = target;
  if (target.contains(QStringLiteral("://"))) {
    const QUrl address(target);
    if (!address.isLocalFile()) {
      return refused(Words::tr("Hearth opens files on this computer and hearth:// links, not %1.")
                         .arg(target.left(200)));
    }
    path = address.toLocalFile();
  }
  path = portableTarget(path, workingFolder);
  const QFileInfo file(path);
  if (!file.exists()) return refused(Words::tr("There is no file “%1”. Check the name.").arg(path));
  if (file.isDir() && !library::looksLikeCheckpoint(path, QDir(path).entryList(QDir::Files))) {
    return refused(
        Words::tr("“%1” is a folder and no model by itself. Choose the GGUF file in it, or a folder with "
                  "config.json, tokenizer.json and safetensors files.")
            .arg(path));
  }
  return {.kind = LaunchRequest::Kind::OpenModel, .path = library::modelPathOf(path)};
}

QByteArray Handover::toLine() const {
  QJsonObject object;
  object.insert(QStringLiteral("targets"), QJsonArray::fromStringList(targets));
  if (!activationToken.isEmpty()) object.insert(QStringLiteral("activationToken"), activationToken);
  return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

Handover Handover::fromLine(const QByteArray& line) {
  const QJsonObject object = QJsonDocument::fromJson(line).object();
  Handover handover;
  for (const auto& target : object.value(QStringLiteral("targets")).toArray()) {
    if (target.isString() && handover.targets.size() < kTargetsMax) handover.targets << target.toString();
  }
  handover.activationToken = object.value(QStringLiteral("activationToken")).toString();
  return handover;
}

}  // namespace hearth::desktop
