#include "app/library/file_identity.h"

#include <algorithm>
#include <memory>

#include <QFile>
#include <QFileInfo>

#define XXH_INLINE_ALL
#include <xxhash.h>

#ifndef _WIN32
#include <sys/stat.h>
#endif

namespace hearth::library {
namespace {

constexpr qint64 kSampleBytes = 64 << 10;
constexpr qint64 kHeaderBytesMost = 64 << 20;
constexpr int kSamples = 4;  // at equal distances, the last at the end

}  // namespace

QByteArray identityOf(const QString& path) {
#ifndef _WIN32
  struct stat facts {};
  if (::stat(QFile::encodeName(path).constData(), &facts) != 0) return {};
  return QByteArray::number(static_cast<qulonglong>(facts.st_dev)) + ':' +
         QByteArray::number(static_cast<qulonglong>(facts.st_ino));
#else
  return QFileInfo(path).canonicalFilePath().toLower().toUtf8();
#endif
}

QByteArray contentSample(const QString& path, quint64 headerBytes) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) return {};
  const std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> state(XXH3_createState(), &XXH3_freeState);
  XXH3_128bits_reset(state.get());
  const auto add = [&](qint64 offset, qint64 bytes) {
    if (!file.seek(offset)) return false;
    const QByteArray data = file.read(bytes);
    XXH3_128bits_update(state.get(), data.constData(), static_cast<size_t>(data.size()));
    return data.size() == bytes;
  };
  const qint64 size = file.size();
  const auto header =
      static_cast<qint64>(std::min<quint64>(headerBytes, static_cast<quint64>(kHeaderBytesMost)));
  if (!add(0, std::min(header, size))) return {};
  for (int i = 1; i <= kSamples; ++i) {
    const qint64 end = size / kSamples * i + (i == kSamples ? size % kSamples : 0);
    const qint64 begin = std::max<qint64>(0, end - kSampleBytes);
    if (!add(begin, end - begin)) return {};
  }
  const XXH128_hash_t hash = XXH3_128bits_digest(state.get());
  return QByteArray(reinterpret_cast<const char*>(&hash), sizeof hash);
}

}  // namespace hearth::library
