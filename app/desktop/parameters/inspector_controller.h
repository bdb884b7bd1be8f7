// The panel at the right: how the open chat is answered, where each value comes from, and changing it. What
// is changed holds from the next answer on. GUI thread.
#pragma once

#include <functional>

#include <QObject>
#include <QtQmlIntegration>
#include <QVariant>

#include "app/desktop/chat/chat_controller.h"
#include "app/desktop/parameters/answer_sources.h"
#include "app/desktop/parameters/parameter_list_model.h"
#include "app/desktop/settings.h"

namespace hearth::desktop {

class InspectorController : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by Application")
  Q_PROPERTY(bool open READ open WRITE setOpen NOTIFY openChanged)
  Q_PROPERTY(Tab tab READ tab WRITE setTab NOTIFY openChanged)
  Q_PROPERTY(hearth::desktop::ParameterListModel* parameters READ parameters CONSTANT)
  Q_PROPERTY(hearth::desktop::PresetListModel* presets READ presets CONSTANT)
  Q_PROPERTY(qint64 presetId READ presetId NOTIFY changed)
  Q_PROPERTY(QString presetName READ presetName NOTIFY changed)
  Q_PROPERTY(qint64 fittingPreset READ fittingPreset NOTIFY changed)
  Q_PROPERTY(QString fittingPresetName READ fittingPresetName NOTIFY changed)
  Q_PROPERTY(QString systemPrompt READ systemPrompt WRITE setSystemPrompt NOTIFY changed)
  Q_PROPERTY(QString inheritedSystemPrompt READ inheritedSystemPrompt NOTIFY changed)
  Q_PROPERTY(QString systemPromptSource READ systemPromptSource NOTIFY changed)
  Q_PROPERTY(QString systemPromptAdvice READ systemPromptAdvice NOTIFY changed)
  Q_PROPERTY(QString recommendation READ recommendation NOTIFY changed)
  Q_PROPERTY(QString recommendationSource READ recommendationSource NOTIFY changed)
  Q_PROPERTY(QVariantList templateFields READ templateFields NOTIFY changed)
  Q_PROPERTY(QString stopWords READ stopWords NOTIFY changed)
  Q_PROPERTY(QString sequenceBreakers READ sequenceBreakers NOTIFY changed)
  Q_PROPERTY(QString logitBias READ logitBias NOTIFY changed)
  Q_PROPERTY(QVariantMap textSources READ textSources NOTIFY changed)
  Q_PROPERTY(int atLimit READ atLimit NOTIFY changed)
  Q_PROPERTY(QString atLimitSource READ atLimitSource NOTIFY changed)
  Q_PROPERTY(bool changedHere READ changedHere NOTIFY changed)
  Q_PROPERTY(bool hasModelDefaults READ hasModelDefaults NOTIFY changed)
 public:
  enum Tab { Model, Sampling, Context, Stats };
  Q_ENUM(Tab)

  InspectorController(AnswerSources& sources, Settings& settings, ChatController& chat);

  // Shows this chat from now on; it outlives the inspector, or another is followed before it goes.
  void follow(ChatController& chat);

  bool open() const { return open_; }
  void setOpen(bool open);
  Tab tab() const { return tab_; }
  void setTab(Tab tab);

  ParameterListModel* parameters() { return &parameters_; }
  PresetListModel* presets() { return &sources_.presets(); }
  qint64 presetId() const;  // 0: none
  QString presetName() const;
  // One that is meant for the model in use, where the chat has none; 0: there is none.
  qint64 fittingPreset() const;
  QString fittingPresetName() const;
  QString systemPrompt() const;  // the chat's own
  void setSystemPrompt(const QString& text);
  QString inheritedSystemPrompt() const { return QString::fromStdString(now_.inheritedSystemPrompt); }
  QString systemPromptSource() const;  // of the instructions in force; empty: there are none
  QString systemPromptAdvice() const;  // why this model should have none; empty: it may
  QString recommendation() const;      // "Recommended for DeepSeek R1: temperature 0.6, top-p 0.95."
  QString recommendationSource() const { return now_.recommendation.source; }
  // {name, title, help, isSwitch, on, text, source, own} for each variable of the model's template.
  QVariantList templateFields() const;
  QString stopWords() const;         // one a line
  QString sequenceBreakers() const;  // one a line, \n for a line break
  QString logitBias() const;         // "1234: -5" a line
  QVariantMap textSources() const;   // for the three: {stop, breakers, bias}, each {source, own}
  int atLimit() const { return static_cast<int>(now_.atLimit()); }
  QString atLimitSource() const;
  bool changedHere() const;
  bool hasModelDefaults() const { return !sources_.modelDefaults().empty(); }

  Q_INVOKABLE void choosePreset(qint64 id);
  Q_INVOKABLE void setNumber(int which, double value);
  // As typed; false when it is no number. Nothing: reset.
  Q_INVOKABLE bool setNumberText(int which, const QString& text);
  Q_INVOKABLE void resetNumber(int which);
  Q_INVOKABLE void setTemplateValue(const QString& name, const QVariant& value);
  Q_INVOKABLE void resetTemplateValue(const QString& name);
  Q_INVOKABLE void setStopWords(const QString& lines);
  Q_INVOKABLE void resetStopWords();
  Q_INVOKABLE void setSequenceBreakers(const QString& lines);
  Q_INVOKABLE void resetSequenceBreakers();
  Q_INVOKABLE bool setLogitBias(const QString& lines);  // false: not understood, nothing is changed
  Q_INVOKABLE void resetLogitBias();
  Q_INVOKABLE void setAtLimit(int which);
  Q_INVOKABLE void resetAtLimit();
  // The chat's own parameters: forgotten; kept for every chat with this model; kept in the chat's preset, or
  // in a new one with the instructions.
  Q_INVOKABLE void resetAll();
  Q_INVOKABLE void saveAsModelDefault();
  Q_INVOKABLE void forgetModelDefaults();
  Q_INVOKABLE void saveToPreset();
  Q_INVOKABLE void saveAsPreset(const QString& name);

  const Inherited& inherited() const { return now_; }

 Q_SIGNALS:
  void openChanged();
  void changed();

 private:
  void update();
  void change(const std::function<void(Parameters&)>& what);
  QString sourceText(Level level) const;

  AnswerSources& sources_;
  Settings& settings_;
  ChatController* chat_ = nullptr;
  ParameterListModel parameters_{this};
  Inherited now_;
  bool open_ = false;
  Tab tab_ = Sampling;
  bool takesNewPreset_ = false;  // the one being added becomes the chat's
};

}  // namespace hearth::desktop
