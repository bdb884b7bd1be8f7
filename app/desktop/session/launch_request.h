// What somebody who starts Hearth wants of it: a person with a file, or a web page with a hearth:// link.
#pragma once

#include <vector>

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace hearth::desktop {

struct LaunchRequest {
  enum class Kind { Show, OpenModel, OpenFromHub, Refused };
  Kind kind = Kind::Show;
  QString path{};                // OpenModel: absolute; of a file or a checkpoint's folder
  QString repository{}, file{};  // OpenFromHub: "publisher/model"; the file may be left open
  QString refusal{};             // Refused: a sentence

  bool operator==(const LaunchRequest&) const = default;
};

// `target` is a path (relative to `workingFolder`), a file:// address or a hearth:// link. Whoever wrote a
// link is unknown, so whatever is not exactly a known request is refused.
LaunchRequest launchRequestFor(const QString& target, const QString& workingFolder);

// What a second start hands to the first.
struct Handover {
  QStringList targets{};      // absolute paths and links; none: only show the window
  QString activationToken{};  // of the desktop, so that the window may come to the front

  QByteArray toLine() const;                         // JSON, ends with a line feed
  static Handover fromLine(const QByteArray& line);  // what is not understood is left out

  bool operator==(const Handover&) const = default;
};

// Links stay, paths become absolute: the other Hearth has another working folder.
QString portableTarget(const QString& target, const QString& workingFolder);

}  // namespace hearth::desktop
