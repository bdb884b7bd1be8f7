#include "app/desktop/commands/command_list.h"

#include <QCoreApplication>

namespace hearth::desktop {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(Commands)
};

WindowCommand command(const char* id, const QString& group, const QString& name, const char* icon,
                      const char* keys = "", const char* moreKeys = "") {
  WindowCommand made{QString::fromLatin1(id), group, name, QString::fromLatin1(icon), {}};
  for (const char* sequence : {keys, moreKeys}) {
    if (*sequence != 0) made.defaults << QString::fromLatin1(sequence);
  }
  return made;
}

}  // namespace

std::vector<WindowCommand> allCommands() {
  const QString chats = Words::tr("Chats"), answers = Words::tr("Messages and answers"),
                models = Words::tr("Models"), window = Words::tr("Window");
  return {
      command("chat.new", chats, Words::tr("New chat"), "plus", "Ctrl+N"),
      command("chat.temporary", chats, Words::tr("Temporary chat"), "hourglass", "Ctrl+Shift+'"),
      command("palette.open", chats, Words::tr("Search everything"), "search", "Ctrl+K"),
      command("find.open", chats, Words::tr("Find in this chat"), "search", "Ctrl+F"),
      command("find.next", chats, Words::tr("Next place found"), "arrow-down", "F3"),
      command("find.previous", chats, Words::tr("Previous place found"), "arrow-up", "Shift+F3"),
      command("chat.next", chats, Words::tr("Next chat in the list"), "arrow-down", "Ctrl+PgDown"),
      command("chat.previous", chats, Words::tr("Previous chat in the list"), "arrow-up", "Ctrl+PgUp"),
      command("chat.rename", chats, Words::tr("Rename the chat"), "pencil", "F2"),
      command("chat.pin", chats, Words::tr("Pin or unpin the chat"), "pin"),
      command("chat.trash", chats, Words::tr("Move the chat to the trash"), "trash"),
      command("folder.new", chats, Words::tr("New folder"), "folder", "Ctrl+Shift+N"),
      command("chat.export", chats, Words::tr("Export…"), "external"),
      command("chat.import", chats, Words::tr("Import chats…"), "arrow-down"),
      command("trash.show", chats, Words::tr("Show the trash"), "trash"),
      command("undo", chats, Words::tr("Undo the last change to the list"), "undo", "Ctrl+Z"),

      command("answer.regenerate", answers, Words::tr("Write another answer"), "refresh", "Ctrl+R"),
      command("answer.regenerateWith", answers, Words::tr("Write another answer with…"), "refresh",
              "Ctrl+Shift+R"),
      command("answer.continue", answers, Words::tr("Continue the last answer"), "continue",
              "Ctrl+Shift+Return"),
      command("answer.edit", answers, Words::tr("Edit the last answer"), "pencil"),
      command("question.edit", answers, Words::tr("Edit your last message"), "pencil"),
      command("version.previous", answers, Words::tr("Previous version"), "chevron-left", "Ctrl+Alt+Left"),
      command("version.next", answers, Words::tr("Next version"), "chevron-right", "Ctrl+Alt+Right"),
      command("chat.fork", answers, Words::tr("Fork the chat from here"), "branch"),
      command("answer.copy", answers, Words::tr("Copy the last answer"), "copy", "Ctrl+Shift+C"),
      command("code.copy", answers, Words::tr("Copy the last code"), "copy", "Ctrl+Shift+;"),
      command("chat.end", answers, Words::tr("To the end of the chat"), "arrow-down", "Shift+PgDown"),

      command("model.pick", models, Words::tr("Choose a model"), "model", "Ctrl+M"),
      command("model.open", models, Words::tr("Open a model file…"), "folder", "Ctrl+O"),
      command("library.show", models, Words::tr("Library"), "library", "Ctrl+2"),
      command("presets.show", models, Words::tr("Presets"), "inspector"),
      command("hardware.show", models, Words::tr("Hardware"), "chip", "Ctrl+Shift+H"),

      command("page.chat", window, Words::tr("To the chat"), "chevron-left", "Ctrl+1", "Alt+Left"),
      command("sidebar.toggle", window, Words::tr("Show or hide the sidebar"), "sidebar", "Ctrl+B"),
      command("inspector.toggle", window, Words::tr("Show or hide the inspector"), "inspector", "Ctrl+I"),
      command("statistics.show", window, Words::tr("Statistics"), "chart"),
      command("theme.toggle", window, Words::tr("Light or dark"), "moon", "Ctrl+Shift+L"),
      command("theme.system", window, Words::tr("Follow the system's theme"), "sun"),
      command("theme.light", window, Words::tr("Light theme"), "sun"),
      command("theme.dark", window, Words::tr("Dark theme"), "moon"),
      command("settings.show", window, Words::tr("Settings"), "settings", "Ctrl+,"),
      command("zoom.in", window, Words::tr("Larger text"), "plus", "Ctrl++", "Ctrl+="),
      command("zoom.out", window, Words::tr("Smaller text"), "search", "Ctrl+-"),
      command("zoom.reset", window, Words::tr("Text in its usual size"), "search", "Ctrl+0"),
      command("keys.show", window, Words::tr("Keyboard"), "keyboard", "F1", "Ctrl+/"),
      command("window.quit", window, Words::tr("Quit"), "close", "Ctrl+Q"),
  };
}

}  // namespace hearth::desktop
