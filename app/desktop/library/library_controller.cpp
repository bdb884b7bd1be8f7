#include "app/desktop/library/library_controller.h"

#include <algorithm>

#include <QDir>
#include <QFileInfo>

#include "app/desktop/wording.h"

namespace hearth::desktop {
namespace {

constexpr int kSuggestions = 3;

QString in(const QString& folder, const char* name) { return QDir(folder).filePath(QLatin1String(name)); }

const library::CatalogueFile* usualFileOf(const library::CatalogueModel& model) {
  QStringList labels;
  for (const library::CatalogueFile& file : model.files) labels << file.label;
  const int usual = usualFile(labels);
  return usual < 0 ? nullptr : &model.files[usual];
}

}  // namespace

LibraryController::LibraryController(const LibraryOptions& options, const QString& dataFolder,
                                     const QString& bundledPath, bool dataIsNew, EngineWorker& engine,
                                     ModelController& models, Settings& settings)
    : options_(options),
      settings_(settings),
      models_(models),
      hub_(options_, settings, in(dataFolder, "network.log")),
      fit_(options_, settings),
      found_(options_, settings, fit_, settings.value(kSettingDownloadFolder, in(dataFolder, "models")),
             bundledPath, in(dataFolder, "cache/models.json")),
      search_(hub_),
      downloads_(options_, settings, hub_, in(dataFolder, "downloads.json"), in(dataFolder, "models")),
      detail_(hub_, fit_, found_, downloads_),
      benchmark_(engine, models, settings),
      copy_(options_.copies, [this] { return downloads_.folder(); }),
      catalogue_({"title", "detail", "chip", "tone"}),
      suggestions_({"title", "detail", "chip", "tone", "why"}),
      pickable_({"title", "detail"}) {
  if (!options_.catalogueFile.isEmpty()) {
    auto loaded = library::loadCatalogue(options_.catalogueFile);
    if (loaded)
      entries_ = std::move(*loaded);
    else
      catalogueProblem_ = QString::fromStdString(loaded.error().what());
  }
  firstRun_ = options_.firstRun && dataIsNew && settings_.value(kSettingFirstRunDone).isEmpty();
  refreshCatalogue();
  connect(&fit_, &FitDesk::changed, this, &LibraryController::refreshCatalogue);
  connect(&found_, &FoundModels::changed, this, &LibraryController::refreshCatalogue);
  connect(&found_, &FoundModels::changed, this, &LibraryController::refreshPickable);
  connect(&models_, &QAbstractItemModel::modelReset, this, &LibraryController::refreshPickable);
  connect(&models_, &ModelController::firstLoaded, this, &LibraryController::offerCopy);
  connect(&found_, &FoundModels::announced, this, &LibraryController::announced);
  connect(&downloads_, &DownloadList::changed, this, [this] { found_.setOwnFolder(downloads_.folder()); });
  connect(&downloads_, &DownloadList::refused, this, &LibraryController::announced);
  connect(&downloads_, &DownloadList::consentWanted, this,
          [this](const QString& key) { withConsent([this, key] { downloads_.resume(key); }); });
  const auto tellReady = [this](const QString& title, const QString& path) {
    found_.rescan();
    Q_EMIT modelReady(title, path);
  };
  connect(&downloads_, &DownloadList::ready, this, tellReady);
  connect(&copy_, &SmallerCopy::made, this, tellReady);
}

void LibraryController::offerCopy() {
  const ModelLoaded& loaded = models_.loaded();
  library::FoundModel model;  // what the engine told of it is enough
  model.name = models_.name();
  model.bytes = loaded.fileBytes;
  model.format = QString::fromStdString(loaded.format);
  model.isCheckpoint = QFileInfo(models_.path()).isDir();
  if (loaded.parameters > 0)
    model.bitsPerWeight =
        8.0 * static_cast<double>(loaded.fileBytes) / static_cast<double>(loaded.parameters);
  const CopyAdvice advice = copyAdviceFor(model);
  if (!advice.line.isEmpty()) Q_EMIT copyOffered(advice.line, advice.button, model.name, models_.path());
}

void LibraryController::start() { downloads_.start(); }

void LibraryController::open() {
  found_.look();
  const library::FoundModel* largest = found_.largest();
  // A checkpoint's first files are small.
  fit_.measure(largest == nullptr      ? QString()
               : largest->isCheckpoint ? largest->files.last()
                                       : largest->files.first());
}

QString LibraryController::catalogueNote() const {
  return catalogueProblem_.isEmpty()
             ? tr("Chosen by hand, as of %1. Reading this list sends nothing.").arg(entries_.asOf)
             : catalogueProblem_;
}

void LibraryController::setSource(Source source) {
  if (source == source_) return;
  source_ = source;
  query_ = source_ == Hub ? search_.words() : QString();
  found_.setFilter({});
  refreshCatalogue();
  Q_EMIT sourceChanged();
}

void LibraryController::setQuery(const QString& query) {
  if (query == query_) return;
  query_ = query;
  if (source_ == Here) found_.setFilter(query_);
  if (source_ == Curated) refreshCatalogue();
  Q_EMIT sourceChanged();
}

QVariantMap LibraryController::catalogueRow(const library::CatalogueModel& model) const {
  QStringList detail{model.publisher};
  const bool experts = model.parametersActive > 0 && model.parametersActive < model.parameters;
  detail << (experts ? tr("%1, %2 active")
                           .arg(parametersText(model.parameters), parametersText(model.parametersActive))
                     : parametersText(model.parameters));
  QVariantMap row{{"key", model.id},
                  {"title", model.name},
                  {"detail", detail.join(QStringLiteral(" · "))},
                  {"why", model.summary}};
  const bool here =
      std::any_of(model.files.begin(), model.files.end(), [&](const library::CatalogueFile& file) {
        return found_.findOf(model.repository, QFileInfo(file.files.first()).fileName()) != nullptr;
      });
  if (here) {
    row["chip"] = tr("Ready");
    row["tone"] = QStringLiteral("here");
  } else if (const auto* file = usualFileOf(model); file != nullptr) {
    if (const auto verdict = fit_.ofEntry(model, *file)) {
      row["chip"] = verdict->chip;
      row["tone"] = FitDesk::toneOf(*verdict);
    }
  }
  return row;
}

// The most capable models that answer at a pleasant pace here, and one small one that does anywhere.
QList<QVariantMap> LibraryController::suggested() const {
  constexpr double kPleasant = 8;  // tokens per second
  struct Candidate {
    const library::CatalogueModel* model;
    uint64_t parameters;
  };
  const quint64 room = downloads_.freeBytes();  // 0: the system does not tell
  QList<Candidate> fitting;
  for (const library::CatalogueModel& model : entries_.models) {
    const auto* file = usualFileOf(model);
    if (file == nullptr || (room > 0 && file->bytes > room)) continue;
    const auto verdict = fit_.ofEntry(model, *file);
    if (!verdict || verdict->fit.kind == FitKind::No || verdict->fit.kind == FitKind::Disk) continue;
    if (verdict->fit.tokensPerSecondLow > 0 && verdict->fit.tokensPerSecondLow < kPleasant) continue;
    fitting << Candidate{&model, model.parameters};
  }
  std::stable_sort(fitting.begin(), fitting.end(),
                   [](const Candidate& a, const Candidate& b) { return a.parameters > b.parameters; });
  QList<QVariantMap> rows;
  for (qsizetype i = 0; i < fitting.size() && rows.size() < kSuggestions; ++i) {
    const bool last = rows.size() == kSuggestions - 1;
    rows << catalogueRow(*fitting[last ? fitting.size() - 1 : i].model);
  }
  return rows;
}

void LibraryController::refreshCatalogue() {
  QList<QVariantMap> rows;
  const QStringList words = source_ == Curated ? query_.split(QChar(' '), Qt::SkipEmptyParts) : QStringList();
  for (const library::CatalogueModel& model : entries_.models) {
    const QString text = model.name + QChar(' ') + model.publisher + QChar(' ') + model.summary + QChar(' ') +
                         model.repository;
    const bool wanted = std::all_of(words.begin(), words.end(), [&](const QString& word) {
      return text.contains(word, Qt::CaseInsensitive);
    });
    if (wanted) rows << catalogueRow(model);
  }
  catalogue_.setRows(rows);
  suggestions_.setRows(suggested());
}

void LibraryController::refreshPickable() {
  QList<QVariantMap> rows;
  for (const QVariantMap& row : found_.rows()->rows()) {
    const QString path = row.value("key").toString();
    if (row.value("unsupported").toString().isEmpty() && !models_.lists(path)) rows << row;
  }
  pickable_.setRows(rows);
}

void LibraryController::withConsent(std::function<void()> action) {
  if (hub_.allowed() || hub_.offline()) return action();  // offline: the client says so in a sentence
  waiting_ = std::move(action);
  Q_EMIT consentNeeded();
}

void LibraryController::consent(bool given) {
  const auto action = std::exchange(waiting_, {});
  if (!given) return;
  hub_.allow();
  if (action) action();
}

void LibraryController::submit() {
  if (openReference(query_)) return;
  if (source_ != Hub) {
    const QString words = query_;
    setSource(Hub);
    setQuery(words);
  }
  withConsent([this] { search_.search(query_); });
}

bool LibraryController::openReference(const QString& text) {
  const auto reference = library::parseReference(text.trimmed(), QUrl(hub_.endpoint()));
  if (!reference) return false;
  if (!reference->endpoint.isEmpty() && reference->endpoint.host() != QUrl(hub_.endpoint()).host()) {
    Q_EMIT announced(
        tr("That link belongs to %1, but Hearth asks %2. The hub can be changed in the settings.")
            .arg(reference->endpoint.host(), hub_.host()));
    return true;
  }
  withConsent([this, reference = *reference] { detail_.showRepository(reference); });
  return true;
}

void LibraryController::select(const QString& key) {
  if (source_ == Here) return detail_.showLocal(key);
  if (source_ == Curated) return selectEntry(key);
  library::HubReference reference;
  reference.repository = key;
  withConsent([this, reference] { detail_.showRepository(reference); });
}

void LibraryController::selectEntry(const QString& id) {
  for (const library::CatalogueModel& model : entries_.models) {
    if (model.id == id) detail_.showEntry(model);
  }
}

void LibraryController::get() {
  withConsent([this] { detail_.get(); });
}

bool LibraryController::moveToTrash() {
  const QString path = detail_.kind() == ModelDetail::Local ? detail_.key() : QString();
  if (path.isEmpty()) return false;
  if (models_.path() == path && models_.usable()) {
    Q_EMIT announced(tr("This model is in use. Choose another one first."));
    return false;
  }
  if (!found_.moveToTrash(path)) return false;
  models_.forget(path);
  detail_.clear();
  return true;
}

void LibraryController::reveal() {
  const QString path = detail_.path();
  if (!path.isEmpty()) Q_EMIT fileToShow(path);
}

void LibraryController::startBenchmark() { benchmark_.start(detail_.path()); }

void LibraryController::finishFirstRun() {
  if (!firstRun_) return;
  settings_.set(kSettingFirstRunDone, QStringLiteral("yes"));
  firstRun_ = false;
  Q_EMIT firstRunChanged();
}

}  // namespace hearth::desktop
