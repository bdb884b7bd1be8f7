// Downloads one file and prints its progress; tests kill it in the middle, and the benchmark times it.
//   library_download_helper URL TARGET SHA256 [PIECE_BYTES [CAP [CONNECTIONS]]]
#include <cstdio>

#include <QCoreApplication>
#include <QElapsedTimer>

#include "app/library/downloads.h"

int main(int argc, char** argv) {
  using namespace hearth::library;
  QCoreApplication application(argc, argv);
  const QStringList words = QCoreApplication::arguments();
  if (words.size() < 4) return 2;
  NetworkLog log;
  HubSettings hub;
  const QUrl url(words[1]);
  hub.endpoint = url.adjusted(QUrl::RemovePath | QUrl::RemoveQuery);
  DownloadOptions options;
  if (words.size() > 4) options.pieceBytes = words[4].toULongLong();
  if (words.size() > 5) options.bytesPerSecondMax = words[5].toULongLong();
  if (words.size() > 6) options.connections = words[6].toInt();
  Downloads downloads(log, hub, {}, options);
  QObject::connect(&downloads, &Downloads::changed, [](const QList<DownloadState>& states) {
    std::printf("%llu %llu\n", static_cast<unsigned long long>(states[0].bytesDone),
                static_cast<unsigned long long>(states[0].bytesVerified));
    std::fflush(stdout);
    if (states[0].phase == DownloadState::Phase::Stopped) {
      std::printf("%s\n", states[0].sentence.toUtf8().constData());
      QCoreApplication::exit(1);
    }
  });
  QElapsedTimer clock;
  clock.start();
  QObject::connect(&downloads, &Downloads::ready, [&](const DownloadState& state) {
    const double seconds = static_cast<double>(clock.elapsed()) / 1000;
    std::printf("ready %s %.3f s %.1f MB/s\n", state.checked ? "checked" : "unchecked", seconds,
                static_cast<double>(state.bytes) / 1e6 / seconds);
    QCoreApplication::exit(0);
  });
  DownloadRequest request;
  request.title = QStringLiteral("test");
  request.files << DownloadFile{url, words[2], 0, words[3] == QLatin1String("-") ? QString() : words[3]};
  if (const auto added = downloads.add(request); !added) {
    std::printf("%s\n", added.error().what().c_str());
    return 1;
  }
  downloads.start();
  return QCoreApplication::exec();
}
