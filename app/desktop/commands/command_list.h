// Every action of the window: its id, what it is called, and the keys it has until the user changes them.
#pragma once

#include <vector>

#include <QString>
#include <QStringList>

namespace hearth::desktop {

struct WindowCommand {
  QString id;
  QString group;  // what it is about, as the list of keys is sorted
  QString name;
  QString icon;          // of resources/icons; may be empty
  QStringList defaults;  // key sequences in portable text
};

std::vector<WindowCommand> allCommands();

}  // namespace hearth::desktop
