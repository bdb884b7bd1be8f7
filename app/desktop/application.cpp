#include "app/desktop/application.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QQuickWindow>
#include <QScreen>

#include "app/desktop/look/retranslation.h"

namespace hearth::desktop {
namespace {

constexpr int kBodyPixels = 15;

// The same file as the terminal chat's; the store makes the folder, readable for its owner alone.
QString databaseIn(const QString& folder) { return QDir(folder).filePath(QStringLiteral("hearth.db")); }

// Also the command line's: both run the same models on the same card.
QString cacheIn(const QString& folder) { return QDir(folder).filePath(QStringLiteral("cache")); }

QString keptChatsIn(const QString& folder) { return QDir(folder).filePath(QStringLiteral("chat-cache")); }

QString geometryText(const QRect& rect) {
  return QStringLiteral("%1 %2 %3 %4").arg(rect.x()).arg(rect.y()).arg(rect.width()).arg(rect.height());
}

// Null when the text is no rectangle or no screen shows it any more.
QRect visibleGeometry(const QString& text) {
  const QStringList parts = text.split(QChar(' '));
  if (parts.size() != 4) return {};
  const QRect rect(parts[0].toInt(), parts[1].toInt(), parts[2].toInt(), parts[3].toInt());
  for (const QScreen* screen : QGuiApplication::screens()) {
    if (screen->availableGeometry().intersects(rect)) return rect;
  }
  return {};
}

}  // namespace

Application::Application(const ApplicationOptions& options, const EngineFactory& makeEngine)
    : options_(options),
      databasePath_(databaseIn(options.dataFolder)),
      dataIsNew_(!QFileInfo::exists(databasePath_)),
      storage_(databasePath_.toStdString()),
      settings_(storage_),
      language_(settings_),
      engine_(makeEngine),
      appearance_(settings_, systemLook_),
      session_(settings_),
      models_(engine_, settings_, options.bundledModel, cacheIn(options.dataFolder)),
      hardware_(engine_, settings_, models_),
      library_(options.library, options.dataFolder, options.bundledModel, dataIsNew_, engine_, models_,
               settings_),
      keptChats_(engine_, storage_, settings_, keptChatsIn(options.dataFolder)),
      conversations_(storage_, settings_),
      sources_(storage_, models_),
      energy_(options.powerFolder),
      statistics_(storage_, settings_, energy_),
      chats_(storage_),
      trash_(storage_),
      chat_(engine_, storage_, settings_, models_, sources_, energy_),
      inspector_(sources_, settings_, chat_),
      commands_(settings_),
      palette_(storage_, commands_, models_),
      exchange_(storage_, databasePath_) {
  const auto notice =
      storage_.wait([](storage::Store& store) -> Result<std::string> { return store.notice(); });
  databaseNotice_ = QString::fromStdString(notice ? *notice : notice.error().what());
  connectChats();
  connectLibrary();
  connectChat(chat_);
  connect(&storage_, &StorageWorker::failed, this, &Application::announced);
  connect(&models_, &ModelController::stateChanged, this, &Application::demoNoticeChanged);
  connect(this, &Application::chatChanged, &inspector_, [this] { inspector_.follow(*chat()); });
  connect(&exchange_, &ExchangeController::imported, &sources_, [this] {
    sources_.readFolders();
    sources_.presets().reload();
  });
  connect(&exchange_, &ExchangeController::imported, &conversations_, &ConversationListModel::refresh);
  connect(&exchange_, &ExchangeController::imported, &keptChats_, &KeptChats::forgetDeleted);
  connectCommands();
  connectSession();
  connect(&language_, &Language::wordsChanged, this, [this] { retranslate(*this); });
}

void Application::connectSession() {
  connect(&session_, &DesktopSession::conversationWanted, this, &Application::openChat);
  connect(&session_, &DesktopSession::newConversationWanted, this, [this] { newChat(); });
  connect(&session_, &DesktopSession::targetOpened, this, &Application::openTarget);
}

void Application::take(const Handover& handover) {
  session_.raise(handover.activationToken);
  for (const QString& target : handover.targets) openTarget(target);
}

void Application::openTarget(const QString& target) {
  const LaunchRequest request = launchRequestFor(target, QDir::currentPath());
  if (request.kind == LaunchRequest::Kind::OpenModel) models_.load(request.path);
  if (request.kind == LaunchRequest::Kind::OpenFromHub)
    Q_EMIT hubModelRequested(request.repository, request.file);
  if (request.kind == LaunchRequest::Kind::Refused) Q_EMIT announced(request.refusal);
}

void Application::connectChat(ChatController& chat) {
  connect(&chat, &ChatController::copied, this, [this] { Q_EMIT announced(tr("Copied")); });
  connect(&chat, &ChatController::busyChanged, &session_,
          [this] { session_.setWriting(chat_.busy() || (temporary_ && temporary_->chat().busy())); });
  if (chat.temporary()) return;  // no list knows it, and no notification names it
  connect(&chat, &ChatController::answerEnded, &session_, &DesktopSession::answerEnded);
  connect(&chat, &ChatController::conversationsChanged, &conversations_, &ConversationListModel::refresh);
  connect(&chat, &ChatController::conversationChanged, this,
          [this, &chat] { conversations_.setActiveId(chat.conversationId()); });
}

void Application::connectChats() {
  // First: a chat that is begun in a folder on the list begins with the folder's model.
  connect(&chats_, &ChatLibrary::changed, &sources_, &AnswerSources::readFolders);
  connect(&chats_, &ChatLibrary::changed, &conversations_, &ConversationListModel::refresh);
  connect(&chats_, &ChatLibrary::changed, &trash_, &TrashModel::refresh);
  connect(&chats_, &ChatLibrary::changed, &chat_, &ChatController::readSettings);
  connect(&chats_, &ChatLibrary::changed, &keptChats_, &KeptChats::forgetDeleted);
  connect(&chats_, &ChatLibrary::renamed, &chat_, &ChatController::renamed);
  connect(&chats_, &ChatLibrary::trashed, &chat_, &ChatController::trashed);
  connect(&chats_, &ChatLibrary::restored, this,
          [this](const std::vector<int64_t>& ids) { openChat(ids.front()); });
  connect(&chats_, &ChatLibrary::failed, this, &Application::announced);
  connect(&conversations_, &ConversationListModel::failed, this, &Application::announced);
  connect(&trash_, &TrashModel::failed, this, &Application::announced);
}

void Application::connectLibrary() {
  connect(&library_, &LibraryController::announced, this, &Application::announced);
  connect(&library_, &LibraryController::fileToShow, &session_, &DesktopSession::showFile);
  connect(library_.downloads(), &DownloadList::changed, &session_,
          [this] { session_.setDownloading(library_.downloads()->active()); });
  connect(library_.found(), &FoundModels::trashedChanged, this, [this] {
    // One offer at a time: the toast and Ctrl+Z mean the same.
    if (!library_.found()->trashedTitle().isEmpty() && !chats_.undoText().isEmpty()) chats_.forgetUndo();
  });
}

void Application::connectCommands() {
  commands_.handle("answer.regenerate", [this] { chat()->regenerateLast(); });
  commands_.handle("answer.continue", [this] { chat()->continueLast(); });
  commands_.handle("answer.edit", [this] { chat()->editLastAnswer(); });
  commands_.handle("version.previous", [this] { chat()->switchLastSibling(-1); });
  commands_.handle("version.next", [this] { chat()->switchLastSibling(1); });
  commands_.handle("chat.fork", [this] { chat()->forkHere(); });
  commands_.handle("code.copy", [this] { chat()->copyLastCode(); });
  commands_.handle("find.next", [this] { chat()->find()->next(); });
  commands_.handle("find.previous", [this] { chat()->find()->previous(); });
  commands_.handle("answer.copy", [this] { chat()->copyLastAnswer(); });
  commands_.handle("question.edit", [this] { chat()->editLast(); });
  commands_.handle("chat.next", [this] { openNeighbour(1); });
  commands_.handle("chat.previous", [this] { openNeighbour(-1); });
  commands_.handle("theme.toggle", [this] { appearance_.toggle(); });
  commands_.handle("theme.system", [this] { appearance_.setMode(Appearance::System); });
  commands_.handle("theme.light", [this] { appearance_.setMode(Appearance::Light); });
  commands_.handle("theme.dark", [this] { appearance_.setMode(Appearance::Dark); });
  commands_.handle("zoom.in", [this] { appearance_.zoomBy(1); });
  commands_.handle("zoom.out", [this] { appearance_.zoomBy(-1); });
  commands_.handle("zoom.reset", [this] { appearance_.zoomBy(0); });
  commands_.handle("undo", [this] {
    if (chats_.undoText().isEmpty())
      library_.found()->undoTrash();
    else
      chats_.undo();
  });
  commands_.handle("chat.new", [this] { newChat(); });
  commands_.handle("chat.temporary", [this] { showTemporary(); });
  commands_.handle("folder.new", [this] { chats_.createFolder(0, {}); });
  commands_.handle("chat.trash", [this] { chats_.moveToTrash(openChatIds()); });
  commands_.handle("chat.pin", [this] {
    const QVariantList ids = openChatIds();
    chats_.setPinned(ids, !conversations_.allPinned(ids));
  });
  const auto undoable = [this] {
    commands_.setEnabled("undo", !chats_.undoText().isEmpty() || !library_.found()->trashedTitle().isEmpty());
  };
  connect(&chats_, &ChatLibrary::undoChanged, this, undoable);
  connect(library_.found(), &FoundModels::trashedChanged, this, undoable);
  undoable();
  connect(&palette_, &PaletteModel::chatChosen, this, &Application::openChatAt);
}

QVariantList Application::openChatIds() {
  return showsTemporary_ || chat_.conversationId() == 0 ? QVariantList()
                                                        : QVariantList{chat_.conversationId()};
}

// ---- Which chat is on the screen

void Application::showKept() {
  if (!showsTemporary_) return;
  showsTemporary_ = false;
  Q_EMIT chatChanged();
}

void Application::openChat(qint64 id) {
  showKept();
  chat_.open(id);
}

void Application::openChatAt(qint64 id, qint64 messageId, const QString& words) {
  showKept();
  chat_.openAt(id, messageId, words);
}

void Application::newChat(qint64 folderId) {
  showKept();
  chat_.startNew(folderId);
}

void Application::showTemporary() {
  if (!temporary_) {
    temporary_ = std::make_unique<TemporaryChat>(engine_, models_, sources_, energy_);
    connectChat(temporary_->chat());
  }
  showsTemporary_ = true;
  Q_EMIT chatChanged();
}

void Application::endTemporary() {
  if (!temporary_) return;
  if (temporary_->chat().busy()) temporary_->chat().stop();
  showsTemporary_ = false;
  // The window lets go of it first.
  auto ended = std::shared_ptr<TemporaryChat>(std::move(temporary_));
  Q_EMIT chatChanged();
  QMetaObject::invokeMethod(
      this, [ended] {}, Qt::QueuedConnection);
}

Application::~Application() = default;

void Application::start() {
  keptChats_.start();
  conversations_.refresh();
  const qint64 last = settings_.value(kSettingLastConversation).toLongLong();
  if (last != 0) chat_.open(last);
  models_.loadAtStart(options_.modelPath);
  library_.start();
}

void Application::adopt(QQuickWindow& window) {
  session_.adopt(window);
  if (const QRect rect = visibleGeometry(settings_.value(kSettingGeometry)); rect.isValid())
    window.setGeometry(rect);
  connect(qGuiApp, &QGuiApplication::aboutToQuit, &window, [this, &window] {
    if (window.visibility() == QWindow::Windowed)
      settings_.set(kSettingGeometry, geometryText(window.geometry()));
  });
}

bool Application::sidebarOpen() const { return settings_.value(kSettingSidebar) != QStringLiteral("closed"); }

void Application::setSidebarOpen(bool open) {
  if (open == sidebarOpen()) return;
  settings_.set(kSettingSidebar, open ? QStringLiteral("open") : QStringLiteral("closed"));
  Q_EMIT sidebarOpenChanged();
}

bool Application::demoNotice() const {
  return models_.demo() && settings_.value(kSettingDemoNoticeSeen).isEmpty();
}

void Application::dismissDemoNotice() {
  settings_.set(kSettingDemoNoticeSeen, QStringLiteral("yes"));
  Q_EMIT demoNoticeChanged();
}

void Application::openNeighbour(int step) {
  if (const qint64 id = conversations_.neighbourOf(chat_.conversationId(), step); id != 0) openChat(id);
}

QString Application::version() const { return QStringLiteral(HEARTH_VERSION); }

void Application::copyText(const QString& text) {
  QGuiApplication::clipboard()->setText(text);
  Q_EMIT announced(tr("Copied"));
}

bool Application::openLink(const QString& address) {
  const QUrl url(address, QUrl::StrictMode);
  const bool web =
      url.isValid() && (url.scheme() == QStringLiteral("https") || url.scheme() == QStringLiteral("http"));
  return web && QDesktopServices::openUrl(url);
}

void installFonts() {
  const QDir shipped(QStringLiteral(":/hearth/fonts"));
  for (const QString& file : shipped.entryList()) QFontDatabase::addApplicationFont(shipped.filePath(file));
  QFont font;
  // The families behind Inter give colour emoji and the scripts Inter lacks, where the system has them.
  font.setFamilies({QStringLiteral("Inter"), QStringLiteral("Noto Color Emoji"), QStringLiteral("Noto Sans"),
                    QStringLiteral("Noto Sans CJK SC")});
  font.setPixelSize(kBodyPixels);
  QGuiApplication::setFont(font);
}

}  // namespace hearth::desktop
