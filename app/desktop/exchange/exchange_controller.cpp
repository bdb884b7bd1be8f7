#include "app/desktop/exchange/exchange_controller.h"

#include <QDate>
#include <QDir>
#include <QLocale>

#include "app/desktop/exchange/pdf_export.h"
#include "storage/export/file_names.h"

namespace hearth::desktop {
namespace {

constexpr int kProblemsShown = 100;
// How often the window hears of progress: every so many chats.
constexpr uint32_t kProgressStep = 10;

QString number(uint32_t value) { return QLocale().toString(value); }

}  // namespace

ExchangeController::ExchangeController(StorageWorker& chats, const QString& databasePath)
    : chats_(chats), databasePath_(databasePath) {}

ExchangeController::~ExchangeController() { stopped_ = true; }

StorageWorker& ExchangeController::worker() {
  // Made when it is needed, and kept: opening the database anew costs more than a sleeping thread.
  if (!worker_) worker_ = std::make_unique<StorageWorker>(databasePath_.toStdString());
  return *worker_;
}

void ExchangeController::setState(State state, const QString& sentence, const QString& detail) {
  state_ = state;
  sentence_ = sentence;
  detail_ = detail;
  Q_EMIT changed();
}

void ExchangeController::fail(const Error& error) {
  if (stopped_)
    return setState(Idle,
                    state_ == Importing ? tr("Stopped. What was imported until then stays.") : QString());
  setState(Failed, QString::fromStdString(error.what()));
}

bool ExchangeController::report(uint32_t done, uint32_t total) {
  if (done % kProgressStep == 0 || done == total) {
    QMetaObject::invokeMethod(
        this,
        [this, done, total] {
          done_ = done;
          total_ = total;
          Q_EMIT progressChanged();
        },
        Qt::QueuedConnection);
  }
  return !stopped_;
}

QString ExchangeController::progressText() const {
  if (total_ == 0) return done_ == 0 ? tr("Reading…") : tr("Reading… %1 chats so far").arg(number(done_));
  return tr("%1 of %2 chats").arg(number(done_), number(total_));
}

void ExchangeController::stop() { stopped_ = true; }

// ---- Export

QStringList ExchangeController::scopes() const {
  QStringList words;
  if (firstScope_ == Chat) words << tr("This chat");
  if (firstScope_ == Folder) words << tr("This folder");
  return words << tr("All chats");
}

QVariantList ExchangeController::formats() const {
  const auto entry = [](const char* id, const QString& name, const QString& detail) {
    return QVariantMap{{QStringLiteral("id"), QString::fromLatin1(id)},
                       {QStringLiteral("name"), name},
                       {QStringLiteral("detail"), detail}};
  };
  return {entry("markdown", tr("Markdown"), tr("for notes and editors")),
          entry("html", tr("Web page"), tr("one file that any browser shows")),
          entry("pdf", tr("PDF"), tr("for printing and passing on")),
          entry("text", tr("Plain text"), tr("as it was written")),
          entry("json", tr("Hearth JSON"), tr("everything, with all versions; can be imported again"))};
}

void ExchangeController::chooseScope(int index) {
  scope_ = index == 0 ? firstScope_ : All;
  Q_EMIT changed();
}

void ExchangeController::setFormat(const QString& id) {
  format_ = id;
  Q_EMIT changed();
}

void ExchangeController::setThinking(bool thinking) {
  thinking_ = thinking;
  Q_EMIT changed();
}

QString ExchangeController::fileEnding() const {
  if (scope_ != Chat) return QStringLiteral("zip");
  if (format_ == QStringLiteral("pdf")) return format_;
  const storage::ExportFormat* format = storage::exportFormat(format_.toStdString());
  return format == nullptr
             ? QString()
             : QString::fromLatin1(format->extension.data(), qsizetype(format->extension.size()));
}

QString ExchangeController::suggestedFile() const {
  const QString date = QDate::currentDate().toString(Qt::ISODate);
  const QString name = scope_ == All          ? tr("Hearth chats %1").arg(date)
                       : scopeName_.isEmpty() ? tr("Untitled chat")
                                              : scopeName_;
  return QString::fromStdString(storage::safeFileName(name.toStdString())) + QChar('.') + fileEnding();
}

void ExchangeController::prepareExport(Scope scope, qint64 id, const QString& name) {
  if (busy()) return;
  scope_ = firstScope_ = id == 0 ? All : scope;
  scopeId_ = id;
  scopeName_ = name;
  thinking_ = false;
  problems_.clear();
  setState(Idle);
}

void ExchangeController::exportTo(const QUrl& file) {
  if (busy()) return;
  QString path = file.toLocalFile();
  if (path.isEmpty()) return setState(Failed, tr("Choose a place on this computer to export to."));
  const QString ending = QChar('.') + fileEnding();
  const bool oneFileOfAll = format_ == QStringLiteral("json") && path.endsWith(QStringLiteral(".json"));
  if (!oneFileOfAll && !path.endsWith(ending, Qt::CaseInsensitive)) path += ending;
  storage::ExportRequest request{.conversationIds = {},
                                 .format = format_.toStdString(),
                                 .thinking = thinking_,
                                 .destination = path.toStdString(),
                                 .oneFile = scope_ == Chat};
  stopped_ = false;
  done_ = total_ = 0;
  problems_.clear();
  setState(Exporting);
  // What is still on its way to the database, such as the end of an answer, is exported as well.
  chats_.run(
      [](storage::Store&) { return Result<void>(); }, this,
      [this, request, scope = scope_, id = scopeId_](const Result<void>&) { write(request, scope, id); });
}

void ExchangeController::write(const storage::ExportRequest& request, Scope scope, int64_t id) {
  worker().run(
      [this, request, scope, id](storage::Store& store) -> Result<storage::ExportReport> {
        storage::ExportRequest asked = request;
        auto ids = scope == Chat ? Result(std::vector<int64_t>{id})
                                 : storage::conversationsToExport(
                                       store, scope == Folder ? std::optional(id) : std::nullopt);
        if (!ids) return std::move(ids).error();
        asked.conversationIds = std::move(*ids);
        if (asked.conversationIds.empty()) return Error(tr("There is no chat to export.").toStdString());
        const auto progress = [this](uint32_t done, uint32_t total) { return report(done, total); };
        return asked.format == "pdf" ? exportPdf(store, asked, progress)
                                     : storage::exportChats(store, asked, progress);
      },
      this,
      [this, path = QString::fromStdString(request.destination)](Result<storage::ExportReport> done) {
        if (!done) return fail(done.error());
        for (const std::string& problem : done->problems) {
          if (problems_.size() == kProblemsShown) break;
          problems_ << QVariantMap{{QStringLiteral("where"), QString()},
                                   {QStringLiteral("reason"), QString::fromStdString(problem)}};
        }
        const QString chats = done->conversations == 1
                                  ? tr("One chat was exported.")
                                  : tr("%1 chats were exported.").arg(number(done->conversations));
        setState(Exported, chats, QDir::toNativeSeparators(path));
      });
}

// ---- Import

void ExchangeController::prepareImport() {
  if (busy()) return;
  problems_.clear();
  newChats_ = 0;
  setState(Idle);
}

storage::ImportProgress ExchangeController::importProgress(uint32_t total) {
  return [this, total](uint32_t done) { return report(done, total); };
}

void ExchangeController::showImport(const storage::ImportReport& report, State state) {
  newChats_ = report.conversations;
  problems_.clear();
  for (const storage::ImportProblem& problem : report.problems) {
    if (problems_.size() == kProblemsShown) break;
    problems_ << QVariantMap{{QStringLiteral("where"), QString::fromStdString(problem.where)},
                             {QStringLiteral("reason"), QString::fromStdString(problem.reason)}};
  }
  QStringList folders;
  for (const std::string& folder : report.folders) folders << tr("“%1”").arg(QString::fromStdString(folder));
  const QString where = QLocale().createSeparatedList(folders);
  const bool one = report.conversations == 1;
  QString sentence;
  if (report.conversations == 0) {
    sentence = state == Ready ? tr("There is nothing new in it.") : tr("Nothing was imported.");
  } else if (state == Ready) {
    sentence =
        one ? tr("One chat with %1 messages will be imported into %2.").arg(number(report.messages), where)
            : tr("%1 chats with %2 messages will be imported into %3.")
                  .arg(number(report.conversations), number(report.messages), where);
  } else {
    sentence = one ? tr("One chat is now in %1.").arg(where)
                   : tr("%1 chats are now in %2.").arg(number(report.conversations), where);
  }
  QStringList details;
  if (report.alreadyThere > 0) details << tr("Already in Hearth: %1.").arg(number(report.alreadyThere));
  if (report.empty > 0) details << tr("Without a message, left out: %1.").arg(number(report.empty));
  if (!report.problems.empty()) {
    details << tr("With problems, left out: %1.").arg(number(static_cast<uint32_t>(report.problems.size())));
  }
  setState(state, sentence, details.join(QChar(' ')));
}

void ExchangeController::readImport(const QUrl& source) {
  if (busy()) return;
  QString path = source.toLocalFile();
  while (path.size() > 1 && path.endsWith(QChar('/'))) path.chop(1);
  if (path.isEmpty()) return setState(Failed, tr("Choose a file or a folder on this computer."));
  importPath_ = path.toStdString();
  stopped_ = false;
  done_ = total_ = readChats_ = 0;
  problems_.clear();
  setState(Reading);
  worker().run(
      [this, path = importPath_](storage::Store& store) {
        return storage::importChats(store, path, storage::ImportMode::DryRun, importProgress(0));
      },
      this,
      [this](Result<storage::ImportReport> found) {
        if (!found) return fail(found.error());
        readChats_ = found->conversations + found->alreadyThere + found->empty +
                     static_cast<uint32_t>(found->problems.size());
        showImport(*found, Ready);
      });
}

void ExchangeController::importIt() {
  if (state_ != Ready || newChats_ == 0) return;
  stopped_ = false;
  done_ = 0;
  total_ = readChats_;
  setState(Importing);
  worker().run(
      [path = importPath_, progress = importProgress(readChats_)](storage::Store& store) {
        return storage::importChats(store, path, storage::ImportMode::Write, progress);
      },
      this,
      [this](Result<storage::ImportReport> done) {
        Q_EMIT imported();  // also when it was stopped: what was written till then stays
        if (!done) return fail(done.error());
        showImport(*done, Imported);
      });
}

}  // namespace hearth::desktop
