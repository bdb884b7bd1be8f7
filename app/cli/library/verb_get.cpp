// Downloads a model from the hub, with progress in the terminal.
#include <cstdio>
#include <optional>

#include <QCoreApplication>
#include <QDir>

#include "app/cli/common.h"
#include "app/cli/verbs.h"
#include "app/library/downloads.h"
#include "app/library/folder_scanner.h"
#include "app/library/hub_client.h"
#include "app/library/library_words.h"

namespace hearth::cli {
namespace {

using namespace hearth::library;

// The file that was asked for, or the balanced one.
Result<HubFile> choose(const HubRepository& repository, const HubReference& reference) {
  const HubFile* chosen = nullptr;
  QStringList labels;
  for (const HubFile& file : repository.files) {
    labels << (file.label.isEmpty() ? file.parts.first().path : file.label);
    const bool named = !reference.file.isEmpty() && file.parts.first().path == reference.file;
    const bool ofFormat = !reference.format.isEmpty() && file.label == reference.format;
    const bool usual = reference.file.isEmpty() && reference.format.isEmpty() &&
                       (file.label == QLatin1String("Q4_K_M") || repository.files.size() == 1);
    if (named || ofFormat || usual) chosen = &file;
  }
  if (chosen == nullptr) {
    return errorOf(Words::tr("%1 has no such file; it has: %2. Say which one, as in %1:%3.")
                       .arg(repository.repository, labels.join(QLatin1String(", ")),
                            labels.isEmpty() ? QStringLiteral("Q4_K_M") : labels.last()));
  }
  if (!chosen->missingParts.isEmpty()) {
    return errorOf(Words::tr("%1 lacks parts of this model: %2. Choose another file.")
                       .arg(repository.repository, chosen->missingParts.join(QLatin1String(", "))));
  }
  return *chosen;
}

void show(const DownloadState& state) {
  const double share =
      state.bytes > 0 ? 100.0 * static_cast<double>(state.bytesDone) / static_cast<double>(state.bytes) : 0;
  std::fprintf(stderr, "\r\033[K%5.1f %%  %s of %s  %s/s", share,
               Words::bytes(state.bytesDone).toUtf8().constData(),
               Words::bytes(state.bytes).toUtf8().constData(),
               Words::bytes(static_cast<quint64>(state.bytesPerSecond)).toUtf8().constData());
  if (state.secondsLeft >= 0) std::fprintf(stderr, "  %.0f s left", state.secondsLeft);
  if (!state.sentence.isEmpty()) std::fprintf(stderr, "  %s", state.sentence.toUtf8().constData());
  std::fflush(stderr);
}

struct Wishes {
  std::string reference;
  std::optional<std::string> folder;
  uint64_t cap = 0;
  uint32_t connections = 4;
};

Result<void> download(const Wishes& wishes) {
  NetworkLog log;
  HubSettings settings = hubSettingsFromEnvironment();
  const auto reference = parseReference(QString::fromStdString(wishes.reference), settings.endpoint);
  if (!reference)
    return Error("'" + wishes.reference +
                 "' names no repository: write ORG/REPO, ORG/REPO:FORMAT or an address");
  if (!reference->endpoint.isEmpty()) {
    settings.endpoint = reference->endpoint;
    settings.token.clear();  // it is for the other one
  }
  std::optional<HubAnswer<HubRepository>> answer;
  HubClient hub(log, settings);
  hub.open(*reference, [&](HubAnswer<HubRepository> got) {
    answer = std::move(got);
    QCoreApplication::exit();
  });
  QCoreApplication::exec();
  if (!answer->value) return errorOf(answer->failure.sentence);
  auto file = choose(*answer->value, *reference);
  if (!file) return std::move(file).error();

  const QString folder =
      wishes.folder ? QDir(QString::fromStdString(*wishes.folder)).absolutePath() : hearthModelsFolder();
  DownloadOptions options;
  options.bytesPerSecondMax = wishes.cap;
  options.connections = static_cast<int>(wishes.connections);
  Downloads downloads(log, settings, {}, options);
  const auto id = downloads.add(requestFor(settings.endpoint, *answer->value, *file, folder));
  if (!id) return id.error();
  Result<void> result;
  QObject::connect(&downloads, &Downloads::changed, [&](const QList<DownloadState>& states) {
    show(states.last());
    if (states.last().phase == DownloadState::Phase::Stopped) {
      result = errorOf(states.last().sentence);
      QCoreApplication::exit();
    }
  });
  QObject::connect(&downloads, &Downloads::ready, [&](const DownloadState& state) {
    std::fprintf(stderr, "\n");
    std::printf("%s\n", QDir::toNativeSeparators(state.request.files.first().target).toUtf8().constData());
    if (!state.checked) std::fprintf(stderr, "hearth-cli: the hub states no checksum for this file\n");
    QCoreApplication::exit();
  });
  // Ctrl+C and worse are no special case: what is there is kept, and the same command goes on with it.
  downloads.start();
  QCoreApplication::exec();
  if (!result) std::fprintf(stderr, "\n");
  return result;
}

}  // namespace

int runGet(Arguments arguments) {
  Wishes wishes;
  Options options("get",
                  "Downloads a model from the Hugging Face hub (or HF_ENDPOINT). Stopped or killed, the same "
                  "command goes on "
                  "where it ended. Gated models need an access token in HF_TOKEN.");
  options.argument("MODEL", "ORG/REPO, ORG/REPO:Q4_K_M, ORG/REPO:FILE.gguf or an address", wishes.reference);
  options.text("--folder", "PATH", "where to (default: Hearth's models)", wishes.folder);
  options.bytes("--cap", "bytes per second at most", wishes.cap);
  options.count("--connections", "at the same time", wishes.connections, 1, 6);
  if (const auto code = options.parse(arguments)) return *code;
  int count = 0;
  QCoreApplication application(count, nullptr);
  return exitCode(download(wishes));
}

}  // namespace hearth::cli
