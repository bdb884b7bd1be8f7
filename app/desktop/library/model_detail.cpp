#include "app/desktop/library/model_detail.h"

#include <algorithm>
#include <cmath>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLocale>

#include "app/desktop/library/memory_plan.h"
#include "app/desktop/library/model_metadata.h"
#include "app/desktop/wording.h"

namespace hearth::desktop {
namespace {

using library::FitVerdict;
using library::HubFile;

QString keyOfPaths(const QStringList& paths) { return paths.isEmpty() ? QString() : paths.first(); }

QString bitsText(quint64 bytes, quint64 parameters) {
  if (bytes == 0 || parameters == 0) return {};
  const double bits = 8.0 * static_cast<double>(bytes) / static_cast<double>(parameters);
  return ModelDetail::tr("%1 bits").arg(QLocale().toString(bits, 'f', 1));
}

QString parametersLine(quint64 all, quint64 active) {
  if (all == 0) return {};
  if (active == 0 || active >= all) return ModelDetail::tr("%1 parameters").arg(parametersText(all));
  return ModelDetail::tr("%1 parameters, %2 active per token")
      .arg(parametersText(all), parametersText(active));
}

QString joined(QStringList parts) {
  parts.removeAll(QString());
  return parts.join(QStringLiteral(" · "));
}

}  // namespace

QString qualityOf(const QString& label) {
  const QString digits = label.section(QChar('Q'), -1);
  if (label.contains(QStringLiteral("F16")) || label.contains(QStringLiteral("F32")))
    return ModelDetail::tr("as trained");
  if (label.startsWith(QStringLiteral("MXFP4"))) return ModelDetail::tr("balanced");
  if (!label.contains(QChar('Q')) || digits.isEmpty()) return {};
  switch (digits.at(0).digitValue()) {
    case 1:
      return ModelDetail::tr("tiny, poor");
    case 2:
      return ModelDetail::tr("small, loses quality");
    case 3:
      return ModelDetail::tr("small");
    case 4:
      return ModelDetail::tr("balanced");
    case 5:
      return ModelDetail::tr("good");
    case 6:
      return ModelDetail::tr("very good");
    case 8:
      return ModelDetail::tr("best, nearly lossless");
    default:
      return {};
  }
}

int usualFile(const QStringList& labels) {
  for (const char* wanted : {"Q4_K_M", "UD-Q4_K_XL", "Q4_K_S", "Q4_0", "Q5_K_M", "Q3_K_M", "Q8_0"}) {
    if (const auto at = labels.indexOf(QLatin1String(wanted)); at >= 0) return static_cast<int>(at);
  }
  return labels.isEmpty() ? -1 : static_cast<int>((labels.size() - 1) / 2);
}

ModelDetail::ModelDetail(HubAccess& hub, FitDesk& desk, FoundModels& found, DownloadList& downloads)
    : hub_(hub),
      desk_(desk),
      found_(found),
      downloads_(downloads),
      files_({"label", "size", "bits", "quality", "chip", "tone", "speed", "place"}) {
  connect(&desk_, &FitDesk::changed, this, &ModelDetail::refresh);
  connect(&found_, &FoundModels::changed, this, &ModelDetail::refresh);
  connect(&downloads_, &DownloadList::changed, this, &ModelDetail::refresh);
}

void ModelDetail::begin(Kind kind, const QString& key, const QString& title) {
  client_.reset();
  headerClient_.reset();
  kind_ = kind;
  key_ = key;
  title_ = title;
  for (QString* text :
       {&subtitle_, &summary_, &failure_, &chosenFile_, &chip_, &tone_, &sentence_, &chatTemplate_})
    text->clear();
  usable_ = checkpoint_ = false;
  advice_ = {};
  facts_.clear();
  metadata_.clear();
  plan_.clear();
  entry_.reset();
  repository_.reset();
  reference_ = {};
  headerVerdicts_.clear();
  files_.setRows({});
}

void ModelDetail::clear() {
  begin(None, {}, {});
  Q_EMIT changed();
}

void ModelDetail::showLocal(const QString& path) {
  const library::FoundModel* model = found_.find(path);
  if (model == nullptr) return clear();
  begin(Local, path, model->name);
  chosenFile_ = path;
  readMetadata(path);
  refresh();
}

void ModelDetail::readMetadata(const QString& path) {
  desk_.runQuietly(
      this, [path] { return readModelMetadata(path); },
      [this, path](const ModelMetadata& read) {
        if (key_ != path) return;
        metadata_ = read.lines;
        chatTemplate_ = read.chatTemplate;
        Q_EMIT changed();
      });
}

void ModelDetail::showEntry(const library::CatalogueModel& entry) {
  begin(Entry, entry.id, entry.name);
  entry_ = entry;
  summary_ = entry.summary;
  reference_.repository = entry.repository;
  const QString context =
      entry.contextLength == 0 ? QString() : tr("%1k context").arg(entry.contextLength / 1024);
  subtitle_ = joined({entry.publisher, parametersLine(entry.parameters, entry.parametersActive),
                      entry.license.isEmpty() ? tr("licence not confirmed") : entry.license, context});
  QStringList labels;
  for (const library::CatalogueFile& file : entry.files) labels << file.label;
  if (const int usual = usualFile(labels); usual >= 0) chosenFile_ = keyOfPaths(entry.files[usual].files);
  refresh();
}

void ModelDetail::showRepository(const library::HubReference& reference) {
  begin(Repository, reference.repository, reference.repository.section(QChar('/'), 1));
  reference_ = reference;
  subtitle_ = reference.repository.section(QChar('/'), 0, 0);
  open(reference, [this] {
    subtitle_ = joined({repository_->repository.section(QChar('/'), 0, 0), repository_->license,
                        repository_->gated ? tr("its publisher asks for consent first") : QString()});
    QStringList labels;
    for (const HubFile& file : repository_->files) labels << file.label;
    int chosen = usualFile(labels);
    for (int i = 0; i < static_cast<int>(labels.size()); ++i) {
      const HubFile& file = repository_->files[i];
      const bool byFile = !reference_.file.isEmpty() && file.parts.first().path == reference_.file;
      if (byFile || (!reference_.format.isEmpty() && file.label == reference_.format)) chosen = i;
    }
    if (chosen >= 0) chosenFile_ = repository_->files[chosen].parts.first().path;
    if (labels.isEmpty())
      failure_ =
          tr("This repository has no GGUF files. Many publishers keep them in another one, with GGUF in its "
             "name.");
    refresh();
    checkChosen();
  });
}

void ModelDetail::open(const library::HubReference& reference, std::function<void()> then) {
  failure_.clear();
  client_ = std::make_unique<library::HubClient>(hub_.log(), hub_.hub());
  Q_EMIT changed();
  client_->open(reference, [this, then](const library::HubAnswer<library::HubRepository>& answer) {
    client_.release()->deleteLater();  // it is calling us
    if (answer.value) {
      repository_ = *answer.value;
      then();
    } else {
      failure_ = answer.failure.sentence;
    }
    Q_EMIT changed();
  });
}

void ModelDetail::choose(const QString& fileKey) {
  if (fileKey == chosenFile_ || files_.indexOf(fileKey) < 0) return;
  chosenFile_ = fileKey;
  refresh();
  if (kind_ == Repository) checkChosen();
}

const HubFile* ModelDetail::hubFile(const QString& fileKey) const {
  if (!repository_) return nullptr;
  for (const HubFile& file : repository_->files) {
    if (file.parts.first().path == fileKey) return &file;
  }
  return nullptr;
}

// Only files of one part: of a set every header would have to be fetched.
void ModelDetail::checkChosen() {
  const HubFile* file = hubFile(chosenFile_);
  if (file == nullptr || file->parts.size() != 1 || !desk_.measured() ||
      headerVerdicts_.contains(chosenFile_))
    return;
  library::HubReference reference = reference_;
  reference.revision = repository_->commit;
  reference.file = chosenFile_;
  headerClient_ = std::make_unique<library::HubClient>(hub_.log(), hub_.hub());
  headerClient_->readHeader(
      reference, [this, key = chosenFile_](const library::HubAnswer<library::HubClient::Header>& answer) {
        headerClient_.release()->deleteLater();  // it is calling us
        if (!answer.value) return;               // no verdict, and the download will tell
        desk_.ofHeaders({{answer.value->bytes, answer.value->fileBytes}}, this,
                        [this, key, repository = key_](const Result<FitVerdict>& verdict) {
                          if (key_ != repository || !verdict) return;
                          headerVerdicts_.insert(key, *verdict);
                          refresh();
                        });
      });
}

void ModelDetail::setVerdict(const Result<FitVerdict>& verdict) {
  chip_ = verdict ? verdict->chip : QString();
  tone_ = verdict ? FitDesk::toneOf(*verdict) : QString();
  sentence_ = verdict ? verdict->sentence : QString();
  plan_ =
      verdict && desk_.computer() != nullptr ? memoryPlan(verdict->fit, *desk_.computer()) : QVariantList();
}

void ModelDetail::refresh() {
  if (verdictContext_ != desk_.contextIndex()) {
    verdictContext_ = desk_.contextIndex();
    headerVerdicts_.clear();
    checkChosen();
  }
  if (kind_ == Local) refreshLocal();
  if (kind_ == Entry || kind_ == Repository) refreshFiles();
  Q_EMIT changed();
}

void ModelDetail::refreshLocal() {
  const library::FoundModel* model = found_.find(key_);
  if (model == nullptr) return begin(None, {}, {});
  usable_ = model->unsupported.isEmpty();
  subtitle_ =
      joined({model->repository, parametersLine(model->parameters, model->parametersActive), model->license});
  facts_ = localFacts(*model);
  advice_ = copyAdviceFor(*model);
  checkpoint_ = model->isCheckpoint;
  summary_ = model->unsupported;
  chip_ = usable_ ? chip_ : tr("Cannot be loaded");
  tone_ = usable_ ? tone_ : QStringLiteral("no");
  if (!usable_) return;
  desk_.ofFile(key_, this, [this, path = key_](const Result<FitVerdict>& verdict) {
    if (key_ != path) return;
    const QString before = sentence_;
    setVerdict(verdict);
    if (sentence_ != before) Q_EMIT changed();
  });
}

void ModelDetail::refreshFiles() {
  QList<QVariantMap> rows;
  chip_ = tone_ = sentence_ = QString();
  plan_.clear();
  const auto add = [&](const QString& key, const QString& label, quint64 bytes, const QString& quality,
                       quint64 parameters, const FitVerdict* verdict) {
    QVariantMap row{{"key", key},
                    {"label", label.isEmpty() ? QFileInfo(key).completeBaseName() : label},
                    {"size", bytes > 0 ? bytesText(bytes) : tr("size at the hub")},
                    {"bits", bitsText(bytes, parameters)},
                    {"quality", quality}};
    if (verdict != nullptr) {
      row["chip"] = verdict->chip;
      row["tone"] = FitDesk::toneOf(*verdict);
      row["speed"] = FitDesk::speedOf(*verdict);
      if (key == chosenFile_) setVerdict(*verdict);
    }
    const library::DownloadState* download = downloads_.find(targetOf(key));
    if (found_.findOf(reference_.repository, QFileInfo(key).fileName()) != nullptr ||
        QFileInfo::exists(targetOf(key))) {
      row["place"] = QStringLiteral("here");
    } else if (download != nullptr) {
      row["place"] = QStringLiteral("queued");
    }
    rows << row;
  };
  if (entry_) {
    for (const library::CatalogueFile& file : entry_->files) {
      const auto verdict = desk_.ofEntry(*entry_, file);
      add(keyOfPaths(file.files), file.label, file.bytes, file.quality, entry_->parameters,
          verdict ? &*verdict : nullptr);
    }
  } else if (repository_) {
    for (const HubFile& file : repository_->files) {
      const QString key = file.parts.first().path;
      const auto known = headerVerdicts_.constFind(key);
      add(key, file.label, file.bytes, qualityOf(file.label), 0,
          known == headerVerdicts_.constEnd() ? nullptr : &*known);
    }
  }
  files_.setRows(rows);
}

QString ModelDetail::targetOf(const QString& fileKey) const {
  return downloads_.folder() + QChar('/') + reference_.repository + QChar('/') +
         QFileInfo(fileKey).fileName();
}

QString ModelDetail::page() const {
  if (kind_ == Local) return {};
  return reference_.repository.isEmpty() ? QString() : hub_.endpoint() + QChar('/') + reference_.repository;
}

QString ModelDetail::path() const {
  if (kind_ == Local) return key_;
  if (chosenFile_.isEmpty()) return {};
  const library::FoundModel* here = found_.findOf(reference_.repository, QFileInfo(chosenFile_).fileName());
  return here != nullptr                            ? here->path
         : QFileInfo::exists(targetOf(chosenFile_)) ? targetOf(chosenFile_)
                                                    : QString();
}

QString ModelDetail::getText() const {
  if (kind_ != Entry && kind_ != Repository) return {};
  const QVariantMap row = files_.at(files_.indexOf(chosenFile_));
  if (row.isEmpty() || !row.value("place").toString().isEmpty()) return {};
  const HubFile* file = hubFile(chosenFile_);
  if (file != nullptr && !file->missingParts.isEmpty()) return {};
  return row.value("bits").toString().isEmpty() && kind_ == Entry
             ? tr("Download")
             : tr("Download %1").arg(row.value("size").toString());
}

QString ModelDetail::stateText() const {
  if (kind_ == Local || chosenFile_.isEmpty()) return {};
  const HubFile* file = hubFile(chosenFile_);
  if (file != nullptr && !file->missingParts.isEmpty())
    return tr("The repository lacks parts of this model. Choose another file.");
  if (const auto* state = downloads_.find(targetOf(chosenFile_)); state != nullptr && path().isEmpty()) {
    return state->phase == library::DownloadState::Phase::Stopped ? tr("The download stopped; see below.")
                                                                  : tr("It is in the list of downloads.");
  }
  return path().isEmpty() ? downloads_.freeText() : tr("This file is on this computer.");
}

QString ModelDetail::keptBecause() const {
  const library::FoundModel* model = kind_ == Local ? found_.find(key_) : nullptr;
  return model == nullptr ? QString() : found_.whyKept(*model);
}

void ModelDetail::get() {
  if (busy() || getText().isEmpty()) return;
  if (repository_) return queueChosen();
  open(reference_, [this] { queueChosen(); });
}

void ModelDetail::queueChosen() {
  const HubFile* file = hubFile(chosenFile_);
  if (file == nullptr) {
    failure_ = tr("%1 no longer has the file %2. Open its page to see what took its place.")
                   .arg(reference_.repository, chosenFile_);
    return Q_EMIT changed();
  }
  const auto request = library::requestFor(hub_.hub().endpoint, *repository_, *file, downloads_.folder());
  if (const auto added = downloads_.add(request); !added) {
    failure_ = QString::fromStdString(added.error().what());
  } else {
    failure_.clear();
  }
  refresh();
}

}  // namespace hearth::desktop
