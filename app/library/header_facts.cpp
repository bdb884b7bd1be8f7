#include "app/library/header_facts.h"

#include <algorithm>

#include <QDataStream>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include "app/library/checkpoint_folder.h"
#include "app/library/library_words.h"
#include "runtime/base/quoted.h"
#include "runtime/checkpoint/open_checkpoint.h"
#include "runtime/model/inspect.h"
#include "runtime/model/loader.h"

namespace hearth::library {
namespace {

constexpr quint32 kCacheMagic = 0x48454132;  // changes with the layout below
// A cache that grew beyond this holds mostly files that are gone.
constexpr qsizetype kEntriesMost = 100'000;

QString textOr(const Metadata& metadata, const char* key) {
  const std::string* text = metadata.textOrNull(key);
  return text ? QString::fromStdString(printable(*text)) : QString();
}

void addKeys(const Metadata& metadata, HeaderFacts& facts) {
  facts.name = textOr(metadata, "general.name");
  facts.architecture = textOr(metadata, "general.architecture");
  facts.sizeLabel = textOr(metadata, "general.size_label");
  facts.license = textOr(metadata, "general.license");
  facts.hasChatTemplate = metadata.textOrNull("tokenizer.chat_template") != nullptr;
  const QString type = textOr(metadata, "general.type");
  facts.isModel = (type.isEmpty() || type == QLatin1String("model")) &&
                  facts.architecture != QLatin1String("clip") &&
                  facts.architecture != QLatin1String("imatrix");
  const std::string prefix = facts.architecture.toStdString() + ".";
  if (const auto length = metadata.countOr(prefix + "context_length", 0, 0, UINT32_MAX)) {
    facts.contextLength = *length;
  }
  if (const auto experts = metadata.countOr(prefix + "expert_count", 0, 0, UINT32_MAX)) {
    facts.isMixture = *experts > 0;
  }
}

void addFormats(const GgufFile& file, HeaderFacts& facts) {
  uint64_t weights = 0, bytes = 0;
  const std::byte* first = nullptr;
  for (const TensorInfo& tensor : file.tensors()) {
    weights += tensor.shape[0] * tensor.shape[1] * tensor.shape[2] * tensor.shape[3];
    bytes += tensor.bytes.size();
    const auto place = file.placeOf(tensor.bytes);
    if (place.part == 0 && (first == nullptr || tensor.bytes.data() < first)) {
      first = tensor.bytes.data();
      facts.headerBytes = place.offset;
    }
  }
  if (weights == 0) {
    facts.isModel = false;
    return;
  }
  facts.format = formatOf(file);
  facts.bitsPerWeight = 8.0 * static_cast<double>(bytes) / static_cast<double>(weights);
  facts.parameters = weights;
  facts.parametersActive = weights;
}

// The path is shown beside the sentence already.
QString sentenceOf(const Error& error, const QString& path) {
  QString text = textOf(error);
  const QString quotedName = QString::fromStdString(quotedPath(path.toStdString()));
  for (const char* step : {"loading ", "reading ", "opening "}) {
    const QString prefix = QLatin1String(step) + quotedName + QLatin1String(": ");
    if (text.startsWith(prefix, Qt::CaseInsensitive)) text.remove(0, prefix.size());
  }
  text.remove(path + QLatin1Char('/'));  // of a checkpoint's files the names are enough
  if (!text.isEmpty()) text[0] = text[0].toUpper();
  if (!text.endsWith(QLatin1Char('.'))) text += QLatin1Char('.');
  return text;
}

QDataStream& operator<<(QDataStream& out, const HeaderFacts& f) {
  return out << f.isModel << f.name << f.architecture << f.sizeLabel << f.license << f.format << f.parameters
             << f.parametersActive << f.bitsPerWeight << f.contextLength << f.hasChatTemplate << f.isMixture
             << f.headerBytes;
}
QDataStream& operator>>(QDataStream& in, HeaderFacts& f) {
  return in >> f.isModel >> f.name >> f.architecture >> f.sizeLabel >> f.license >> f.format >>
         f.parameters >> f.parametersActive >> f.bitsPerWeight >> f.contextLength >> f.hasChatTemplate >>
         f.isMixture >> f.headerBytes;
}

}  // namespace

// The quantised weights decide what a file is called; norms and the like in float32 are few.
QString formatOf(const GgufFile& file) {
  std::map<std::string_view, uint64_t> bytesByFormat;
  for (const TensorInfo& tensor : file.tensors())
    bytesByFormat[layoutOf(tensor.type).name] += tensor.bytes.size();
  const auto most = std::max_element(bytesByFormat.begin(), bytesByFormat.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  if (most == bytesByFormat.end()) return {};
  if (most->first == layoutOf(DType::F8_E4M3).name) return QStringLiteral("FP8");  // as everybody calls it
  return QString::fromUtf8(most->first.data(), static_cast<qsizetype>(most->first.size())).toUpper();
}

bool hasFewBits(const QString& format) {
  return unpacksSlowly(format) || format == QLatin1String("TQ2_0");  // two plain bits each
}

bool unpacksSlowly(const QString& format) {
  return format.startsWith(QLatin1String("IQ1_")) || format.startsWith(QLatin1String("IQ2_")) ||
         format.startsWith(QLatin1String("IQ3_")) || format == QLatin1String("TQ1_0");
}

HeaderFacts readKeysOnly(const QString& path, const QString& whyUnsupported) {
  HeaderFacts facts;
  facts.unsupported = whyUnsupported;
  if (QFileInfo(path).isDir()) {
    const CheckpointConfig config = readCheckpointConfig(path);
    facts.architecture = config.modelType;
    facts.contextLength = config.contextLength;
    facts.isMixture = config.isMixture;
  } else if (const auto metadata = readMetadata(QFile::encodeName(path).toStdString())) {
    addKeys(*metadata, facts);
  }
  return facts;
}

HeaderFacts readHeaderFacts(const QString& path) {
  const std::string file = QFile::encodeName(path).toStdString();
  auto opened = openModelFile(file);
  if (!opened) return readKeysOnly(path, sentenceOf(opened.error(), path));
  HeaderFacts facts;
  addKeys(opened->metadata(), facts);
  addFormats(*opened, facts);
  if (!facts.isModel) return facts;
  auto model = loadModel(std::move(*opened), {.derived = Derived::Skip, .onProgress = {}});
  if (!model) {
    facts.unsupported = sentenceOf(model.error(), path);
    return facts;
  }
  const ModelFacts checked = factsOf(**model);
  facts.parameters = checked.parameters;
  facts.parametersActive = checked.parametersActive;
  facts.isMixture = checked.config && checked.config->routing.has_value();
  return facts;
}

HeaderCache::HeaderCache(const QString& file) : file_(file) {
  QFile stored(file_);
  if (file_.isEmpty() || !stored.open(QIODevice::ReadOnly)) return;
  QDataStream in(&stored);
  in.setVersion(QDataStream::Qt_6_0);
  quint32 magic = 0;
  qint64 count = 0;
  in >> magic >> count;
  if (magic != kCacheMagic || count < 0 || count > kEntriesMost) return;
  QHash<QString, Entry> entries;
  for (qint64 i = 0; i < count; ++i) {
    QString path;
    Entry entry;
    in >> path >> entry.bytes >> entry.modifiedMs >> entry.facts;
    if (in.status() != QDataStream::Ok) return;
    entries.insert(path, entry);
  }
  QHash<QString, Folder> folders;
  in >> count;
  if (count < 0 || count > kEntriesMost) return;
  for (qint64 i = 0; i < count; ++i) {
    QString path;
    Folder folder;
    in >> path >> folder.stamp >> folder.contents.writesText >> folder.contents.weights;
    if (in.status() != QDataStream::Ok) return;
    folders.insert(path, folder);
  }
  entries_ = std::move(entries);
  folders_ = std::move(folders);
}

std::optional<HeaderFacts> HeaderCache::find(const QString& path, quint64 bytes, qint64 modifiedMs) const {
  const std::lock_guard lock(mutex_);
  const auto at = entries_.constFind(path);
  if (at == entries_.constEnd() || at->bytes != bytes || at->modifiedMs != modifiedMs) return std::nullopt;
  return at->facts;
}

void HeaderCache::put(const QString& path, quint64 bytes, qint64 modifiedMs, const HeaderFacts& facts) {
  const std::lock_guard lock(mutex_);
  if (entries_.size() >= kEntriesMost) entries_.clear();
  entries_.insert(path, {bytes, modifiedMs, facts});
}

std::optional<CheckpointContents> HeaderCache::findContents(const QString& folder,
                                                            const QByteArray& stamp) const {
  const std::lock_guard lock(mutex_);
  const auto at = folders_.constFind(folder);
  if (at == folders_.constEnd() || at->stamp != stamp) return std::nullopt;
  return at->contents;
}

void HeaderCache::putContents(const QString& folder, const QByteArray& stamp,
                              const CheckpointContents& contents) {
  const std::lock_guard lock(mutex_);
  if (folders_.size() >= kEntriesMost) folders_.clear();
  folders_.insert(folder, {stamp, contents});
}

void HeaderCache::save() const {
  if (file_.isEmpty()) return;
  const std::lock_guard lock(mutex_);
  QDir().mkpath(QFileInfo(file_).absolutePath());
  QSaveFile stored(file_);
  // What is lost is time at the next start.
  if (!stored.open(QIODevice::WriteOnly)) return;
  QDataStream out(&stored);
  out.setVersion(QDataStream::Qt_6_0);
  qint64 count = 0;
  for (const Entry& entry : entries_) count += entry.facts.unsupported.isEmpty() ? 1 : 0;
  out << kCacheMagic << count;
  for (auto at = entries_.constBegin(); at != entries_.constEnd(); ++at) {
    if (at->facts.unsupported.isEmpty()) out << at.key() << at->bytes << at->modifiedMs << at->facts;
  }
  out << qint64{folders_.size()};
  for (auto at = folders_.constBegin(); at != folders_.constEnd(); ++at)
    out << at.key() << at->stamp << at->contents.writesText << at->contents.weights;
  if (out.status() == QDataStream::Ok) stored.commit();
}

}  // namespace hearth::library
