#include "app/desktop/application.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QQuickWindow>
#include <QScreen>

namespace hearth::desktop {
namespace {

constexpr int kBodyPixels = 15;

// The same file as the terminal chat's; the store makes the folder, readable for its owner alone.
QString databaseIn(const QString& folder) { return QDir(folder).filePath(QStringLiteral("hearth.db")); }

// Also the command line's: both run the same models on the same card.
QString cacheIn(const QString& folder) { return QDir(folder).filePath(QStringLiteral("cache")); }

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
      storage_(databasePath_.toStdString()),
      settings_(storage_),
      engine_(makeEngine),
      appearance_(settings_, systemLook_),
      models_(engine_, settings_, options.bundledModel, cacheIn(options.dataFolder)),
      hardware_(engine_, settings_, models_),
      conversations_(storage_),
      sources_(storage_, models_),
      energy_(options.powerFolder),
      statistics_(storage_, settings_, energy_),
      chat_(engine_, storage_, settings_, models_, sources_, energy_),
      inspector_(sources_, settings_, chat_) {
  const auto notice = storage_.wait([](storage::Store& store) -> Result<std::string> { return store.notice(); });
  databaseNotice_ = QString::fromStdString(notice ? *notice : notice.error().what());
  connect(&chat_, &ChatController::conversationsChanged, &conversations_, &ConversationListModel::refresh);
  connect(&chat_, &ChatController::conversationChanged, this,
          [this] { conversations_.setActiveId(chat_.conversationId()); });
  connect(&chat_, &ChatController::copied, this, [this] { Q_EMIT announced(tr("Copied")); });
  connect(&conversations_, &ConversationListModel::renamed, &chat_, &ChatController::renamed);
  connect(&conversations_, &ConversationListModel::trashed, &chat_, &ChatController::trashed);
  connect(&conversations_, &ConversationListModel::restored, &chat_, &ChatController::open);
  connect(&conversations_, &ConversationListModel::failed, this, &Application::announced);
  connect(&storage_, &StorageWorker::failed, this, &Application::announced);
  connect(&models_, &ModelController::stateChanged, this, &Application::demoNoticeChanged);
}

Application::~Application() = default;

void Application::start() {
  conversations_.refresh();
  const qint64 last = settings_.value(kSettingLastConversation).toLongLong();
  if (last != 0) chat_.open(last);
  models_.loadAtStart(options_.modelPath);
}

void Application::adopt(QQuickWindow& window) {
  if (const QRect rect = visibleGeometry(settings_.value(kSettingGeometry)); rect.isValid()) window.setGeometry(rect);
  connect(qGuiApp, &QGuiApplication::aboutToQuit, &window, [this, &window] {
    if (window.visibility() == QWindow::Windowed) settings_.set(kSettingGeometry, geometryText(window.geometry()));
  });
}

bool Application::sidebarOpen() const { return settings_.value(kSettingSidebar) != QStringLiteral("closed"); }

void Application::setSidebarOpen(bool open) {
  if (open == sidebarOpen()) return;
  settings_.set(kSettingSidebar, open ? QStringLiteral("open") : QStringLiteral("closed"));
  Q_EMIT sidebarOpenChanged();
}

bool Application::demoNotice() const { return models_.demo() && settings_.value(kSettingDemoNoticeSeen).isEmpty(); }

void Application::dismissDemoNotice() {
  settings_.set(kSettingDemoNoticeSeen, QStringLiteral("yes"));
  Q_EMIT demoNoticeChanged();
}

void Application::openNeighbour(int step) {
  if (const qint64 id = conversations_.neighbourOf(chat_.conversationId(), step); id != 0) chat_.open(id);
}

QString Application::version() const { return QStringLiteral(HEARTH_VERSION); }

void Application::copyText(const QString& text) {
  QGuiApplication::clipboard()->setText(text);
  Q_EMIT announced(tr("Copied"));
}

bool Application::openLink(const QString& address) {
  const QUrl url(address, QUrl::StrictMode);
  const bool web = url.isValid() && (url.scheme() == QStringLiteral("https") || url.scheme() == QStringLiteral("http"));
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
