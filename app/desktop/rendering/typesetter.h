// What the window's blocks ask for formulas and the colours of code: one a QML engine, made by it. Keeps what
// was made, so that scrolling back costs nothing. GUI thread.
#pragma once

#include <functional>
#include <memory>

#include <QCache>
#include <QHash>
#include <QObject>
#include <QtQmlIntegration>

#include "app/desktop/rendering/code_colours.h"
#include "app/desktop/rendering/formula.h"
#include "app/desktop/rendering/script_engine.h"

namespace hearth::desktop {

class Typesetter : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_SINGLETON
 public:
  explicit Typesetter(QObject* parent = nullptr);

  // Null while it is being set; formulaReady tells when to ask again. A formula is set once, whoever asks.
  std::shared_ptr<const Formula> formula(const QString& tex, FormulaStyle style);
  bool setsFormulas() const { return math_.available(); }
  // Finds the colours of `source`; none where the language is unknown. What is called back may be cancelled.
  uint64_t colour(const QString& language, const QString& source,
                  std::function<void(std::vector<CodeRun>)> done);
  void cancelColour(uint64_t id) { code_.cancel(id); }
  bool idle() const { return math_.waiting() == 0 && code_.waiting() == 0; }

 Q_SIGNALS:
  void formulaReady();

 private:
  ScriptEngine math_;
  ScriptEngine code_;
  QCache<QString, std::shared_ptr<const Formula>> formulas_;
  QHash<QString, uint64_t> pending_;
};

}  // namespace hearth::desktop
