// The composition root: makes the workers and view-models, passes each what it needs, and ties their signals
// together. What the window binds to hangs off this object.
#pragma once

#include <memory>

#include <QObject>
#include <QtQmlIntegration>
#include <QUrl>

#include "app/desktop/look/appearance.h"
#include "app/desktop/chat/chat_controller.h"
#include "app/desktop/chat/conversation_list_model.h"
#include "app/desktop/engine_worker.h"
#include "app/desktop/hardware/hardware_controller.h"
#include "app/desktop/models/model_controller.h"
#include "app/desktop/parameters/inspector_controller.h"
#include "app/desktop/settings.h"
#include "app/desktop/statistics/statistics_controller.h"
#include "app/desktop/storage_worker.h"

class QQuickWindow;

namespace hearth::desktop {

struct ApplicationOptions {
  QString dataFolder;
  QString modelPath;     // from the command line; empty: last used or bundled
  QString bundledModel;  // empty: none was found
  QString powerFolder = QStringLiteral("/sys");  // where the kernel tells what the devices draw
};

class Application : public QObject {
  Q_OBJECT
  QML_NAMED_ELEMENT(HearthApp)  // "Application" is Qt Quick's own
  QML_UNCREATABLE("Made by main()")
  Q_PROPERTY(hearth::desktop::ChatController* chat READ chat CONSTANT)
  Q_PROPERTY(hearth::desktop::ConversationListModel* conversations READ conversations CONSTANT)
  Q_PROPERTY(hearth::desktop::ModelController* models READ models CONSTANT)
  Q_PROPERTY(hearth::desktop::HardwareController* hardware READ hardware CONSTANT)
  Q_PROPERTY(hearth::desktop::Appearance* appearance READ appearance CONSTANT)
  Q_PROPERTY(hearth::desktop::InspectorController* inspector READ inspector CONSTANT)
  Q_PROPERTY(hearth::desktop::StatisticsController* statistics READ statistics CONSTANT)
  Q_PROPERTY(bool sidebarOpen READ sidebarOpen WRITE setSidebarOpen NOTIFY sidebarOpenChanged)
  Q_PROPERTY(bool demoNotice READ demoNotice NOTIFY demoNoticeChanged)
  Q_PROPERTY(QString databaseNotice READ databaseNotice CONSTANT)
  Q_PROPERTY(QString databasePath READ databasePath CONSTANT)
  Q_PROPERTY(QString version READ version CONSTANT)
 public:
  Application(const ApplicationOptions& options, const EngineFactory& makeEngine);
  ~Application() override;

  // Reads the conversation list, opens the last conversation and loads the model.
  void start();
  // Gives the window its remembered place and keeps it remembered.
  void adopt(QQuickWindow& window);

  ChatController* chat() { return &chat_; }
  ConversationListModel* conversations() { return &conversations_; }
  ModelController* models() { return &models_; }
  HardwareController* hardware() { return &hardware_; }
  InspectorController* inspector() { return &inspector_; }
  StatisticsController* statistics() { return &statistics_; }
  SystemLook& systemLook() { return systemLook_; }
  Appearance* appearance() { return &appearance_; }
  bool sidebarOpen() const;
  void setSidebarOpen(bool open);
  bool demoNotice() const;
  QString databaseNotice() const { return databaseNotice_; }
  QString databasePath() const { return databasePath_; }
  QString version() const;

  Q_INVOKABLE void dismissDemoNotice();
  Q_INVOKABLE void openNeighbour(int step);  // the next or previous chat of the list
  Q_INVOKABLE void copyText(const QString& text);
  // Opens a web address in the system's browser. Anything else is refused: models write links, too.
  Q_INVOKABLE bool openLink(const QString& address);

 Q_SIGNALS:
  void sidebarOpenChanged();
  void demoNoticeChanged();
  void announced(const QString& text);  // a short line for the toast

 private:
  ApplicationOptions options_;
  QString databasePath_;
  StorageWorker storage_;
  Settings settings_;
  EngineWorker engine_;
  SystemLook systemLook_;
  Appearance appearance_;
  ModelController models_;
  HardwareController hardware_;
  ConversationListModel conversations_;
  AnswerSources sources_;
  EnergyWatch energy_;
  StatisticsController statistics_;
  ChatController chat_;
  InspectorController inspector_;
  QString databaseNotice_;
};

// Registers the shipped fonts and sets the application's, with families for emoji and other scripts behind.
void installFonts();

}  // namespace hearth::desktop
