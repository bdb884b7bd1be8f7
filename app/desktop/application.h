// The composition root: makes the workers and view-models, passes each what it needs, and ties their signals
// together. What the window binds to hangs off this object.
#pragma once

#include <memory>

#include <QObject>
#include <QtQmlIntegration>
#include <QUrl>

#include "app/desktop/chat/chat_controller.h"
#include "app/desktop/chat/chat_library.h"
#include "app/desktop/chat/conversation_list_model.h"
#include "app/desktop/chat/kept_chats.h"
#include "app/desktop/chat/temporary_chat.h"
#include "app/desktop/chat/trash_model.h"
#include "app/desktop/commands/command_registry.h"
#include "app/desktop/commands/palette_model.h"
#include "app/desktop/engine_worker.h"
#include "app/desktop/exchange/exchange_controller.h"
#include "app/desktop/hardware/hardware_controller.h"
#include "app/desktop/library/library_controller.h"
#include "app/desktop/look/appearance.h"
#include "app/desktop/look/language.h"
#include "app/desktop/models/model_controller.h"
#include "app/desktop/parameters/inspector_controller.h"
#include "app/desktop/session/desktop_session.h"
#include "app/desktop/session/launch_request.h"
#include "app/desktop/settings.h"
#include "app/desktop/statistics/statistics_controller.h"
#include "app/desktop/storage_worker.h"

class QQuickWindow;

namespace hearth::desktop {

struct ApplicationOptions {
  QString dataFolder;
  QString modelPath;                             // from the command line; empty: last used or bundled
  QString bundledModel;                          // empty: none was found
  QString powerFolder = QStringLiteral("/sys");  // where the kernel tells what the devices draw
  LibraryOptions library;
};

class Application : public QObject {
  Q_OBJECT
  QML_NAMED_ELEMENT(HearthApp)  // "Application" is Qt Quick's own
  QML_UNCREATABLE("Made by main()")
  Q_PROPERTY(hearth::desktop::ChatController* chat READ chat NOTIFY chatChanged)
  Q_PROPERTY(bool hasTemporary READ hasTemporary NOTIFY chatChanged)
  Q_PROPERTY(hearth::desktop::ConversationListModel* conversations READ conversations CONSTANT)
  Q_PROPERTY(hearth::desktop::ChatLibrary* chats READ chats CONSTANT)
  Q_PROPERTY(hearth::desktop::TrashModel* trash READ trash CONSTANT)
  Q_PROPERTY(hearth::desktop::ModelController* models READ models CONSTANT)
  Q_PROPERTY(hearth::desktop::HardwareController* hardware READ hardware CONSTANT)
  Q_PROPERTY(hearth::desktop::LibraryController* library READ library CONSTANT)
  Q_PROPERTY(hearth::desktop::ExchangeController* exchange READ exchange CONSTANT)
  Q_PROPERTY(hearth::desktop::Appearance* appearance READ appearance CONSTANT)
  Q_PROPERTY(hearth::desktop::Language* language READ language CONSTANT)
  Q_PROPERTY(hearth::desktop::InspectorController* inspector READ inspector CONSTANT)
  Q_PROPERTY(hearth::desktop::StatisticsController* statistics READ statistics CONSTANT)
  Q_PROPERTY(hearth::desktop::KeptChats* keptChats READ keptChats CONSTANT)
  Q_PROPERTY(hearth::desktop::DesktopSession* session READ session CONSTANT)
  Q_PROPERTY(hearth::desktop::CommandRegistry* commands READ commands CONSTANT)
  Q_PROPERTY(hearth::desktop::PaletteModel* palette READ palette CONSTANT)
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

  // The chat on the screen.
  ChatController* chat() { return showsTemporary_ ? &temporary_->chat() : &chat_; }
  bool hasTemporary() const { return temporary_ != nullptr; }
  ChatLibrary* chats() { return &chats_; }
  TrashModel* trash() { return &trash_; }
  ConversationListModel* conversations() { return &conversations_; }
  ModelController* models() { return &models_; }
  HardwareController* hardware() { return &hardware_; }
  LibraryController* library() { return &library_; }
  InspectorController* inspector() { return &inspector_; }
  StatisticsController* statistics() { return &statistics_; }
  ExchangeController* exchange() { return &exchange_; }
  SystemLook& systemLook() { return systemLook_; }
  Appearance* appearance() { return &appearance_; }
  Language* language() { return &language_; }
  KeptChats* keptChats() { return &keptChats_; }
  DesktopSession* session() { return &session_; }
  // What a second start, the desktop or a web page's link asks for.
  void take(const Handover& handover);
  void openTarget(const QString& target);
  CommandRegistry* commands() { return &commands_; }
  PaletteModel* palette() { return &palette_; }
  bool sidebarOpen() const;
  void setSidebarOpen(bool open);
  bool demoNotice() const;
  QString databaseNotice() const { return databaseNotice_; }
  QString databasePath() const { return databasePath_; }
  QString version() const;

  Q_INVOKABLE void openChat(qint64 id);
  Q_INVOKABLE void openChatAt(qint64 id, qint64 messageId, const QString& words);
  Q_INVOKABLE void newChat(qint64 folderId = 0);
  // A chat without a trace on the disk; the one there is, when there is one.
  Q_INVOKABLE void showTemporary();
  Q_INVOKABLE void endTemporary();
  Q_INVOKABLE void dismissDemoNotice();
  Q_INVOKABLE void openNeighbour(int step);  // the next or previous chat of the list
  Q_INVOKABLE void copyText(const QString& text);
  // Opens a web address in the system's browser. Anything else is refused: models write links, too.
  Q_INVOKABLE bool openLink(const QString& address);

 Q_SIGNALS:
  void chatChanged();
  void sidebarOpenChanged();
  void demoNoticeChanged();
  void announced(const QString& text);  // a short line for the toast
  // A link asks for a model of the hub; the file may be left open. Nothing is fetched before the user agrees.
  void hubModelRequested(const QString& repository, const QString& file);

 private:
  void connectSession();
  void connectCommands();
  void connectChats();
  void connectLibrary();
  void connectChat(ChatController& chat);
  void showKept();
  QVariantList openChatIds();  // empty while none is kept

  ApplicationOptions options_;
  QString databasePath_;
  bool dataIsNew_;  // before the database was made
  StorageWorker storage_;
  Settings settings_;
  Language language_;  // before all that has words
  EngineWorker engine_;
  SystemLook systemLook_;
  Appearance appearance_;
  DesktopSession session_;
  ModelController models_;
  HardwareController hardware_;
  LibraryController library_;
  KeptChats keptChats_;
  ConversationListModel conversations_;
  AnswerSources sources_;
  EnergyWatch energy_;
  StatisticsController statistics_;
  ChatLibrary chats_;
  TrashModel trash_;
  ChatController chat_;
  std::unique_ptr<TemporaryChat> temporary_;  // null: there is none
  bool showsTemporary_ = false;
  InspectorController inspector_;
  CommandRegistry commands_;
  PaletteModel palette_;
  ExchangeController exchange_;
  QString databaseNotice_;
};

// Registers the shipped fonts and sets the application's, with families for emoji and other scripts behind.
void installFonts();

}  // namespace hearth::desktop
