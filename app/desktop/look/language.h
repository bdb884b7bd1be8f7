// The language of the window's words, and with it how numbers and dates are written. As chosen, or as the
// system says. One per process: translators and the default locale are the application's. GUI thread.
#pragma once

#include <QLocale>
#include <QObject>
#include <QStringList>
#include <QtQmlIntegration>
#include <QTranslator>

#include "app/desktop/settings.h"

namespace hearth::desktop {

class Language : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by Application")
  // What can be chosen, each in its own words; the first is the system's.
  Q_PROPERTY(QStringList names READ names NOTIFY changed)
  Q_PROPERTY(int chosen READ chosen WRITE setChosen NOTIFY changed)
  // How the language of the words is called by programs ("de", "zh_CN"). A binding that formats numbers or
  // dates names it, to be evaluated again.
  Q_PROPERTY(QString code READ code NOTIFY changed)
 public:
  explicit Language(Settings& settings);
  ~Language() override;

  QStringList names() const;
  int chosen() const { return chosen_; }
  void setChosen(int row);
  QString code() const;

 Q_SIGNALS:
  // Other words are in force; whoever shows some has to ask for them again. Once per choice.
  void wordsChanged();
  void changed();

 private:
  void apply();

  Settings& settings_;
  const QLocale systemLocale_;  // before Hearth chose another
  int chosen_ = 0;
  QTranslator words_, qtWords_;  // ours, and those of Qt's own dialogs
};

}  // namespace hearth::desktop
