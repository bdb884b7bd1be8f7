#include "app/desktop/library/benchmark.h"

#include <QDate>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include "app/desktop/wording.h"

namespace hearth::desktop {
namespace {

// Far above the numbers of the chat's requests, which count up from 1.
constexpr uint64_t kFirstRequest = uint64_t{1} << 62;

// About 150 tokens of ordinary prose in most vocabularies.
constexpr char kText[] =
    "A hearth was once the middle of every house. People cooked on it, dried their clothes beside it and "
    "told each "
    "other in its light what the day had brought. Whoever came in from the cold was given a place close to "
    "the fire "
    "and was not asked for news before he had grown warm. In the north the fire was covered with ashes at "
    "night, so "
    "that there were embers in the morning; a family whose embers had died went to its neighbours with a pot "
    "and "
    "came back with theirs. Continue this text with a description of such a morning: the light, the sounds "
    "in the "
    "house, the first smoke above the roofs of the village, and what is said when the neighbours meet at the "
    "well.";

}  // namespace

Benchmark::Benchmark(EngineWorker& engine, ModelController& models, Settings& settings)
    : engine_(engine), models_(models), settings_(settings) {
  connect(&models_, &ModelController::stateChanged, this, [this] {
    if (path_.isEmpty()) return;
    if (models_.path() != path_) return end({});  // another model was chosen meanwhile
    if (models_.state() == ModelController::Failed) return end(models_.failure());
    if (models_.state() == ModelController::Ready && request_ == 0) generate();
  });
  connect(&engine_, &EngineWorker::done, this, [this](const Done& done) {
    if (request_ == 0 || done.request != request_) return;
    const GenerationStats& stats = done.stats;
    if (stats.generatedTokens == 0 || stats.generateSeconds <= 0) return end({});
    const double read =
        stats.promptSeconds > 0 ? (stats.promptTokens - stats.reusedTokens) / stats.promptSeconds : 0;
    end(tr("Measured on %1: reads %2, writes %3 (%4 tokens written, on %5).")
            .arg(QLocale().toString(QDate::currentDate(), QLocale::ShortFormat), tokensPerSecond(read),
                 tokensPerSecond(stats.generatedTokens / stats.generateSeconds))
            .arg(stats.generatedTokens)
            .arg(models_.device()));
  });
  connect(&engine_, &EngineWorker::failed, this, [this](const Failed& failure) {
    if (request_ != 0 && failure.request == request_) end(QString::fromStdString(failure.cause));
  });
}

void Benchmark::start(const QString& path) {
  if (!path_.isEmpty()) return;
  path_ = path;
  request_ = 0;
  Q_EMIT changed();
  if (models_.path() == path && models_.state() == ModelController::Ready) return generate();
  models_.load(path);
}

void Benchmark::generate() {
  request_ = kFirstRequest + runs_++;
  ChatMessage message;
  message.text = kText;
  Generate generate;
  generate.request = request_;
  generate.messages = {message};
  generate.sampling.temperature = 0;
  generate.maxTokens = kTokens;
  generate.ignoreEnd = true;
  generate.overflow = Overflow::DropOldest;
  engine_.post(generate);
  Q_EMIT changed();
}

void Benchmark::stop() {
  if (path_.isEmpty()) return;
  if (request_ != 0) engine_.cancel();
  end({});
}

void Benchmark::end(const QString& result) {
  if (!result.isEmpty()) {
    QJsonObject kept = QJsonDocument::fromJson(settings_.value(kSettingBenchmarks).toUtf8()).object();
    kept.insert(path_, result);
    settings_.set(kSettingBenchmarks, QString::fromUtf8(QJsonDocument(kept).toJson(QJsonDocument::Compact)));
  }
  path_.clear();
  request_ = 0;
  Q_EMIT changed();
}

QString Benchmark::progress() const {
  if (path_.isEmpty()) return {};
  if (request_ != 0) return tr("Reading a text and writing %1 tokens…").arg(kTokens);
  return tr("Loading the model…");
}

QString Benchmark::resultOf(const QString& path) const {
  return QJsonDocument::fromJson(settings_.value(kSettingBenchmarks).toUtf8())
      .object()
      .value(path)
      .toString();
}

}  // namespace hearth::desktop
