// hearth: the window. Parses the command line, makes the application and shows it.

#include <csignal>
#include <cstdio>
#include <sys/socket.h>
#include <unistd.h>

#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>
#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QSocketNotifier>

#include "app/desktop/application.h"
#include "app/desktop/real_engine.h"
#include "app/desktop/session/single_instance.h"
#include "storage/paths.h"

#ifdef HEARTH_FREEDESKTOP
#include "app/desktop/linux/app_id.h"
#include "app/desktop/linux/file_manager.h"
#include "app/desktop/linux/freedesktop_application.h"
#include "app/desktop/linux/notifications.h"
#include "app/desktop/linux/portal_settings.h"
#include "app/desktop/linux/sleep_inhibitor.h"
#include "app/desktop/linux/status_notifier.h"
#endif

namespace {

// What comes with Hearth lies in the installed share folder or beside the source tree. Empty: not there.
QString shipped(const QString& name) {
  for (const QString& folder : {QCoreApplication::applicationDirPath() + QStringLiteral("/../share/hearth/"),
                                QStringLiteral(HEARTH_SOURCE_RESOURCES "/")}) {
    const QFileInfo file(folder + name);
    if (file.exists()) return file.canonicalFilePath();
  }
  return {};
}

int signalPipe[2];  // a signal handler may only write: the event loop reads at the other end

void onSignal(int) {
  const char byte = 1;
  [[maybe_unused]] const auto written = ::write(signalPipe[0], &byte, 1);
}

// SIGTERM, SIGINT and SIGHUP close the window as its button does: everything is saved.
void quitOnSignals(QGuiApplication& app) {
  if (::socketpair(AF_UNIX, SOCK_STREAM, 0, signalPipe) != 0) return;
  auto* notifier = new QSocketNotifier(signalPipe[1], QSocketNotifier::Read, &app);  // owned by the application
  QObject::connect(notifier, &QSocketNotifier::activated, &app, &QGuiApplication::quit);
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) std::signal(number, onSignal);
}

hearth::desktop::Handover wishesOf(const QCommandLineParser& arguments) {
  hearth::desktop::Handover wishes;
  for (const QString& target : arguments.positionalArguments())
    wishes.targets << hearth::desktop::portableTarget(target, QDir::currentPath());
  if (arguments.isSet(QStringLiteral("model")))
    wishes.targets << hearth::desktop::portableTarget(arguments.value(QStringLiteral("model")), QDir::currentPath());
  // The desktop's permission to come to the front, given to whoever it started.
  wishes.activationToken = qEnvironmentVariable("XDG_ACTIVATION_TOKEN", qEnvironmentVariable("DESKTOP_STARTUP_ID"));
  return wishes;
}

int handOver(hearth::desktop::SingleInstance& instance, const hearth::desktop::Handover& wishes) {
  if (instance.handOver(wishes)) return 0;
  std::fputs("Another Hearth with the same chats is running but does not answer. End it, then start Hearth again.\n",
             stderr);
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  QGuiApplication app(argc, argv);
  QGuiApplication::setApplicationName(QStringLiteral("hearth"));
  QGuiApplication::setApplicationDisplayName(QStringLiteral("Hearth"));
  QGuiApplication::setApplicationVersion(QStringLiteral(HEARTH_VERSION));
#ifdef HEARTH_FREEDESKTOP
  QGuiApplication::setDesktopFileName(hearth::desktop::kAppId);
#endif

  QCommandLineParser arguments;
  arguments.setApplicationDescription(QStringLiteral("A private chat with a model on this computer."));
  arguments.addHelpOption();
  arguments.addVersionOption();
  arguments.addOption({QStringLiteral("model"), QStringLiteral("Load this GGUF file."), QStringLiteral("FILE")});
  arguments.addOption({QStringLiteral("data-dir"), QStringLiteral("Keep chats in this folder."), QStringLiteral("DIR")});
  arguments.addPositionalArgument(QStringLiteral("FILE"),
                                  QStringLiteral("GGUF files, opened where they are, or hearth:// links."),
                                  QStringLiteral("[FILE…]"));
  arguments.process(app);

  hearth::desktop::ApplicationOptions options;
  options.dataFolder = arguments.isSet(QStringLiteral("data-dir"))
                           ? arguments.value(QStringLiteral("data-dir"))
                           : QString::fromStdString(hearth::storage::dataDirectory());
  options.bundledModel = shipped(QStringLiteral("models/hearth-tiny/hearth-tiny-q4_k.gguf"));
  options.library = hearth::desktop::realLibraryOptions(shipped(QStringLiteral("catalogue/catalogue.json")));

  const hearth::desktop::Handover wishes = wishesOf(arguments);
  for (const QString& target : wishes.targets) {  // loaded instead of the model of last time
    const auto request = hearth::desktop::launchRequestFor(target, QDir::currentPath());
    if (request.kind == hearth::desktop::LaunchRequest::Kind::OpenModel) options.modelPath = request.path;
  }
  hearth::desktop::SingleInstance instance(options.dataFolder, hearth::desktop::SingleInstance::defaultRuntimeFolder());
  if (!instance.isFirst()) return handOver(instance, wishes);

  quitOnSignals(app);
  hearth::desktop::installFonts();
  QQuickStyle::setStyle(QStringLiteral("Basic"));
  hearth::desktop::Application application(options, hearth::desktop::makeRealEngine);

#ifdef HEARTH_FREEDESKTOP
  const QDBusConnection bus = QDBusConnection::sessionBus();
  const hearth::desktop::PortalSettings portal(bus, application.systemLook());
  const hearth::desktop::Notifications notifications(bus, *application.session());
  const hearth::desktop::SleepInhibitor inhibitor(bus, QDBusConnection::systemBus(), *application.session());
  const hearth::desktop::FileManager fileManager(bus, *application.session());
  const hearth::desktop::StatusNotifier tray(bus, *application.session());
  QObject onTheBus;
  new hearth::desktop::FreedesktopApplication(bus, onTheBus, *application.session());  // owned by onTheBus
#endif

  QQmlApplicationEngine engine;
  engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
  engine.setInitialProperties({{QStringLiteral("app"), QVariant::fromValue(&application)}});
  QObject::connect(application.language(), &hearth::desktop::Language::wordsChanged, &engine, &QQmlEngine::retranslate);
  engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Hearth/Main.qml")));
  if (engine.rootObjects().isEmpty()) return 1;
  application.adopt(*qobject_cast<QQuickWindow*>(engine.rootObjects().first()));
  application.start();
  for (const QString& target : wishes.targets) application.openTarget(target);
  QObject::connect(&instance, &hearth::desktop::SingleInstance::received, &application,
                   &hearth::desktop::Application::take);
  return QGuiApplication::exec();
}
