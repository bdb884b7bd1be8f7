// hearth: the window. Parses the command line, makes the application and shows it.

#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

#include <QCommandLineParser>
#include <QFileInfo>
#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QSocketNotifier>

#include "app/desktop/application.h"
#include "app/desktop/real_engine.h"
#include "storage/paths.h"

#ifdef HEARTH_FREEDESKTOP
#include "app/desktop/linux/portal_settings.h"
#endif

namespace {

// The bundled model lies beside the source tree's resources or in the installed share folder.
QString bundledModel() {
  const QString name = QStringLiteral("/hearth-tiny/hearth-tiny-q4_k.gguf");
  for (const QString& folder : {QCoreApplication::applicationDirPath() + QStringLiteral("/../share/hearth/models"),
                                QStringLiteral(HEARTH_SOURCE_MODELS)}) {
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

}  // namespace

int main(int argc, char** argv) {
  QGuiApplication app(argc, argv);
  QGuiApplication::setApplicationName(QStringLiteral("hearth"));
  QGuiApplication::setApplicationDisplayName(QStringLiteral("Hearth"));
  QGuiApplication::setApplicationVersion(QStringLiteral(HEARTH_VERSION));
  QGuiApplication::setDesktopFileName(QStringLiteral("hearth"));

  QCommandLineParser arguments;
  arguments.setApplicationDescription(QStringLiteral("A private chat with a model on this computer."));
  arguments.addHelpOption();
  arguments.addVersionOption();
  arguments.addOption({QStringLiteral("model"), QStringLiteral("Load this GGUF file."), QStringLiteral("FILE")});
  arguments.addOption({QStringLiteral("data-dir"), QStringLiteral("Keep chats in this folder."), QStringLiteral("DIR")});
  arguments.process(app);

  hearth::desktop::ApplicationOptions options;
  options.modelPath = arguments.value(QStringLiteral("model"));
  options.dataFolder = arguments.isSet(QStringLiteral("data-dir"))
                           ? arguments.value(QStringLiteral("data-dir"))
                           : QString::fromStdString(hearth::storage::dataDirectory());
  options.bundledModel = bundledModel();

  quitOnSignals(app);
  hearth::desktop::installFonts();
  QQuickStyle::setStyle(QStringLiteral("Basic"));
  hearth::desktop::Application application(options, hearth::desktop::makeRealEngine);

#ifdef HEARTH_FREEDESKTOP
  const hearth::desktop::PortalSettings portal(QDBusConnection::sessionBus(), application.systemLook());
#endif

  QQmlApplicationEngine engine;
  engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
  engine.setInitialProperties({{QStringLiteral("app"), QVariant::fromValue(&application)}});
  engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Hearth/Main.qml")));
  if (engine.rootObjects().isEmpty()) return 1;
  application.adopt(*qobject_cast<QQuickWindow*>(engine.rootObjects().first()));
  application.start();
  return QGuiApplication::exec();
}
