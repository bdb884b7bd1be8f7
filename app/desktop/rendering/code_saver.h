// Saves a piece of code to a file the user chooses.
#pragma once

#include <QObject>
#include <QString>
#include <QtQmlIntegration>
#include <QUrl>

namespace hearth::desktop {

class CodeSaver : public QObject {
  Q_OBJECT
  QML_ELEMENT
 public:
  using QObject::QObject;
  // "code.py" for Python; "code.txt" where the language has no usual ending.
  Q_INVOKABLE QString suggestedName(const QString& language) const;
  // Empty, or a sentence on why the file could not be written.
  Q_INVOKABLE QString save(const QUrl& file, const QString& text) const;
};

}  // namespace hearth::desktop
